"""The WebSocket of an open page: frames told, counted, refused."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time

from tornado.iostream import IOStream, StreamBufferFullError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from kit.server.handlers.base import CalmSocket
from kit.server.relay.filter import MAX_FRAME
from kit.server.state import ServerState

FRAMES_PER_SECOND = 40.0
FRAMES_AT_ONCE = 120.0
PING_SECONDS = 20
MAX_UNSENT = 8_000_000  # bytes that may wait for one browser
BEAT = json.dumps({"type": "beat"})
SOCKET_SETTINGS = {
    "websocket_max_message_size": MAX_FRAME,
    "websocket_ping_interval": PING_SECONDS,
}


class LiveSocket(CalmSocket, WebSocketHandler):
    """One open page, as its line sees it; `docs/relay.md` has the protocol."""

    _allowance = FRAMES_AT_ONCE
    _counted = 0.0

    def initialize(self, house: ServerState) -> None:
        """Tornado's set-up: the house this door belongs to."""
        self.house = house

    def begin(self) -> None:
        """Send at once, and bound what waits to be sent."""
        self.set_nodelay(True)
        self._get_stream().max_write_buffer_size = MAX_UNSENT

    @property
    def seq(self) -> int:
        """The number of the last message that the page includes, as it says; -1 for none."""
        seq = self.get_query_argument("seq", "")
        return int(seq) if re.fullmatch("[0-9]{1,15}", seq) else -1

    def is_paced(self) -> bool:
        """Count a frame; if they come faster than a person makes them, close with a reason."""
        now = time.monotonic()
        earned = (now - self._counted) * FRAMES_PER_SECOND
        self._allowance = min(FRAMES_AT_ONCE, self._allowance + earned) - 1
        self._counted = now
        if self._allowance < 0:
            self.dismiss("Too many messages at once.", again=True)
        return self._allowance >= 0

    def on_pong(self, data: bytes) -> None:
        """Let the page know that the line is alive; it hears nothing of pings itself."""
        self.tell(BEAT)

    def tell(self, frame: str) -> None:
        """Send a frame, if the browser is still there."""
        with contextlib.suppress(WebSocketClosedError):
            try:
                # A browser may go while it is being sent to: that is nobody's fault.
                self.write_message(frame).add_done_callback(hear_out)
            except StreamBufferFullError:  # a browser that takes nothing off its line
                self._get_stream().close()

    def dismiss(self, reason: str, *, again: bool) -> None:
        """Close with a reason; `again` tells the page whether to come back."""
        self.tell(json.dumps({"type": "bye", "reason": reason, "again": again}))
        self.close(4000, reason)

    def _get_stream(self) -> IOStream:
        stream = self.ws_connection and self.ws_connection.stream
        assert isinstance(stream, IOStream)  # while the line is open
        return stream


def hear_out(sent: asyncio.Future[None]) -> None:
    """Take note of how sending has ended, or the log would be told that nobody did."""
    if not sent.cancelled():
        sent.exception()
