"""A phone's line as `kit/client/src/connection.js` keeps it: its back-off, its repeats, its end."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tornado.httpclient import HTTPRequest, _RequestProxy
from tornado.httputil import HTTPHeaders
from tornado.websocket import WebSocketClientConnection

from benchmarks.torture.record import Record

FIRST_WAIT = 0.5  # seconds, as all below: the numbers of connection.js
LONGEST_WAIT = 10.0
OPENING = 8.0
SILENCE = 50.0
DIALLING = 60.0
Frame = dict[str, Any]


@dataclass
class Message:
    """What is to be sent, until the kernel is done with it."""

    frame: Frame
    repeated: bool = False
    refused: bool = False


class Socket:
    """One WebSocket, which can be closed as a browser closes it, or cut as a network cuts it."""

    def __init__(self, request: HTTPRequest, hear: Callable[[Socket, str | None], None]) -> None:
        def take(message: str | bytes | None) -> None:
            hear(self, message if isinstance(message, str) else None)

        request.headers = HTTPHeaders(request.headers)
        asked: Any = _RequestProxy(request, HTTPRequest._DEFAULTS)  # as `websocket_connect` does
        self._socket = WebSocketClientConnection(asked, on_message_callback=take)
        self.opened = self._socket.connect_future
        self.opened.add_done_callback(lambda done: done.cancelled() or done.exception())

    def send(self, text: str) -> None:
        """Send a frame, as far as there is somebody to send it to."""
        if self._socket.protocol is not None and not self._socket.protocol.is_closing():
            self._socket.write_message(text)

    def close(self) -> None:
        """Close it, also while it is still being opened."""
        if self._socket.protocol is not None:
            self._socket.close()
        else:
            self.cut()

    def cut(self, begun: bytes = b"") -> None:
        """End the connection below it without a word, perhaps in the middle of a frame."""
        stream = getattr(
            self._socket.protocol or getattr(self._socket, "connection", None), "stream", None
        )
        if stream is None or stream.closed():
            return
        if begun:
            stream.write(begun)
        stream.close()


class Connection:
    """The line to the server, and what is still to be sent.

    Args:
        build_request: The request that opens it, for the page as it is.
        on_frame: Called with every frame that comes down.
        record: Where everything is written down.

    Attributes:
        dropped: Messages that were given up without the kernel being done with them.
        ready: Whether the line is open and the page up to date.
    """

    def __init__(
        self,
        build_request: Callable[[], HTTPRequest],
        on_frame: Callable[[Frame], None],
        record: Record,
    ) -> None:
        self.dropped: list[Frame] = []
        self.ready = self.over = False
        self._build_request, self._on_frame, self._record = build_request, on_frame, record
        self._socket: Socket | None = None
        self._abandoned: list[Socket] = []
        self._waiting: list[Message] = []
        self._under_way: dict[int, Message] = {}
        self._comms: set[str] = set()
        self._fresh = True
        self._tries = 0
        self._timer: asyncio.TimerHandle | None = None
        self._silence: asyncio.TimerHandle | None = None
        self._number = int(time.time() * 1000)

    def open(self) -> None:
        """Open the line, unless it is open or opening."""
        if self._socket is not None or self.over:
            return
        self._record.add("dial")
        self._socket = socket = Socket(self._build_request(), self._take)
        self._plan(OPENING, lambda: self._lose(socket, "not open in time"))
        socket.opened.add_done_callback(lambda done: self._opened(socket, done))

    def send(self, comm: str, data: Frame) -> int:
        """Send a message, now or when the line is back; not for a widget that has gone."""
        self._number += 1
        frame = {"id": self._number, "comm": comm, "data": data, "buffers": []}
        if comm in self._comms:
            self._waiting.append(Message(frame))
            self._flush()
        else:
            self._drop(Message(frame), "no such widget")
        return self._number

    def is_done_with(self, number: int) -> bool:
        """Whether a message has been worked off, or given up."""
        waiting = any(each.frame["id"] == number for each in self._waiting)
        return not waiting and number not in self._under_way

    def keep_comms(self, comms: set[str]) -> None:
        """From now on these are the page's widgets; what waits for others is dropped."""
        self._comms = set(comms)
        for message in [*self._under_way.values(), *self._waiting]:
            if message.frame["comm"] not in comms:
                self._drop(message, "its widget has gone")
        self._waiting = [each for each in self._waiting if each.frame["comm"] in comms]
        self._under_way = {
            key: each for key, each in self._under_way.items() if each.frame["comm"] in comms
        }

    def end(self) -> None:
        """Close for good, as a browser does whose page is left."""
        self.over = True
        self._lose(self._socket, "left")
        for socket in self._abandoned:
            socket.cut()

    def cut(self, *, within: bool = False) -> None:
        """Lose the network; `within` a frame of which only the beginning has gone out."""
        if self._socket is not None:
            self._socket.cut(b"\x81\xfe\x01\x00half" if within else b"")
            self._lose(self._socket, "cut")

    def abandon(self) -> None:
        """Lose the network so that the server hears nothing of it."""
        if self._socket is not None:
            self._abandoned.append(self._socket)
            self._socket = None
            self._lost("abandoned")

    def _opened(self, socket: Socket, done: asyncio.Future[Any]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._lose(socket, "" if done.cancelled() else repr(done.exception()))
        elif socket is self._socket:
            self._record.add("open")
            self._stop(self._timer)
            self._hear(socket)
            if self._fresh:
                self._settle()
        else:
            socket.close()

    def _take(self, socket: Socket, text: str | None) -> None:
        if text is None:
            self._lose(socket, "closed")
        elif socket is self._socket:
            self._hear(socket)
            frame = json.loads(text)
            self._record.add("heard", text)
            self._receive(socket, frame)

    def _hear(self, socket: Socket) -> None:
        self._stop(self._silence)
        loop = asyncio.get_running_loop()
        self._silence = loop.call_later(SILENCE, lambda: self._lose(socket, "silent"))

    def _receive(self, socket: Socket, frame: Frame) -> None:
        kind = frame["type"]
        if kind == "bye":
            self.over = not frame["again"]
            self._lose(socket, frame["reason"], refused=True)
            return
        if kind == "page":
            self.keep_comms(set(frame["page"]["state"]))
        elif kind == "open":
            self._comms.add(frame["comm"])
        elif kind == "close":
            self._comms.discard(frame["comm"])
        if not self.ready:
            self._settle()
        if kind == "idle":
            self._under_way.pop(frame["id"], None)
        self._on_frame(frame)

    def _settle(self) -> None:
        self._stop(self._timer)
        self.ready, self._fresh, self._tries = True, False, 0
        self._flush()

    def _flush(self) -> None:
        while self.ready and self._waiting and self._socket is not None:
            message = self._waiting.pop(0)
            self._under_way[message.frame["id"]] = message
            text = json.dumps(message.frame)
            self._record.add("again" if message.repeated else "sent", text)
            self._socket.send(text)

    def _lose(self, socket: Socket | None, reason: str, *, refused: bool = False) -> None:
        if socket is None or socket is not self._socket:
            return
        self._socket = None
        socket.close()
        self._lost(reason, refused=refused)

    def _lost(self, reason: str, *, refused: bool = False) -> None:
        self._record.add("lost", reason)
        self.ready = False
        self._stop(self._timer)
        self._stop(self._silence)
        again = []
        for message in self._under_way.values():
            if refused and message.refused:
                self._drop(message, "refused twice")
            else:
                again.append(Message(message.frame, True, message.refused or refused))
        self._under_way.clear()
        self._waiting[:0] = again
        if not self.over:
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2**self._tries)
            self._tries += 1
            self._plan(wait * (0.75 + random.random() / 2), self.open)

    def _drop(self, message: Message, reason: str) -> None:
        self.dropped.append(message.frame)
        self._record.add("dropped", {"why": reason, "id": message.frame["id"]})

    def _plan(self, seconds: float, work: Callable[[], None]) -> None:
        self._stop(self._timer)
        self._timer = asyncio.get_running_loop().call_later(seconds, work)

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()
