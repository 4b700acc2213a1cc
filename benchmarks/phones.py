"""Phones as far as HTTP and WebSocket go: they join, answer and hear, and draw nothing."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import ssl
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

SECONDS = 300
PATIENCE = 90  # seconds in which what a phone waits for must come
PARTS = re.compile(r'(?:href|src)="([^"]*/(?:static|sheets)/[^"]+)"')
CARRIED = re.compile(r'id="kit-sources">(.*?)</script>', re.DOTALL)
FORM = re.compile(r'<form action="([^"]+)" method="post"')
FIELDS = "application/x-www-form-urlencoded"
JSON = "application/json"
Frame = dict[str, Any]


class Phone:
    """One participant's phone.

    Args:
        port: The server's port on this machine, or that of a proxy before it.
        code: The session's code.
        base: Path before all of the kit's addresses.
        tls: What certificates it trusts; None for plain HTTP.

    Attributes:
        received: Bytes that have come down, without the WebSocket's own framing.
        requests: How many it took.
        page: What the form is drawn from.
    """

    def __init__(
        self, port: int, code: str, *, base: str = "", tls: ssl.SSLContext | None = None
    ) -> None:
        self.received = self.requests = 0
        self.page: dict[str, Any] = {}
        self._code, self._base, self._tls = code, base, tls
        self._host, self._port = "127.0.0.1" if tls is None else "localhost", port
        self._cookies: dict[str, str] = {}
        self._known: set[str] = set()
        self._waiting: list[tuple[Callable[[Frame], bool], asyncio.Future[float]]] = []
        self._number = 0
        self._line: WebSocketClientConnection | None = None

    async def join(self) -> tuple[float, float]:
        """Open the link, load its script, press Join, get the form, open the line.

        Returns:
            Seconds until the form was there, and until its line was open.
        """
        started = time.time()
        await self.enter()
        drawn = time.time() - started
        await self.open_line()
        return drawn, time.time() - started

    async def enter(self) -> None:
        """Open the link, load its script, press Join and get the form."""
        self._reader, self._writer = await asyncio.open_connection(
            self._host, self._port, ssl=self._tls, limit=2**20
        )
        try:
            door = await self._load(f"{self._base}/join/{self._code}")
            pressed = FORM.search(door)
            carried = f"carried={'.'.join(list_carried(door))}".encode()
            seat = json.loads(await self._ask("POST", pressed[1] if pressed else "", carried))
            self.take_page(seat["page"])
        finally:
            self._writer.close()

    def take_page(self, page: dict[str, Any]) -> None:
        """Draw a form, as far as it goes here."""
        self.page = page
        self._state = {comm: model["state"] for comm, model in page["state"].items()}

    async def open_line(self) -> None:
        """Open the WebSocket and wait until the page is up to date."""
        query = f"kernel={self.page['kernel']}&seq={self.page['seq']}"
        scheme = "ws" if self._tls is None else "wss"
        place = f"{scheme}://{self._host}:{self._port}{self._base}"
        address = f"{place}/s/{self._code}/live?{query}"
        ready = self.wait_for(lambda frame: frame["type"] in ("hello", "page"))
        request = HTTPRequest(
            address,
            headers={"Cookie": self.cookie},
            connect_timeout=SECONDS,
            ssl_options=self._tls,
        )
        self._line = await websocket_connect(request, on_message_callback=self._hear)
        await ready

    async def answer(self, text: str, number: int) -> float:
        """Type, choose, press Send and wait for the receipt, each when the last has arrived.

        Returns:
            Seconds from the first key to "Received".
        """
        started = time.time()
        await self._change(self._find("max_length"), value=text)
        await self._change(self._find("low_label"), value=number)
        return await self._press_send() - started

    async def choose(self, value: str) -> float:
        """Choose one option and press Send.

        Returns:
            When Send was pressed, in seconds since the epoch.
        """
        await self._change(self._find("max_choices"), value=[value])
        pressed = time.time()
        await self._press_send()
        return pressed

    def wait_for(self, fits: Callable[[Frame], bool]) -> asyncio.Future[float]:
        """When the first frame that fits will have come, in seconds since the epoch."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting.append((fits, future))
        asyncio.get_running_loop().call_later(PATIENCE, self._end_wait, future)
        return future

    def _end_wait(self, future: asyncio.Future[float]) -> None:
        if not future.done():
            future.set_exception(TimeoutError(f"a phone heard nothing for {PATIENCE} s"))

    def wait_for_words(self, words: str) -> asyncio.Future[float]:
        """When a widget will have come to show something, words or markup."""

        def shows(frame: Frame) -> bool:
            state = frame.get("data", {}).get("state", {}) if frame["type"] == "msg" else {}
            return any(isinstance(value, str) and words in value for value in state.values())

        return self.wait_for(shows)

    def close(self) -> None:
        """Put it away."""
        if self._line is not None:
            self._line.close()

    async def _press_send(self) -> float:
        button = next(
            comm for comm, state in self._state.items() if state.get("description") == "Send"
        )
        received = self.wait_for_words("Received")
        await self._tell(button, {"method": "custom", "content": {"event": "click"}})
        return await asyncio.wait_for(received, SECONDS)

    async def _change(self, comm: str, **state: Any) -> None:
        self._number += 1
        number = self._number
        done = self.wait_for(lambda frame: frame["type"] == "idle" and frame["id"] == number)
        data = {"method": "update", "state": state, "buffer_paths": []}
        await self._tell(comm, data, number)
        await asyncio.wait_for(done, SECONDS)

    async def _tell(self, comm: str, data: Frame, number: int = 0) -> None:
        if not number:
            self._number += 1
        frame = {"id": number or self._number, "comm": comm, "data": data, "buffers": []}
        assert self._line is not None
        await self._line.write_message(json.dumps(frame))

    def _find(self, trait: str) -> str:
        return str(next(comm for comm, state in self._state.items() if trait in state))

    def _hear(self, message: str | bytes | None) -> None:
        if not isinstance(message, str):
            self._give_up("the server closed the line")
            return
        self.received += len(message)
        frame = json.loads(message)
        if frame["type"] == "page":
            self.take_page(frame["page"])
        now = time.time()
        for waiting in list(self._waiting):
            fits, future = waiting
            if future.done() or fits(frame):
                self._waiting.remove(waiting)
                if not future.done():
                    future.set_result(now)

    def _give_up(self, reason: str) -> None:
        for _fits, future in self._waiting:
            if not future.done():
                future.set_exception(RuntimeError(reason))
        self._waiting.clear()

    async def _load(self, path: str) -> str:
        text = await self._ask("GET", path)
        for part in PARTS.findall(text):
            if part not in self._known:
                self._known.add(part)
                await self._ask("GET", part)
        return text

    async def _ask(self, method: str, path: str, body: bytes | None = None) -> str:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}:{self._port}"]
        lines += ["Accept-Encoding: gzip", f"Cookie: {self.cookie}"]
        if body is not None:
            lines += [f"Accept: {JSON}", f"Content-Type: {FIELDS}"]
            lines += [f"Content-Length: {len(body)}"]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + (body or b""))
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, headers = read_head(head)
        content = await self._read_body(headers)
        self.received += len(head) + len(content)
        self.requests += 1
        if status != 200:
            msg = f"{method} {path} was answered with {status}"
            raise RuntimeError(msg)
        for line in headers.get("set-cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.coded_value
        if PARTS.match(f'src="{path}"'):
            return ""
        packed = headers.get("content-encoding") == ["gzip"]
        return (gzip.decompress(content) if packed else content).decode()

    async def _read_body(self, headers: dict[str, list[str]]) -> bytes:
        if headers.get("transfer-encoding") != ["chunked"]:
            return await self._reader.readexactly(int(headers.get("content-length", ["0"])[0]))
        parts = []
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return b"".join(parts)

    @property
    def cookie(self) -> str:
        """The header that carries its cookies."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())


def read_head(head: str) -> tuple[int, dict[str, list[str]]]:
    """Status and headers of an HTTP answer, the names in small letters."""
    first, *lines = head.strip().split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    return int(first.split()[1]), headers


def list_carried(door: str) -> list[str]:
    """Names of the widgets' scripts and styles that a join page carries."""
    carried = CARRIED.search(door)
    return list(json.loads(carried[1])) if carried else []
