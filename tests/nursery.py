"""A process that has imported what a server and its kernels need, and splits servers off.

A server that begins as a program spends two seconds of a processor's time on imports, its own and
those of the process from which its kernels are forked. What most tests try comes after that. How a
server begins is tried where it begins as a program: in `tests/test_cli.py`, `tests/attacks/`,
`tests/engines/`, `tests/test_watch.py`, and wherever its memory is looked into.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import IO, Any

from setproctitle import setproctitle

from kit.room.fork_server import preload
from kit.room.limits import end_with_server
from kit.server.kernels.fork_server import ForkedProcess, start_early
from watch import start_fork_server

IMPORTED = (
    "kit.cli",
    "kit.commands.demo",
    "kit.commands.serve",
    "kit.rehearsal.people",
    "kit.rehearsal.rehearsal",
    "kit.server.kernels.trial",
    "kit.server.run",
)
LONGEST = 1 << 17  # bytes of an order, most of them environment variables


class Nursery:
    """The process, started with the object; it and its servers end with this process."""

    def __init__(self) -> None:
        self._line, other = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.nursery", str(other.fileno())],
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # what ends the tests ends it by its line
            )

    def fork(
        self, arguments: Sequence[str], env: Mapping[str, str], out: int, errors: IO[bytes]
    ) -> ForkedProcess:
        """A new server, as `python -m kit` would begin it.

        Args:
            arguments: What stands behind the command.
            env: All its environment variables.
            out: Where it writes its links, as the number of a file.
            errors: Where it writes its log.
        """
        order = {"arguments": [*arguments], "env": {**env}, "cwd": os.getcwd()}
        socket.send_fds(self._line, [json.dumps(order).encode()], [out, errors.fileno()])
        told, handles, _, _ = socket.recv_fds(self._line, 4, 1)
        assert handles, "the process that servers are split off from has ended"
        return ForkedProcess(int.from_bytes(told, "big"), handles[0])


@cache
def get_nursery() -> Nursery:
    """This process's."""
    return Nursery()


def serve(line: socket.socket) -> dict[str, Any] | None:
    """Fork a server for every order that comes.

    Returns:
        In each forked process its order; here None, when the line has been closed.
    """
    while True:
        told, handles, _, _ = socket.recv_fds(line, LONGEST, 2)
        if not told:
            return None
        pid = os.fork()
        if pid == 0:
            line.close()
            for place, handle in enumerate(handles, start=1):
                os.dup2(handle, place)
                os.close(handle)
            return dict(json.loads(told))
        handles.append(os.pidfd_open(pid))
        socket.send_fds(line, [pid.to_bytes(4, "big")], handles[-1:])
        for handle in handles:
            os.close(handle)


def become_server(order: dict[str, Any], parent: int) -> int:
    """Make a forked process what it would be, had it begun as a program, and run it.

    Returns:
        Its exit status.
    """
    from kit.cli import main

    end_with_server()
    if os.getppid() != parent:  # it has ended meanwhile
        return 1
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    setproctitle(" ".join(["kit", *order["arguments"]]))
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    start_early(start_fork_server)
    return main(order["arguments"])


def run() -> int:
    """Serve the line whose number is the argument; in a forked process, run the server."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody has to wait for a child that has ended
    line = socket.socket(fileno=int(sys.argv[1]))
    preload()
    for name in IMPORTED:
        import_module(name)
    gc.collect()
    gc.freeze()  # so that no collection in a child writes into the memory they share
    own = os.getpid()
    order = serve(line)
    return 0 if order is None else become_server(order, own)


if __name__ == "__main__":
    sys.exit(run())
