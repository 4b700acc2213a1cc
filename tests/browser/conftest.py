"""A real server, a real Chromium, and people with windows of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
)

from kit.store import Store, open_store
from tests.browser.chromium import Launcher, start_launcher
from tests.places import WORKSHOPS
from tests.processes import ROOM, Server, find_kernels
from tests.server.visitor import Visitor

PHONE = ViewportSize(width=360, height=740)
PROJECTOR = ViewportSize(width=1280, height=720)
PATIENCE = 60  # seconds until a test gives up

# What Jupyter's front end raises when its kernel goes, before our page loads itself again.
JUPYTERS_OWN = ("Kernel connection disconnected", "Canceled future for execute_request message")

OpenPage = Callable[..., Page]
Serve = Callable[..., Server]

expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def launcher() -> Iterator[Launcher]:
    with start_launcher() as launcher:
        yield launcher


@pytest.fixture
def chromium(launcher: Launcher) -> Browser:
    return launcher.get()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    servers: list[Server] = []

    def start(*arguments: str) -> Server:
        given = [*arguments, "--host", "127.0.0.1"]
        if "--port" not in arguments:
            given += ["--port", "0"]
        server = Server(*given, log=tmp_path / "server.log")
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests of a file that need none of their own; its session is over."""
    given = ("demo", "--participants", "0", "--host", "127.0.0.1", "--port", "0")
    house = Server(*given, log=tmp_path_factory.mktemp("house") / "server.log")
    end_session(house)
    yield house
    house.stop()


@pytest.fixture(scope="module")
def offer() -> str:
    """What the sessions of a file play, as the form for a new one sends it."""
    return "only:marble_jar.ipynb"


@pytest.fixture
def server(house: Server, offer: str) -> Iterator[Server]:
    """The server of the file, with a new session that is this test's alone."""
    server = begin_session(house, offer)
    yield server
    end_session(server)


@dataclass
class Hall:
    """One server for all that a file plays of the shipped exercises, and its store.

    Attributes:
        server: Its own session is over.
        store: What it keeps.
        seen: What axe has seen of its pages.
    """

    server: Server
    store: Store
    seen: set[tuple[str, str]]


@pytest.fixture(scope="package")
def seen() -> set[tuple[str, str]]:
    """What axe has seen so far, in this file and in those before."""
    return set()


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, seen: set[tuple[str, str]]) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("hall")
    data = str(folder / "kit.db")
    given = ("serve", str(WORKSHOPS), "--data", data, "--host", "127.0.0.1", "--port", "0")
    server = Server(*given, log=folder / "server.log")
    store = open_store(data)
    end_session(server)
    yield Hall(server, store, seen)
    store.close()
    server.stop()


def begin_session(house: Server, offer: str, follows: str = "") -> Server:
    """Begin a session; gives the same server with this session's links."""
    fields = {"title": "Workshop", "agenda": offer, "follows": follows}
    made = open_with_key(house).post("/facilitate", fields)
    assert made.status == 303, made.words
    code = made.headers["Location"].rpartition("/")[2]
    server = copy(house)
    links = {name: link for name, link in house.links.items() if name.endswith("_url")}
    moved = {name: str(link).replace(house.code, code) for name, link in links.items()}
    server.links = {**house.links, **moved, "code": code}
    return server


def end_session(server: Server) -> None:
    """End the server's session, and wait until the kernel of its room is gone."""
    ended = open_with_key(server).post(f"/facilitate/{server.code}/end", {"sure": "yes"})
    assert ended.status == 303, ended.words
    wait_for_room(server)


def wait_for_room(server: Server) -> None:
    """Wait until the kernel of a session that is over is gone."""
    end = time.monotonic() + PATIENCE
    while find_kernels(server.pid, ROOM):
        assert time.monotonic() < end, "the kernel of a session that is over stays"
        time.sleep(0.05)


def open_with_key(server: Server) -> Visitor:
    facilitator = Visitor(server)
    path = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert facilitator.get(path).status == 303
    return facilitator


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Opens an address in a window of its own; a request to another host fails the test."""
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    faults: list[str] = []

    def open_window(
        address: str, size: ViewportSize = PHONE, before: Callable[[Page], None] | None = None
    ) -> Page:
        context = chromium.new_context(viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: check_host(request.url))
        page.on("websocket", lambda socket: check_host(socket.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        if before is not None:
            before(page)
        page.goto(address)
        return page

    def check_host(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            outside.append(url)

    yield open_window
    for context in contexts:
        context.close()
    assert outside == []
    assert [fault for fault in faults if fault not in JUPYTERS_OWN] == []
