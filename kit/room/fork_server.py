"""A process that has imported what every kernel needs, and splits one off when it is asked to.

A kernel that begins as its own program spends a second of processor time on imports. A forked one
has them already, and shares with all others the memory that they fill. So does the command that
writes a report. Whoever asks holds the other end of a socket pair: an order comes in as a line of
JSON, and a handle for the new process goes back (`pidfd_open(2)`). The fork server ends when that
line is closed, and what it has forked ends with it.

It has one thread, for only the thread that forks lives on in a child, and of a session it
hears no more than where a kernel's channels lie, and the code of one whose report is asked for.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import runpy
import signal
import socket
import sys
from importlib import import_module
from pathlib import Path
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
    """Fork a kernel, or another command, for every order that comes.

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


def become(order: dict[str, Any], parent: int) -> None:
    """Make a forked process what it would be, had it been started by its command.

    Args:
        order: {"command": what would start it as a program, a module with its arguments, "env": all
            its variables, "cwd": a folder}; and "status" where it is no kernel, see `run_command`.
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
    sys.argv = command[2:]


def run_command(module: str, status: Path) -> None:
    """Run a module to its end, as `python -m` does, and without a word.

    Args:
        module: Its name.
        status: File that then holds the exit status; there is none where the process was ended.
    """
    with open(os.devnull, "r+b", buffering=0) as nowhere:
        for place in range(3):
            os.dup2(nowhere.fileno(), place)
    told: object = 1
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        told = 0
    except SystemExit as end:
        told = end.code or 0
    finally:
        status.write_text(str(told), "utf-8")


def main() -> None:
    """Serve the line whose number is the argument; in a forked process, run what was ordered."""
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
    if order is None:
        return
    become(order, own)
    if "status" in order:
        run_command(order["command"][2], Path(order["status"]))
    else:
        sys.argv.append(f"--IPKernelApp.parent_handle={own}")
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
