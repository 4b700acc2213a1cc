"""A browser as far as HTTP goes: it keeps cookies, follows nothing and runs no script."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.processes import Server

SECONDS = 30
LOOK = 0.2  # seconds in which a socket is read
FORM = "application/x-www-form-urlencoded"
PONG = object()
PONG_CODE = 0xA  # of RFC 6455


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def words(self) -> str:
        """The page as a person reads it."""
        inline = re.sub(r"</?bdi>", "", self.text)  # no space stands for it
        body = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", inline, flags=re.DOTALL)
        return " ".join(unescape(body).split())

    @property
    def page(self) -> dict[str, Any]:
        """What a seat's page, a dashboard or a screen draws its widgets from."""
        found = re.search(r'id="kit-page">(.*?)</script>', self.text, re.DOTALL)
        assert found, self.words
        return dict(json.loads(found[1]))


class Visitor:
    """Somebody's browser."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, headers)

    def download(self, path: str) -> tuple[str, bytes]:
        """What a link to a file gives: the header that names it, and its content."""
        connection = HTTPConnection("127.0.0.1", self.server.links["port"], timeout=SECONDS)
        try:
            connection.request("GET", path, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            return answer.headers["Content-Disposition"], answer.read()
        finally:
            connection.close()

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Reply:
        body = urlencode(fields or {}).encode()
        usual = {"Content-Type": FORM, "Origin": self.server.origin}
        return self.ask("POST", path, usual | headers, body)

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> Reply:
        """Send a request exactly as it is given."""
        connection = HTTPConnection("127.0.0.1", self.server.links["port"], timeout=SECONDS)
        try:
            connection.request(method, path, body, {"Cookie": self.cookie, **headers})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.coded_value
        return Reply(answer.status, dict(answer.getheaders()), text)

    @property
    def cookie(self) -> str:
        """The header that carries the cookies."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def join(self) -> dict[str, Any]:
        """Ask for a seat and open its page; the line takes the seat."""
        assert self.post(f"/join/{self.server.code}").status == 303
        return self.get(f"/s/{self.server.code}").page

    def sit(self) -> dict[str, Any]:
        """Take a seat and leave its page open for a moment."""
        page = self.join()
        with self.open_seat_line(page) as line:
            line.leave()
        return page

    def open_line(self, path: str, **headers: str) -> Line:
        """Open a WebSocket, as this browser."""
        address = f"ws://127.0.0.1:{self.server.links['port']}{path}"
        return Line(address, {"Cookie": self.cookie, **headers})

    def open_seat_line(self, page: dict[str, Any]) -> Line:
        """Open the WebSocket of a seat's page and wait until it is up to date."""
        line = self.open_line(build_path(f"/s/{self.server.code}", page))
        line.hear_until(lambda frame: frame["type"] in ("hello", "page"))
        return line

    def open_page_line(self, path: str, page: dict[str, Any] | None = None) -> Line:
        """Open the WebSocket of a dashboard or screen; without its page, load the page first."""
        line = self.open_line(build_path(path, page or self.get(path).page))
        line.hear_until(lambda frame: frame["type"] in ("hello", "reload"))
        return line


def build_path(path: str, page: dict[str, Any]) -> str:
    """Where a page opens its line."""
    return f"{path}/live?kernel={page['kernel']}&seq={page['seq']}"


def read_frame(text: str) -> Any:
    """A frame of JSON, or plain words as they are."""
    try:
        return json.loads(text)
    except ValueError:
        return text


class Line:
    """One WebSocket. Use it in a `with` block, which closes it.

    Attributes:
        heard: Everything that came down.
    """

    def __init__(self, address: str, headers: dict[str, str]) -> None:
        self.heard: list[Any] = []
        self._coming: asyncio.Queue[Any] = asyncio.Queue()
        self._over = False
        self._loop = asyncio.new_event_loop()
        try:
            self._socket = self._wait_for(self._open(address, headers))
        except BaseException:
            self._loop.close()
            raise

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._wait_for(self._close())
        self._loop.close()

    def tell(self, frame: Any) -> None:
        """Send a frame: bytes and text as they are, anything else as JSON."""
        self._wait_for(self._send(frame))

    def hear(self) -> Any:
        """Wait for the next frame; None: the line has been closed."""
        frame = self._wait_for(self._coming.get())
        if frame is None:
            self._over = True
        elif frame is not PONG:
            self.heard.append(frame)
        return frame

    def hear_until(self, fits: Callable[[Any], bool]) -> Any:
        """Wait for a frame that fits.

        Raises:
            AssertionError: The line was closed before one came.
        """
        while not fits(frame := self.hear()):
            assert frame is not None, f"closed: {self._socket.close_reason}"
        return frame

    def hear_to_the_end(self) -> str:
        """Wait until the server closes the line.

        Returns:
            The reason it gave.
        """
        while self.hear() is not None:
            pass
        return self._socket.close_reason or ""

    def catch_up(self) -> list[Any]:
        """Wait for all that was sent before now: the answer to a ping comes behind it."""
        self._socket.on_pong = lambda _data: self._coming.put_nowait(PONG)
        self._wait_for(self._ping())
        while self.hear() is not PONG:
            assert not self._over, f"closed: {self._socket.close_reason}"
        return self.heard

    def look(self) -> list[Any]:
        """Take in what has arrived, and wait for nothing."""
        self._wait_for(asyncio.sleep(LOOK))
        while not self._coming.empty():
            self.hear()
        return self.heard

    def leave(self) -> None:
        """Close the line as a browser does whose page is closed."""
        self._wait_for(self._close(1001))

    def answer_ping(self) -> None:
        """Send what a browser sends when it was pinged."""
        self._wait_for(self._pong())

    def answer_no_pings(self) -> None:
        """Leave the server's pings unanswered from now on."""
        protocol = self._socket.protocol
        write = protocol._write_frame

        def write_others(fin: bool, opcode: int, data: bytes, **flags: Any) -> Any:
            return None if opcode == PONG_CODE else write(fin, opcode, data, **flags)

        protocol._write_frame = write_others

    def _wait_for(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(work, SECONDS))

    async def _open(self, address: str, headers: dict[str, str]) -> Any:
        request = HTTPRequest(address, headers=headers)
        return await websocket_connect(request, on_message_callback=self._take)

    def _take(self, message: str | bytes | None) -> None:
        self._coming.put_nowait(read_frame(message) if isinstance(message, str) else message)

    async def _send(self, frame: Any) -> None:
        plain = isinstance(frame, bytes | str)
        binary = isinstance(frame, bytes)
        await self._socket.write_message(frame if plain else json.dumps(frame), binary=binary)

    async def _ping(self) -> None:
        self._socket.ping()

    async def _pong(self) -> None:
        self._socket.protocol._write_frame(True, PONG_CODE, b"")

    async def _close(self, code: int | None = None) -> None:
        self._socket.close(code)
        while not self._over:
            self._over = await self._coming.get() is None
