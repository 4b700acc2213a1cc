"""The WebSocket of an open page: frames told, counted, refused."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re

from tornado.iostream import IOStream, StreamBufferFullError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from kit.language import N_, _, use_language
from kit.server.handlers.handler import CalmSocket
from kit.server.kernels.session_kernels import OVER
from kit.server.relay.budget import Bucket
from kit.server.relay.filter import MAX_FRAME
from kit.server.state import ServerState
from kit.session.clock import get_now

FRAMES_PER_SECOND = 40.0
FRAMES_AT_ONCE = 120.0
PING_SECONDS = 20
MAX_UNSENT = 8_000_000  # bytes that may wait for one browser
SOCKET_SETTINGS = {
    "websocket_max_message_size": MAX_FRAME,
    "websocket_ping_interval": PING_SECONDS,
}


TOO_MANY = N_("Too many messages at once.")
LONGEST_REASON = 120  # bytes; RFC 6455 has room for three more


class LiveSocket(CalmSocket, WebSocketHandler):
    """One open page, as its line sees it; `docs/relay.md` has the protocol."""

    speaks = ""
    """Tag of the language of the page; "" for the server's."""

    def initialize(self, house: ServerState) -> None:
        """Tornado's set-up: the house this door belongs to."""
        self.house = house
        self._pace = Bucket(FRAMES_PER_SECOND, FRAMES_AT_ONCE)

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
        self._pace.spend(1)
        paced = self._pace.level >= 0
        if not paced:
            self.dismiss(TOO_MANY, again=True)
        return paced

    def on_pong(self, data: bytes) -> None:
        """Let the page know that the line is alive, and the time; it hears no pings itself."""
        self.tell(json.dumps({"type": "beat", "now": get_now()}))

    def tell(self, frame: str) -> None:
        """Send a frame, if the browser is still there."""
        with contextlib.suppress(WebSocketClosedError):
            try:
                # A browser may go while it is being sent to: that is nobody's fault.
                self.write_message(frame).add_done_callback(hear_out)
            except StreamBufferFullError:  # a browser that takes nothing off its line
                self._get_stream().close()

    def dismiss(self, reason: str, *, again: bool) -> None:
        """Close with a reason, which is looked up here; `again`: whether the page comes back."""
        with use_language(self.speaks):  # whoever closes a line may be nobody in particular
            words = _(reason)
        frame = {"type": "bye", "reason": words, "again": again}
        if reason == OVER:
            frame["ended"] = True
        self.tell(json.dumps(frame))
        with contextlib.suppress(WebSocketClosedError):
            try:
                self.close(4000, words.encode()[:LONGEST_REASON].decode(errors="ignore"))
            except StreamBufferFullError:  # there was room for the reason, and not for the end
                self._get_stream().close()

    def _get_stream(self) -> IOStream:
        stream = self.ws_connection and self.ws_connection.stream
        assert isinstance(stream, IOStream)  # while the line is open
        return stream


def hear_out(sent: asyncio.Future[None]) -> None:
    """Take note of how sending has ended, or the log would be told that nobody did."""
    if not sent.cancelled():
        sent.exception()
