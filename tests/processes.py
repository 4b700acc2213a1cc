"""A real `kit` server as a process of its own, for the tests that need one."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import psutil

if TYPE_CHECKING:
    from kit.server.kernels.fork_server import ForkedProcess

READY_SECONDS = 90
ALLOCATOR = "PYTHONMALLOC"
COLD = ["--warm-kernels", "0"]  # most tests open few pages, and kernels cost time

KERNEL = "ipykernel_launcher"
ROOM = "/k.json"
PAGE = "/kernel-"
WARM = "kit.room.warm"  # in the command of a kernel that has waited for its page


def find_kernels(server: int, mark: str = KERNEL) -> list[int]:
    """Process ids of a server's kernels whose command has a mark, the oldest first.

    The room's kernel has its connection in `ROOM`, those of pages in files of other names.
    """
    found = []
    for process in psutil.Process(server).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            command = " ".join(process.cmdline())
            if KERNEL in command and mark in command:
                found.append((process.create_time(), process.pid))
    return [pid for _, pid in sorted(found)]


def begin(
    arguments: list[str], out: int, errors: IO[bytes], *, wiped: bool
) -> ForkedProcess | subprocess.Popen[bytes]:
    """Begin a `kit` command: as a program, or split off where nothing depends on its beginning.

    Memory is overwritten by an allocator that a program chooses when it begins; benchmarks measure
    the beginning too, and set none.
    """
    environment = {**os.environ}
    if wiped:
        environment.pop(ALLOCATOR, None)
    if ALLOCATOR in environment and sys.platform == "linux":
        from tests.nursery import get_nursery  # here, for most tests start no server

        return get_nursery().fork(arguments, environment, out, errors)
    command = [sys.executable, "-m", "kit", *arguments]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=errors
    )


class Server:
    """A running `kit` command.

    Args:
        *arguments: The command and its options.
        log: File for what it writes to standard error.
        warm: Kernels wait for the next pages.
        wiped: Freed memory is overwritten, as outside of tests.

    Attributes:
        links: What it printed when it was ready: port, code, join_url, screen_url, facilitator_url.
    """

    def __init__(self, *arguments: str, log: Path, warm: bool = False, wiped: bool = False) -> None:
        self._log = log
        given = [*arguments, *(["--fast"] if arguments[0] == "serve" else [])]
        given += [*([] if warm else COLD), "--json", "--no-browser"]
        read, write = os.pipe()
        with log.open("ab") as errors:
            self._process = begin(given, write, errors, wiped=wiped)
        os.close(write)
        lines: queue.Queue[str] = queue.Queue()
        output = os.fdopen(read)
        reader = threading.Thread(target=lambda: lines.put(output.readline()), daemon=True)
        reader.start()
        try:
            line = lines.get(timeout=READY_SECONDS)
        except queue.Empty:
            line = ""
        if not line:
            self.stop()
            msg = f"the server did not get ready:\n{log.read_text()}"
            raise AssertionError(msg)
        self.links: dict[str, Any] = json.loads(line)

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.links['port']}"

    @property
    def code(self) -> str:
        """The session's code."""
        return str(self.links["code"])

    def read_log(self) -> str:
        """Everything it has written to standard error."""
        return self._log.read_text()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it and wait."""
        self._process.send_signal(how)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
