"""ipykernel's launcher, with no port on the loopback.

On the loopback every account of the machine can knock. A kernel's channels are socket files in a
private folder; ipykernel's own pipe, through which processes that it has forked print, would still
be a TCP port. Here it is a socket file beside the others.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import zmq
from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread
from zmq.eventloop.zmqstream import ZMQStream

from kit.room.context import take_data
from kit.room.patches import do_without_debugger, do_without_grammar, hear_forks_with

PREFIX = "ipc://"
LINGER = 3000  # milliseconds in which the last words of a forked process may still leave


class IOPubByFile(IOPubThread):
    """Hears forked processes on a socket file, wherever the kernel's channels are files."""

    def _setup_pipe_in(self) -> None:
        endpoint = self.socket.get(zmq.LAST_ENDPOINT).decode().rstrip("\0")
        if not endpoint.startswith(PREFIX):  # Windows: TCP, and a word only the processes know
            super()._setup_pipe_in()  # type: ignore[no-untyped-call]
            return
        self._pipe_address = f"{endpoint}p"
        self._pipe_uuid = os.urandom(16)
        pipe = self.socket.context.socket(zmq.PULL)
        pipe.linger = 0
        pipe.bind(self._pipe_address)
        self._pipe_in = ZMQStream(pipe, self.io_loop)
        self._pipe_in.on_recv(self._handle_pipe_msg)

    def _setup_pipe_out(self) -> Any:
        if not hasattr(self, "_pipe_address"):
            return super()._setup_pipe_out()  # type: ignore[no-untyped-call]
        context = zmq.Context()  # a forked process may not use its parent's
        pipe = context.socket(zmq.PUSH)
        pipe.linger = LINGER
        pipe.connect(self._pipe_address)
        return context, pipe


def leave_folder() -> None:
    """Let a notebook's neighbours be no modules of the kernel, as ipykernel does."""
    if sys.path[0] == "" or Path(sys.path[0]) == Path.cwd():
        del sys.path[0]


def launch() -> None:
    """Run a kernel as the command line says."""
    take_data()
    hear_forks_with(IOPubByFile)
    kernelapp.launch_new_instance()


def main() -> None:
    """Run a kernel as a program of its own."""
    leave_folder()
    do_without_grammar()
    do_without_debugger()
    launch()


if __name__ == "__main__":
    main()
