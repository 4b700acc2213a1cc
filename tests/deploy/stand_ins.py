"""Servers that say their name, in the place of kits, for what a proxy decides by itself."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

SECONDS = 30
GONE = 503


class StandIn:
    """One server, which serves until it is closed.

    Args:
        name: What it says.
        port: Where; 0 for a free port.

    Attributes:
        port: Where it listens.
        ready: What it answers where its health is asked; None for nothing, ever.
        status: What it answers everywhere else.
        asked: How often it was asked, by method and path.
    """

    def __init__(self, name: str, port: int = 0) -> None:
        self.name = name
        self.ready: int | None = 200
        self.status = 200
        self.asked: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._call(self._open(port))

    def close(self) -> None:
        """Listen no more, and break every line."""
        self._call(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    def _call(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    async def _open(self, port: int) -> HTTPServer:
        node = {"node": self}
        doors = [
            (r"/readyz", Ready, node),
            (r"/(?:static|sheets|sources|theme)/(.*)", File, node),
            (r"/s/[^/]+/live", Line, node),
            (r"/.*", Page, node),
        ]
        server = HTTPServer(Application(doors, log_function=lambda _: None))
        sockets = bind_sockets(port, "127.0.0.1")
        self.port: int = sockets[0].getsockname()[1]
        server.add_sockets(sockets)
        return server

    async def _shut(self) -> None:
        self._server.stop()
        await self._server.close_all_connections()


@contextmanager
def hold_port(port: int) -> Iterator[None]:
    """Keep others from a port on which nobody listens for now."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", port))
        yield


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for what another process does.

    Raises:
        AssertionError: It does not.
    """
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, "it has not come to that"
        time.sleep(0.05)


class Page(RequestHandler):
    """Any page: the server's name, and what came with the request."""

    def initialize(self, node: StandIn) -> None:
        self.node = node

    def prepare(self) -> None:
        """Count, and answer as a server does that is about to end where this one is to."""
        self.node.asked[f"{self.request.method} {self.request.path}"] += 1
        if self.node.status != 200:
            self.set_status(self.node.status)
            self.finish({"node": self.node.name})

    async def get(self, *_: str) -> None:
        """Say who answers, and what came with the request."""
        names = ("X-Forwarded-For", "X-Forwarded-Proto", "Host")
        told = {name: self.request.headers.get_list(name) for name in names}
        self.finish({"node": self.node.name, "headers": told})

    post = get


class Ready(Page):
    """What a proxy asks to know whether the server is well."""

    def prepare(self) -> None:
        self.node.asked["readyz"] += 1

    async def get(self, *_: str) -> None:
        if self.node.ready is None:
            await asyncio.Event().wait()
        self.set_status(self.node.ready or GONE)


class File(Page):
    """A file: the server has those that begin with its name."""

    async def get(self, *given: str) -> None:
        """The file, or that there is none."""
        self.set_status(200 if given[0].startswith(self.node.name) else 404)
        await super().get()


class Line(WebSocketHandler, Page):
    """A phone's line: it says the server's name to whatever it hears."""

    async def get(self, *_: str) -> None:
        await WebSocketHandler.get(self)

    def on_message(self, _message: str | bytes) -> None:
        self.write_message(self.node.name)
