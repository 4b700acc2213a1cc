"""The server's end of the fork server, and the processes that it forks: kernels and commands."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kit.room.context import DATA

MODULE = "kit.room.fork_server"
PATIENCE = 60.0  # seconds in which it has to have its imports done
ENDED = -1  # the status of a process of which only is known that it has ended


class NotForked(Exception):
    """The fork server is gone, or could not fork."""


class ForkedProcess:
    """A forked kernel, with the methods of `subprocess.Popen` that jupyter_client calls.

    Args:
        pid: Its process id.
        handle: What `pidfd_open(2)` gives; it never stands for another process.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, handle: int) -> None:
        self.pid = pid
        self._handle = handle

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self) -> int | None:
        """`ENDED`, or None while it runs."""
        return ENDED if self._wait(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises:
            subprocess.TimeoutExpired: It has not ended in time.
        """
        if not self._wait(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return ENDED

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _wait(self, timeout: float | None) -> bool:
        poller = select.poll()
        poller.register(self._handle, select.POLLIN)
        return bool(poller.poll(None if timeout is None else 1000 * timeout))


def start_program(line: socket.socket) -> subprocess.Popen[bytes]:
    """Start a fork server that serves a line."""
    return subprocess.Popen(  # noqa: S603 -- this Python, a module of ours
        [sys.executable, "-m", MODULE, str(line.fileno())],
        pass_fds=[line.fileno()],
        # Every kernel could read in /proc what it has begun with.
        env={name: value for name, value in os.environ.items() if name != DATA},
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C in a terminal is for the server alone
    )


class ForkServer:
    """One fork server, started with the object. It ends with this process, however that ends.

    Args:
        start: Starts it; gives what `kill` and `wait` are called of.

    Attributes:
        lost: It does not answer any more, and has been ended.
    """

    def __init__(self, start: Callable[[socket.socket], Any] = start_program) -> None:
        self.lost = False
        self._lock = threading.Lock()
        self._line, other = socket.socketpair()
        self._line.settimeout(PATIENCE)
        with other:
            self._process = start(other)
        atexit.register(self.close)

    def fork(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        cwd: str | None,
        status: Path | None = None,
    ) -> ForkedProcess:
        """A new process, as if started by a command. The first waits for the imports.

        Args:
            command: What would start it: Python, `-m`, a module and its arguments.
            env: All its environment variables.
            cwd: Its working directory; None for this process's.
            status: File that will hold its exit status; None for a kernel.

        Raises:
            NotForked: The system refuses, or the fork server has ended.
        """
        order = {"command": list(command), "env": dict(env), "cwd": str(cwd or os.getcwd())}
        order |= {} if status is None else {"status": str(status)}
        with self._lock:
            if self.lost:  # while this waited; the answer to another order may still come
                raise NotForked
            try:
                self._line.sendall(json.dumps(order).encode() + b"\n")
                told, handles, _, _ = socket.recv_fds(self._line, 5, 1)
            except OSError as error:
                self._lose()
                raise NotForked from error
            if not told:
                self._lose()
        if not handles:
            _end(told)
            raise NotForked
        return ForkedProcess(int.from_bytes(told[1:], "big"), handles[0])

    def _lose(self) -> None:
        """Ask it nothing any more. Its kernels end with it, and come back as after any fault."""
        self.lost = True
        self.close()

    def close(self) -> None:
        """End it, and all that it has forked."""
        self._line.close()
        self._process.kill()
        self._process.wait()


def _end(told: bytes) -> None:
    """End a kernel whose handle has not come, as this process may open no more files."""
    if len(told) > 1:
        with contextlib.suppress(OSError):
            os.kill(int.from_bytes(told[1:], "big"), signal.SIGKILL)


_lock = threading.Lock()
_servers: list[ForkServer] = []


def fork(command: Sequence[str], env: Mapping[str, str], cwd: str | None) -> ForkedProcess:
    """A new kernel of this process's fork server; see `ForkServer.fork`."""
    return get_fork_server().fork(command, env, cwd)


def run(command: Sequence[str], env: Mapping[str, str], status: Path, timeout: float) -> bool:
    """Run a command to its end without a word; forked, or as a program where that fails.

    It blocks, for not every event loop can start a process: on Windows the one that Voilà takes
    cannot.

    Args:
        command: Python, `-m`, a module of ours and its arguments.
        env: All its environment variables.
        status: File for its exit status.
        timeout: Seconds it may take; then it is ended.

    Returns:
        Whether its exit status is 0.
    """
    try:
        process = get_fork_server().fork(command, env, None, status)
    except NotForked:
        return _run_program(command, env, timeout)
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return status.is_file() and status.read_text("ascii") == "0"


def _run_program(command: Sequence[str], env: Mapping[str, str], timeout: float) -> bool:
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603 -- our own command
            command, env=env, stdin=quiet, stdout=quiet, stderr=quiet, timeout=timeout
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def start_early(start: Callable[[socket.socket], Any] = start_program) -> None:
    """Start the fork server where there can be one: it imports while its own server does."""
    with contextlib.suppress(NotForked):
        if sys.platform == "linux":
            get_fork_server(start)


def get_fork_server(start: Callable[[socket.socket], Any] = start_program) -> ForkServer:
    """This process's fork server; it is started where there is none, or it has been lost.

    Args:
        start: How; see `ForkServer`.

    Raises:
        NotForked: No process can be started, or this system has no handles for processes.
    """
    with _lock:
        if not _servers or _servers[-1].lost:
            try:
                os.close(os.pidfd_open(os.getpid()))
                _servers.append(ForkServer(start))
            except (AttributeError, OSError) as error:
                raise NotForked from error
        return _servers[-1]
