"""A process that has imported what every kernel needs, and splits one off when it is asked to.

A kernel that begins as its own program spends a second of processor time on imports. A forked one
has them already, and shares with all others the memory that they fill. Whoever asks holds the
other end of a socket pair: an order comes in as a line of JSON, and a handle for the new process
goes back (`pidfd_open(2)`). The fork server ends when that line is closed, and its kernels end with
it.

It has one thread, for only the thread that forks lives on in a child, and of a session it
hears no more than where a kernel's channels lie.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
from importlib import import_module
from typing import Any

from setproctitle import setproctitle

from kit.room.ipykernel_launcher import launch, leave_folder
from kit.room.limits import end_with_server
from kit.room.patches import do_without_debugger, do_without_grammar
from kit.room.warm import NAMES

PRIVATE = 0o077  # what kernels make is this account's alone
FAILED = b"\1"
FORKED = b"\0"


def preload() -> None:
    """Import what kernels need. Nothing may start a thread or open a connection."""
    do_without_grammar()
    do_without_debugger()
    for name in ("kit.room.kernel", *NAMES):
        import_module(name)


def serve(line: socket.socket) -> dict[str, Any] | None:
    """Fork a kernel for every order that comes.

    Returns:
        In each forked process its order; in the fork server None, when the line has been closed.
    """
    orders = line.makefile("rb")
    for order in orders:
        try:
            pid = os.fork()
        except OSError:
            line.sendall(FAILED)
            continue
        if pid == 0:
            orders.close()
            line.close()
            return dict(json.loads(order))
        _tell(line, pid)
    return None


def become_kernel(order: dict[str, Any], parent: int) -> None:
    """Make a forked process what it would be, had it been started by its command.

    Args:
        order: {"command": what would start such a kernel as a program, "env": all its variables,
            "cwd": a folder}.
        parent: Process id of the fork server.
    """
    end_with_server()
    if os.getppid() != parent:  # it has ended meanwhile
        os._exit(0)
    os.setsid()  # it leads a group of its own
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    command = order["command"]
    setproctitle(" ".join(command))  # before the environment: the words stand in its place
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    sys.argv = [*command[2:], f"--IPKernelApp.parent_handle={parent}"]


def main() -> None:
    """Serve the line whose number is the argument; in a forked process, run the kernel."""
    os.umask(PRIVATE)
    leave_folder()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody has to wait for a child that has ended
    line = socket.socket(fileno=int(sys.argv[1]))
    preload()
    gc.collect()
    gc.freeze()  # so that no collection in a child writes into the memory they share
    own, order = os.getpid(), None
    with contextlib.suppress(OSError):  # whoever asked is gone
        order = serve(line)
    if order is not None:
        become_kernel(order, own)
        launch()


def _tell(line: socket.socket, pid: int) -> None:
    """Pass on a handle for a child, or that it has ended already."""
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        line.sendall(FAILED)
        return
    socket.send_fds(line, [FORKED + pid.to_bytes(4, "big")], [handle])
    os.close(handle)


if __name__ == "__main__":
    main()
