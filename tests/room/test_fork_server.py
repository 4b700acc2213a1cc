"""What a forked kernel has of the process it came from, and what it must not have."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kit.room import fork_server
from kit.server.kernels.fork_server import ForkServer
from tests.room.kernels import Kernel, start_kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux")

PRELOAD = """
import os, sys, psutil
from kit.room.fork_server import preload
preload()
print(len(os.listdir("/proc/self/task")), len(psutil.Process().net_connections("all")))
print([name for name in ("numpy", "pandas", "matplotlib") if name in sys.modules])
"""

BECOME = """
import os
from kit.room.fork_server import become
os.environ["BEFORE"] = "1"
become({"command": ["kernel"], "env": {"GIVEN": "1"}, "cwd": "/"}, os.getppid())
print(dict(os.environ))
"""


@pytest.fixture
def kernels(tmp_path: Path) -> Iterator[tuple[Kernel, Kernel]]:
    first, second = start_kernel(cwd=tmp_path), start_kernel(cwd=tmp_path)
    yield first, second
    for each in (first, second):
        each.stop()


def test_what_is_imported_ahead_starts_no_thread_opens_nothing_and_holds_no_random_numbers() -> (
    None
):
    # A thread would be missing in every kernel, and NumPy's numbers would be the same in all.
    out = subprocess.run(
        [sys.executable, "-c", PRELOAD], capture_output=True, text=True, check=True
    ).stdout
    assert out.splitlines() == ["1 0", "[]"]


def test_two_kernels_draw_different_numbers(kernels: tuple[Kernel, Kernel]) -> None:
    drawn = {each.ask("(__import__('random').random(), os.urandom(8))") for each in kernels}
    assert len(drawn) == 2


def test_a_kernel_stands_in_its_folder_leads_its_group_and_keeps_what_it_makes_private(
    kernels: tuple[Kernel, Kernel], tmp_path: Path
) -> None:
    kernel, _ = kernels
    assert kernel.ask("os.getcwd()") == repr(str(tmp_path))
    assert kernel.ask("os.getpgid(0) == os.getpid() == os.getsid(0)") == "True"
    assert kernel.ask("oct(os.umask(0))") == repr("0o77")


def test_a_kernel_can_wait_for_what_it_starts(kernels: tuple[Kernel, Kernel]) -> None:
    kernel, _ = kernels
    assert kernel.ask("__import__('subprocess').run(['false']).returncode") == "1"


def test_a_kernel_has_the_variables_it_is_given_and_no_others() -> None:
    out = subprocess.run(
        [sys.executable, "-c", BECOME], capture_output=True, text=True, check=True
    ).stdout
    assert out == "{'GIVEN': '1'}\n"


def test_a_kernel_has_no_hold_of_the_line_to_the_server(kernels: tuple[Kernel, Kernel]) -> None:
    for kernel in kernels:
        fork = psutil.Process(kernel.pid).parent()
        assert fork is not None
        lines = list_sockets(fork.pid)
        assert lines
        assert not lines & list_sockets(kernel.pid)


def list_sockets(pid: int) -> set[str]:
    files = [os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir()]
    return {each for each in files if each.startswith("socket:")}


def test_its_command_shows_what_it_is(kernels: tuple[Kernel, Kernel]) -> None:
    for kernel in kernels:
        words = psutil.Process(kernel.pid).cmdline()
        assert words[1:4] == ["-m", "kit.room.ipykernel_launcher", "-f"]


def test_a_closed_line_ends_the_fork_server_without_a_word() -> None:
    ours, its = socket.socketpair()
    ours.close()
    with its:
        assert fork_server.serve(its) is None


def test_the_kernels_end_with_the_fork_server(tmp_path: Path) -> None:
    server = ForkServer()
    command = [sys.executable, "-m", "kit.room.ipykernel_launcher", "-f", str(tmp_path / "k.json")]
    process = server.fork(command, dict(os.environ), str(tmp_path))
    assert process.poll() is None
    server.close()
    process.wait(60)
