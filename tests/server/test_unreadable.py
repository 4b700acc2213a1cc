"""Whatever goes wrong while a request is read: it is malformed, and nobody's words are told."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from tornado.httputil import (
    HTTPHeaders,
    HTTPInputError,
    HTTPMessageDelegate,
    RequestStartLine,
)

from kit.server.unreadable import Reader

WORDS = "what somebody sent"
LINE = RequestStartLine("GET", "/", "HTTP/1.1")


class Failing(HTTPMessageDelegate):
    """Fails on everything, with the words in."""

    def __init__(self, kind: type[Exception]) -> None:
        self._kind = kind
        self.closed = False

    def headers_received(self, *_: object) -> None:
        raise self._kind(WORDS)

    def data_received(self, chunk: bytes) -> None:
        raise self._kind(WORDS)

    def finish(self) -> None:
        raise self._kind(WORDS)

    def on_connection_close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("kind", [ValueError, RuntimeError, UnicodeError, HTTPInputError])
@pytest.mark.parametrize(
    "read",
    [
        lambda reader: reader.headers_received(LINE, HTTPHeaders()),
        lambda reader: reader.data_received(b"x"),
        lambda reader: reader.finish(),
    ],
    ids=["headers", "body", "end"],
)
def test_what_cannot_be_read_is_malformed(
    read: Callable[[Reader], None], kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(HTTPInputError):
        read(Reader(Failing(kind)))
    assert WORDS not in caplog.text
    assert ("could not be read" in caplog.text) is (kind is not HTTPInputError)


def test_a_browser_that_goes_is_noticed() -> None:
    inner = Failing(ValueError)
    Reader(inner).on_connection_close()
    assert inner.closed


def test_a_request_that_can_be_read_is_passed_on() -> None:
    Reader(HTTPMessageDelegate()).headers_received(LINE, HTTPHeaders())
    Reader(HTTPMessageDelegate()).data_received(b"x")
    Reader(HTTPMessageDelegate()).finish()
