"""A kernel's bounds, each set in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import psutil
import pytest

from kit.room.limits import MEGABYTE, measure_memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these bounds")
GREEDY = """
    import sys
    from kit.room.limits import limit_memory
    limit_memory(int(sys.argv[1]))
    try:
        taken = bytearray(400 * 1024 * 1024)
    except MemoryError:
        print("refused")
    else:
        print("taken")
"""
PARENT = """
    import subprocess, sys
    child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE)
    child.stdout.readline()
    print(child.pid, flush=True)
    sys.stdin.readline()
"""
CHILD = """
    import threading
    from kit.room.limits import end_with_server
    end_with_server()
    print("ready", flush=True)
    threading.Event().wait()
"""


def run(code: str, *arguments: str) -> str:
    """What a program of its own prints."""
    told = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    return subprocess.run(told, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(("megabytes", "ending"), [("200", "refused"), ("0", "taken")])
def test_code_that_asks_for_more_memory_than_there_may_be_is_refused(
    megabytes: str, ending: str
) -> None:
    assert run(GREEDY, megabytes) == ending


def test_a_process_ends_with_the_one_that_started_it_even_if_that_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT), textwrap.dedent(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    try:
        child.wait(60)
    except psutil.TimeoutExpired:
        child.kill()
        raise


def test_the_memory_that_is_held_is_told_in_megabytes() -> None:
    here = psutil.Process().memory_info().rss // MEGABYTE
    assert 0 < measure_memory() <= 2 * here
