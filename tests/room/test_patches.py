"""What our processes change in libraries, each with the day on which it is needless."""

# Holds kit/room/outputs.py too: what is caught is seen through the patch that catches.
# Holds kit/room/traces.py too: what is let go of is seen in a kernel's own process alone.

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.machinery import PathFinder
from importlib.metadata import version
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest
from ipykernel.inprocess.socket import DummySocket
from ipykernel.iostream import IOPubThread, OutStream
from jupyter_client import session
from jupyter_client.jsonutil import extract_dates
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.session import Session

from kit.room.patches import GRAMMAR, print_without_waiting, read_times_with
from kit.server.kernels.kernel_client import read_times
from tests.room.kernels import start_kernel


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_no_server_and_no_chart_waits_for_a_grammar_nobody_needs() -> None:
    code = (
        "import sys; from kit.room.patches import do_without_grammar; do_without_grammar();"
        "import kit.charts.svg, kit.notebooks.notebook, jsonschema;"
        "print('lark' in sys.modules);"
        "jsonschema.validate('x', {'type': 'string', 'format': 'iri'})"
    )
    assert run(code) == "False"


@pytest.mark.skipif(PathFinder.find_spec(GRAMMAR) is None, reason="the grammar is not installed")
def test_without_the_patch_the_grammar_is_compiled_at_import() -> None:
    compiled = run("import sys, jsonschema; print('lark' in sys.modules)")
    assert compiled == "True", (
        f"jsonschema {version('jsonschema')} compiles no grammar any more when it is imported: "
        "take do_without_grammar out of kit/room/patches.py"
    )


def test_a_command_does_without_the_grammar() -> None:
    code = (
        "import sys; from kit.cli import main\n"
        "try: main(['check', '/nowhere'])\n"
        "finally: print('lark' in sys.modules)"
    )
    assert run(code) == "False"


def test_no_kernel_has_a_debugger_and_a_notebook_may_import_one(tmp_path: Path) -> None:
    kernel = start_kernel(cwd=tmp_path)
    try:
        assert (
            kernel.ask("[each for each in __import__('sys').modules if 'pydevd' in each]") == "[]"
        )
        assert kernel.ask("__import__('debugpy').__name__") == "'debugpy'"
    finally:
        kernel.stop()


def test_without_the_patch_a_debugger_is_imported_with_ipykernels() -> None:
    code = "import sys, ipykernel.debugger; print('debugpy' in sys.modules)"
    assert run(code) == "True", (
        f"ipykernel {version('ipykernel')} imports no debugger any more before it is asked to: "
        "take do_without_debugger out of kit/room/patches.py"
    )


def test_widgets_ask_for_the_factory_of_comms_each_time() -> None:
    code = (
        "from kit.room.patches import open_comms_with; from ipywidgets import IntSlider\n"
        "class Refusal(Exception): pass\n"
        "def refuse(**settings): raise Refusal\n"
        "open_comms_with(refuse)\n"
        "try: IntSlider()\n"
        "except Refusal: print('asked')"
    )
    assert run(code) == "asked", (
        f"ipywidgets {version('ipywidgets')} keeps a factory of comms of its own: "
        "open_comms_with in kit/room/patches.py reaches no widget"
    )


def test_without_the_patch_an_output_catches_nothing_in_its_kernel() -> None:
    code = (
        "from ipywidgets import Output; shown = Output()\n"
        "with shown: print('a word')\n"
        "print(len(shown.outputs))"
    )
    assert run(code).splitlines()[-1] == "0", (
        f"ipywidgets {version('ipywidgets')} catches what an Output's block shows: "
        "take catch_outputs_with out of kit/room/patches.py"
    )


def test_with_the_patch_an_output_catches_what_its_block_shows() -> None:
    code = (
        "from kit.room.outputs import own_outputs; own_outputs()\n"
        "from ipywidgets import Output; shown = Output()\n"
        "with shown: print('a word')\n"
        "print([each['text'] for each in shown.outputs])\n"
        "shown.clear_output(); print(shown.outputs)"
    )
    assert run(code).splitlines() == [repr(["a word\n"]), "()"]


FAULTY = (
    "import logging; from IPython.core.interactiveshell import InteractiveShell\n"
    "from ipywidgets import CallbackDispatcher; from kit.room.patches import show_tracebacks_with\n"
    "shell, shown = InteractiveShell.instance(), []\n"
    "def fail(): raise ValueError\n"
    "calls = CallbackDispatcher(); calls.register_callback(fail)\n"
)


def test_what_a_callback_raises_goes_to_the_shell_and_to_no_log() -> None:
    code = (
        f"{FAULTY}logging.raiseExceptions = False; heard = []\n"
        "logging.getLogger().addHandler(logging.NullHandler())\n"
        "logging.getLogger().handlers[0].handle = heard.append\n"
        "shell.set_custom_exc((Exception,), lambda *a, **k: shown.append('custom'))\n"
        "calls(); print(); print(len(heard), shown)"
    )
    assert run(code).splitlines()[-1] == "0 []", (
        f"ipywidgets {version('ipywidgets')} logs what a callback raises, or IPython "
        f"{version('ipython')} tells a handler of it: do without show_tracebacks_with in "
        "kit/room/patches.py"
    )


def test_with_the_patch_what_a_callback_raises_is_told() -> None:
    code = (
        f"{FAULTY}show_tracebacks_with(shell, lambda *a, **k: shown.append('told'))\n"
        "calls(); print(shown)"
    )
    assert run(code) == "['told']"


@pytest.mark.server
@pytest.mark.skipif(os.name == "nt", reason="Windows has no socket files for ZeroMQ")
def test_without_the_patch_a_kernel_of_socket_files_has_a_port(tmp_path: Path) -> None:
    manager = KernelManager(transport="ipc", ip=str(tmp_path / "k"))
    manager.start_kernel()
    try:
        client = manager.blocking_client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        client.stop_channels()
        assert isinstance(manager.provisioner, LocalProvisioner)
        process = psutil.Process(manager.provisioner.pid)
        ports = [each for each in process.net_connections("tcp") if each.status == "LISTEN"]
    finally:
        manager.shutdown_kernel(now=True)
    assert ports, (
        f"ipykernel {version('ipykernel')} binds no port of its own any more: "
        "take hear_forks_with out of kit/room/patches.py"
    )


NOW = "2026-11-30T10:00:00.250000Z"
HEADER = {"msg_id": NOW, "msg_type": "status", "version": "5.3"}
TIME = datetime(2026, 11, 30, 10, 0, 0, 250_000, tzinfo=UTC)


def hear(header: dict[str, str]) -> object:
    """The header of a message as jupyter_client reads it."""
    own = Session(key=b"key")
    _, told = own.feed_identities(own.serialize({**own.msg("status"), "header": header}))
    return own.deserialize(told)["header"]


def test_without_the_patch_every_text_of_a_header_is_read_as_a_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "extract_dates", extract_dates)
    header = HEADER | {"date": NOW}
    assert hear(header) == header | {"msg_id": TIME, "date": TIME}


@pytest.mark.parametrize(("given", "read"), [(NOW, TIME), ("soon", "soon")])
def test_with_the_patch_one_date_is_read_and_what_is_none_stays(
    given: str, read: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = vars(session)["extract_dates"]
    monkeypatch.setattr(session, "extract_dates", kept)  # it is put back
    read_times_with(read_times)
    assert hear(HEADER | {"date": given}) == HEADER | {"date": read}
    assert read_times(HEADER) == HEADER  # without one


@pytest.fixture
def stream() -> Iterator[OutStream]:
    """What a kernel prints to, with a thread of output that runs."""
    thread = IOPubThread(DummySocket(), session=Session())  # type: ignore[no-untyped-call]
    thread.start()  # type: ignore[no-untyped-call]
    stream = OutStream(thread.session, thread, "stdout")  # type: ignore[no-untyped-call]
    yield stream
    stream.close()  # type: ignore[no-untyped-call]
    thread.stop()  # type: ignore[no-untyped-call]


def count_wakings(stream: OutStream, act: Callable[[], object]) -> int:
    """How often something wakes the thread of output."""
    with pytest.MonkeyPatch.context() as patch:
        wake = Mock(wraps=stream.pub_thread.schedule)
        patch.setattr(stream.pub_thread, "schedule", wake)
        act()
        return wake.call_count


def test_a_room_waits_for_nothing_that_was_printed(stream: OutStream) -> None:
    print_without_waiting(stream)
    assert count_wakings(stream, stream.flush) == 0
    stream.write("It leaves all the same.")
    sent = stream.pub_thread.socket.queue.get(timeout=30)
    assert b"It leaves all the same." in b"".join(bytes(each) for each in sent)


def test_without_the_patch_it_waits_though_nothing_was_printed(stream: OutStream) -> None:
    assert count_wakings(stream, stream.flush) == 2, (
        f"ipykernel {version('ipykernel')} flushes only what was written: take "
        "print_without_waiting out of kit/room/patches.py"
    )
