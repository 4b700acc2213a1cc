"""A room on a real server, seen from outside: phones that say anything, and every process of it."""

from __future__ import annotations

import json
import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from tornado.websocket import WebSocketClosedError

from kit.forms.form import PAUSE
from kit.server.handlers.socket import PING_SECONDS
from kit.session.session import Phase
from tests.processes import ROOM, Server, find_kernels
from tests.server.visitor import Line, Visitor

State = dict[str, Any]
CLICK = {"method": "custom", "content": {"event": "click"}}


class Window:
    """A page with its line, and the widgets on it by what they are."""

    def __init__(self, visitor: Visitor, page: State, line: Line) -> None:
        self.visitor = visitor
        self.page = page
        self.line = line
        self._number = 0

    def find(self, fits: Callable[[State], bool]) -> str:
        """The comm of the first widget whose state fits."""
        return str(next(comm for comm, model in self.page["state"].items() if fits(model["state"])))

    def find_prompt(self, name: str) -> str:
        """The comm of a prompt's control."""
        return self.find(lambda state: state.get("prompt") == name)

    def find_button(self, *names: str) -> str:
        """The comm of a button that had one of these names when the page was made."""
        return self.find(lambda state: state.get("description") in names)

    def tell(self, comm: str, data: State) -> int:
        """Send a message."""
        self._number += 1
        self.line.tell({"id": self._number, "comm": comm, "data": data})
        return self._number

    def say(self, comm: str, data: State) -> None:
        """Send a message, and wait until the kernel is done with it."""
        number = self.tell(comm, data)
        self.line.hear_until(lambda frame: frame == {"type": "idle", "id": number})

    def fill(self, prompt: str, value: object) -> None:
        """Answer a prompt."""
        self.say(self.find_prompt(prompt), {"method": "update", "state": {"value": value}})

    def press(self, *names: str) -> None:
        """Press a button."""
        self.say(self.find_button(*names), CLICK)

    def send(self) -> None:
        """Press the form's one button, whatever it says by now."""
        self.press("Send", "Change my answer")

    def send_on(self) -> None:
        """Press it once more after a while: at once, it is taken for the second tap of two."""
        time.sleep(PAUSE)
        self.send()

    def wait_for(self, comm: str, **state: object) -> None:
        """Wait until a widget is told to be so."""
        self.line.hear_until(
            lambda frame: (
                frame["type"] == "msg"
                and frame["comm"] == comm
                and state.items() <= frame["data"].get("state", {}).items()
            )
        )

    def close(self) -> None:
        """Go away."""
        with suppress(WebSocketClosedError, TimeoutError):
            self.line.__exit__()


def join(server: Server) -> Window:
    """A participant with an open page."""
    visitor = Visitor(server)
    page = visitor.join()
    return Window(visitor, page, visitor.open_seat_line(page))


def open_window(server: Server, path: str, *, key: bool = False) -> Window:
    """A dashboard or a screen."""
    visitor = Visitor(server)
    if key:
        visitor.get(str(server.links["facilitator_url"]).removeprefix(server.origin))
    page = visitor.get(path).page
    return Window(visitor, page, visitor.open_page_line(path, page))


def go_on(console: Window, phase: Phase) -> None:
    """The facilitator presses the button that goes on from a phase."""
    dock = console.find(lambda state: "kit-dock" in state.get("_dom_classes", ()))
    children = console.page["state"][dock]["state"]["children"]
    comms = [str(each).removeprefix("IPY_MODEL_") for each in children]
    models = console.page["state"]
    buttons = [
        comm for comm in comms if "kit-next" in models[comm]["state"].get("_dom_classes", ())
    ]
    console.say(buttons[list(Phase).index(phase)], CLICK)


@contextmanager
def serve_probed(folder: Path) -> Iterator[tuple[Server, Path]]:
    """A server of `folder`/workshops whose processes tell what they hold.

    It is a program of its own: what looks into its processes comes with their path.

    Yields:
        The server, and the folder in which each process listens to `ask_probe`.
    """
    with (
        tempfile.TemporaryDirectory(prefix="kit-") as probes,
        pytest.MonkeyPatch.context() as patch,
    ):
        own, path = str(Path(__file__).parent / "probe"), os.environ.get("PYTHONPATH", "")
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [own, path])))
        patch.setenv("KIT_PROBE", probes)
        server = Server(
            *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
            *("--host", "127.0.0.1", "--port", "0"),
            log=folder / "server.log",
            wiped=True,
        )
        try:
            yield server, Path(probes)
        finally:
            server.stop()


def wait_for(windows: Sequence[Window], work: Callable[..., Any], *arguments: Any) -> Any:
    """Do what takes long, while every browser answers the server's pings."""
    with ThreadPoolExecutor(1) as pool:
        coming, done = pool.submit(work, *arguments), False
        while not done:
            done = bool(wait([coming], PING_SECONDS / 4).done)
            for window in windows:
                window.line.catch_up()
        return coming.result()


def search_process(
    windows: Sequence[Window], server: Server, probes: Path, pid: int, marks: Sequence[str]
) -> dict[str, list[str]]:
    """Search the objects of a process of the server, while pages stay open: text -> paths to it."""
    if pid == server.pid:  # while it is searched it answers nobody
        return ask_probe(probes, pid, marks)
    told: dict[str, list[str]] = wait_for(windows, ask_probe, probes, pid, marks)
    return told


def ask_probe(probes: Path, pid: int, marks: Sequence[str]) -> dict[str, list[str]]:
    """Search a process's objects: text -> paths to it."""
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(str(probes / f"{pid}.sock"))
        with link.makefile("rw", encoding="utf-8") as lines:
            lines.write(json.dumps([mark[::-1] for mark in marks]) + "\n")
            lines.flush()
            told = json.loads(lines.readline())
    assert isinstance(told, dict), told
    return {mark: told[mark] for mark in marks}


def list_processes(server: Server) -> dict[int, str]:
    """The server and all below it, the oldest first: process id -> what it is."""
    rooms, kernels = find_kernels(server.pid, ROOM), find_kernels(server.pid)
    below = [each.pid for each in psutil.Process(server.pid).children(recursive=True)]
    forks = {each: f"fork server {each}" for each in below if each not in kernels}
    pages = {each: f"{'room' if each in rooms else 'page'} kernel {each}" for each in kernels}
    return {server.pid: "server"} | forks | pages
