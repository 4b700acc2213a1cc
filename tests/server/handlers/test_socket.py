"""A browser that takes nothing off its line is sent away without a fault, at whatever moment."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tornado.iostream import StreamBufferFullError
from tornado.websocket import WebSocketClosedError

from kit.language.pseudo import PSEUDO, stretch
from kit.server.handlers.socket import LONGEST_REASON, LiveSocket
from kit.server.kernels.session_kernels import CLOSING, OVER


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


@pytest.mark.parametrize("reason", [CLOSING, OVER, "Nobody has written this. " * 10])
def test_a_line_is_closed_in_the_words_of_its_page_which_fit_into_the_close(
    monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    told: list[str] = []
    closed: list[tuple[int, str]] = []
    socket = LiveSocket.__new__(LiveSocket)
    monkeypatch.setattr(socket, "tell", told.append)
    monkeypatch.setattr(socket, "close", lambda *given: closed.append(given))
    socket.speaks = PSEUDO
    socket.dismiss(reason, again=True)
    frame = json.loads(told[0])
    assert frame["reason"] == stretch(reason)
    assert frame.get("ended", False) == (reason == OVER)
    [(_code, words)] = closed
    assert stretch(reason).startswith(words)
    assert len(words.encode()) <= LONGEST_REASON
