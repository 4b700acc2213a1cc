"""A browser that takes nothing off its line is sent away without a fault, at whatever moment."""

from __future__ import annotations

from typing import Any

import pytest
from tornado.iostream import StreamBufferFullError
from tornado.websocket import WebSocketClosedError

from kit.server.handlers.socket import LiveSocket


class Stream:
    closed = False

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("error", [StreamBufferFullError, WebSocketClosedError])
def test_a_line_that_has_room_for_the_reason_and_not_for_the_end_is_closed(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    stream = Stream()
    told: list[object] = []

    def close(*_: Any) -> None:
        raise error

    socket = LiveSocket.__new__(LiveSocket)
    monkeypatch.setattr(socket, "tell", told.append)
    monkeypatch.setattr(socket, "close", close)
    monkeypatch.setattr(socket, "_get_stream", lambda: stream)
    socket.dismiss("Enough.", again=False)
    assert len(told) == 1
    assert stream.closed == (error is StreamBufferFullError)
