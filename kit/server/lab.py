"""A JupyterLab beside the server, for whoever edits the notebooks."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from jupyter_server.serverapp import list_running_servers

from kit.errors import ServerError
from kit.room.limits import end_with_server

READY_SECONDS = 90.0
CONNECT = 5.0  # seconds a first answer may take
LOOK = 0.2  # seconds between two looks whether it is ready
ENDING = 10.0  # seconds it may take to end its kernels
LINES = 6  # of what it said last, where it could not start
NO_NETWORK = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
FAILED = "JupyterLab could not start. It said:\n{said}"
LATE = "JupyterLab did not get ready. Start it by itself: jupyter lab"


class Lab:
    """A JupyterLab of this account's alone: on this machine, with a token of its own.

    Args:
        folder: Its root.
        log: Where it writes what it has to say.
        port: The port it takes; the next free one where that is taken.
        given: Settings that are added to its environment.
        left_out: Settings of this process's environment that it is not given.
    """

    def __init__(
        self,
        folder: Path,
        log: Path,
        port: int,
        given: Mapping[str, str] = MappingProxyType({}),
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        self._token = secrets.token_hex(24)
        self._log = log
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip", "127.0.0.1"),
            *("--port", str(port), "--ServerApp.port_retries=100", *NO_NETWORK),
            f"--ServerApp.root_dir={folder.resolve()}",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")  # who has started us as root has decided that
        environment = {name: each for name, each in os.environ.items() if name not in left_out}
        environment |= given
        with log.open("wb") as said:
            self._process = self._begin(command, environment, said)

    def __repr__(self) -> str:
        return f"<Lab, {'running' if self._process.poll() is None else 'ended'}>"

    def wait(self) -> str:
        """Wait until it is ready.

        Returns:
            Its address, with the token.

        Raises:
            ServerError: It has ended, or does not get ready; the message says what it said.
        """
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            for server in list_running_servers():
                # It tells its address before it listens there.
                if server.get("token") == self._token and listens(server["port"]):
                    return f"{server['url']}lab?token={self._token}"
            if self._process.poll() is not None:
                lines = self._log.read_text("utf-8", "replace").strip().splitlines()
                raise ServerError(FAILED.format(said="\n".join(lines[-LINES:])))
            time.sleep(LOOK)
        raise ServerError(LATE)

    def close(self) -> None:
        """End it with its kernels."""
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(ENDING)
        self._process.kill()
        self._process.wait()

    def _begin(
        self, command: list[str], environment: dict[str, str], said: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        """Start it apart from the terminal: its Ctrl+C is ours, and we end it."""
        apart: dict[str, Any] = {"start_new_session": True, "preexec_fn": end_with_server}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        return subprocess.Popen(  # noqa: S603 -- our own command
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            # In the environment: everybody on this machine can read a command line.
            env={**environment, "JUPYTER_TOKEN": self._token},
            **apart,
        )


def listens(port: int) -> bool:
    """Whether somebody listens at a port of this machine."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), CONNECT):
        return True
    return False
