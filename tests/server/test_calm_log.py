"""What the log says of a fault, and what it keeps to itself."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading

import pytest

from kit.room.alike import MOST_LINES
from kit.room.log_lines import FORM
from kit.server.calm_log import LOOP_SAYS, CalmFormatter, begin_log, describe_fault

MARKER = "what somebody sent"


def fail() -> None:
    try:
        int(MARKER)
    except ValueError as error:
        raise RuntimeError(MARKER) from error


def write(name: str, message: str, *values: object, fault: bool = True) -> str:
    """What is written for a message of a logger."""
    info = None
    if fault:
        with pytest.raises(RuntimeError) as raised:
            fail()
        info = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord(name, logging.ERROR, "", 0, message, values, info)
    return CalmFormatter().format(record)


@pytest.mark.parametrize("name", ["kit.server", "tornado.application", "asyncio"])
def test_a_fault_is_told_by_its_kinds_and_lines_without_its_words(name: str) -> None:
    told = write(name, "Uncaught exception")
    assert "RuntimeError" in told
    assert "ValueError" in told
    assert "in fail" in told
    assert MARKER not in told


def test_of_other_programs_messages_only_what_stands_in_them_is_told() -> None:
    assert write("tornado.general", "Got %s", MARKER, fault=False) == "Got %s"
    assert write("asyncio", f"Exception in callback {MARKER}", fault=False) == LOOP_SAYS
    assert write("kit.server", "Fault %s", "3f", fault=False) == "Fault 3f"


def test_faults_that_lead_to_each_other_in_a_circle_come_to_an_end() -> None:
    first, second = ValueError(), TypeError()
    first.__cause__, second.__cause__ = second, first
    assert describe_fault(first).count("Error") == 2


def test_a_task_that_fails_unseen_tells_nothing_of_what_it_worked_on() -> None:
    code = (
        "import asyncio\n"
        "from kit.server.calm_log import keep_calm\n"
        "keep_calm()\n"
        "async def work(given): raise ValueError(given)\n"
        "async def main():\n"
        f"    asyncio.get_running_loop().call_soon(lambda given: 1 / 0, {MARKER!r})\n"
        f"    task = asyncio.create_task(work({MARKER!r}), name={MARKER!r})\n"
        "    await asyncio.sleep(0.01)\n"
        "    del task\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    told = "\n".join(
        line for line in done.stderr.splitlines() if not line.lstrip().startswith(("File", "^"))
    )
    assert done.stderr.count(LOOP_SAYS) == 2
    assert "ValueError" in told
    assert "ZeroDivisionError" in told
    assert MARKER not in told


def test_what_is_alike_is_written_a_few_times_and_each_other_fault_too() -> None:
    code = (
        "import logging\n"
        "from kit.server.calm_log import keep_calm\n"
        "keep_calm()\n"
        "log = logging.getLogger('tornado.application')\n"
        "for number in range(1000):\n"
        "    try: int('x')\n"
        "    except ValueError: log.error('Uncaught exception', exc_info=True)\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: log.error('Uncaught exception', exc_info=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.count("ValueError") == MOST_LINES
    assert done.stderr.count("ZeroDivisionError") == 1


UNCAUGHT = """
import gc, json, logging, sys, threading, warnings
from kit.server.calm_log import begin_log
begin_log("json")
log = logging.getLogger("kit.server")
try: int({marker!r})
except ValueError: log.error("Fault 3f", exc_info=True, extra={{"fault": "3f"}})
warnings.warn({marker!r})
thread = threading.Thread(target=int, args=({marker!r},))
thread.start()
thread.join()
class Falls:
    def __del__(self): int({marker!r})
Falls()
gc.collect()
int({marker!r})
"""


def test_as_objects_everything_is_written_also_what_nobody_catches() -> None:
    code = UNCAUGHT.format(marker=MARKER)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert MARKER not in done.stderr.replace(repr(MARKER), "")  # as a value; the code is our own
    entries = [json.loads(line) for line in done.stderr.splitlines()]
    assert [entry["message"] for entry in entries] == [
        "Fault 3f",
        "A package warns of something",
        "A thread ended by a fault",
        "Nobody could catch a fault",
        "The server ended by a fault",
    ]
    assert entries[0]["fault"] == "3f"
    assert [entry.get("kind") for entry in entries] == ["ValueError", None, *["ValueError"] * 3]
    assert "Traceback" not in done.stderr


def test_in_words_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    monkeypatch.setenv(FORM, "json")
    begin_log("text")
    assert os.environ[FORM] == "text"
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
