"""What the phones of all other systems have in common: a page, open lines, and waiting."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from urllib.parse import urlsplit

from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

PATIENCE = 90  # seconds in which what a phone waits for must come
ANSWER = "Received"  # how every form's label begins when it answers
Fits = Callable[[str], bool]


class Visitor(ABC):
    """A phone that loads the page and opens what the page opens; its files are left out.

    Args:
        address: What is scanned.
        client: Who fetches it.
    """

    def __init__(self, address: str, client: SimpleAsyncHTTPClient) -> None:
        self._address, self._client = address, client
        self._host = urlsplit(address).netloc
        self._lines: list[WebSocketClientConnection] = []
        self._waiting: list[tuple[Fits, asyncio.Future[str]]] = []
        self._left = False

    async def join(self) -> float:
        """Load the page and open its lines.

        Returns:
            Seconds until the form could be drawn and its line was open.
        """
        started = time.time()
        await self._enter()
        return time.time() - started

    async def answer(self, text: str, number: int) -> float:
        """Type, move the slider and press Send, without waiting between them.

        Returns:
            Seconds until the label answered.
        """
        started = time.time()
        answered = self._wait_for(lambda message: ANSWER in message)
        await self._send(text, number)
        await answered
        return time.time() - started

    def close(self) -> None:
        """Leave."""
        self._left = True
        for line in self._lines:
            line.close()

    @abstractmethod
    async def _enter(self) -> None:
        """Get the form and open its lines."""

    @abstractmethod
    async def _send(self, text: str, number: int) -> None:
        """Tell the server what the page would tell it."""

    async def _load(self) -> HTTPResponse:
        return await self._client.fetch(
            self._address, request_timeout=PATIENCE, connect_timeout=PATIENCE
        )

    async def _open(self, path: str, cookie: str = "") -> WebSocketClientConnection:
        request = HTTPRequest(
            f"ws://{self._host}{path}",
            headers={"Cookie": cookie} if cookie else {},
            connect_timeout=PATIENCE,
        )
        line = await websocket_connect(request, on_message_callback=self._hear)
        self._lines.append(line)
        return line

    def _wait_for(self, fits: Fits) -> asyncio.Future[str]:
        """The first message from now on that fits."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[str] = loop.create_future()
        self._waiting.append((fits, future))
        loop.call_later(PATIENCE, self._end_wait, future, f"nothing came for {PATIENCE} s")
        return future

    def _hear(self, message: str | bytes | None) -> None:
        if message is None and not self._left:
            for _fits, future in self._waiting:
                self._end_wait(future, "the server closed the line")
        if isinstance(message, str):
            self._take(message)
            for waiting in list(self._waiting):
                fits, future = waiting
                if future.done() or fits(message):
                    self._waiting.remove(waiting)
                    if not future.done():
                        future.set_result(message)

    @abstractmethod
    def _take(self, message: str) -> None:
        """Do with a message what the page does with it."""

    @staticmethod
    def _end_wait(future: asyncio.Future[str], reason: str) -> None:
        if not future.done():
            future.set_exception(TimeoutError(f"a phone: {reason}"))
