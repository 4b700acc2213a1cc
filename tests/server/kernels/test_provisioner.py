"""Kernels are forked, and started as programs where that fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from kit.server.kernels.fork_server import (
    ENDED,
    MODULE,
    ForkedProcess,
    ForkServer,
    NotForked,
    get_fork_server,
)
from tests.room.kernels import start_kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux")


def test_two_kernels_come_from_one_fork_server(tmp_path: Path) -> None:
    first, second = start_kernel(cwd=tmp_path), start_kernel(cwd=tmp_path)
    try:
        assert psutil.Process(first.pid).parent() == psutil.Process(second.pid).parent()
        assert isinstance(first.process, ForkedProcess)
        assert first.process.poll() is None
    finally:
        first.stop()
        second.stop()


def test_where_the_fork_server_has_gone_a_program_is_started_and_the_next_is_forked_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = start_kernel(cwd=tmp_path)
    fork = psutil.Process(first.pid).parent()
    assert fork is not None
    fork.kill()
    second, third = start_kernel(cwd=tmp_path), start_kernel(cwd=tmp_path)
    try:
        assert isinstance(second.process, subprocess.Popen)
        assert second.ask("1 + 1") == "2"
        assert [each.getMessage() for each in caplog.records if each.name == "kit.server"] == [
            "A kernel could not be forked; it is started as a program, which is slower"
        ]
        assert isinstance(third.process, ForkedProcess)
        assert third.ask("1 + 1") == "2"
    finally:
        for each in (first, second, third):
            each.stop()


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_the_end_of_a_kernel_is_told_as_often_as_one_asks(end: str, tmp_path: Path) -> None:
    kernel = start_kernel(cwd=tmp_path)
    process = kernel.process
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    getattr(process, end)()
    assert [process.wait(60), process.wait(), process.poll()] == [ENDED] * 3
    process.send_signal(signal.SIGTERM)  # to nobody: the number may be another's by now
    kernel.stop()


def test_a_kernel_that_ends_leaves_no_zombie(tmp_path: Path) -> None:
    kernel = start_kernel(cwd=tmp_path)
    pid = kernel.pid
    kernel.process.kill()
    kernel.process.wait(60)
    kernel.stop()
    assert not psutil.pid_exists(pid)


def go_on(process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):
        process.resume()


def test_whoever_waits_behind_an_order_without_an_answer_gets_no_other_kernels_handle(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "kit.room.ipykernel_launcher", "-f", str(tmp_path / "k.json")]
    given = (command, dict(os.environ), str(tmp_path))
    server = ForkServer()
    first = server.fork(*given)
    (process,) = [each for each in psutil.Process(first.pid).parents() if MODULE in each.cmdline()]
    server._line.settimeout(0.5)
    process.suspend()
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(server.fork, *given) for _ in range(2)]
        threading.Timer(1.0, go_on, [process]).start()
        errors = [each.exception() for each in asked]
    assert [type(error) for error in errors] == [NotForked, NotForked]
    assert server.lost
    first.wait(60)  # it has ended with the fork server, which leaves no zombie
    assert not psutil.pid_exists(process.pid)


def test_there_is_one_fork_server_for_a_process() -> None:
    assert get_fork_server() is get_fork_server()


def test_a_stopped_group_is_the_kernels_own(tmp_path: Path) -> None:
    first, second = start_kernel(cwd=tmp_path), start_kernel(cwd=tmp_path)
    try:
        os.killpg(first.pid, signal.SIGKILL)
        first.process.wait(60)
        assert second.ask("1 + 1") == "2"
    finally:
        first.stop()
        second.stop()
