"""A real server, a real Chromium, and people with windows of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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

from tests.browser.chromium import Launcher, start_launcher
from tests.processes import Server

PHONE = ViewportSize(width=360, height=740)
PROJECTOR = ViewportSize(width=1280, height=720)

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
