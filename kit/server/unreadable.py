"""Requests that cannot be read: answered 400, and told in the log a few times without their words.

Tornado refuses what it knows to be malformed. Of anything else that goes wrong while a request is
read, say a port of five thousand digits, it writes a traceback and hangs up; so a stranger could
fill the log.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from tornado.httputil import (
    HTTPHeaders,
    HTTPInputError,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)

from kit.room.alike import describe_place

log = logging.getLogger("kit.server")

Result = TypeVar("Result")


class Reader(HTTPMessageDelegate):
    """Stands between the bytes of a request and whoever answers it.

    Args:
        inner: What reads the request and finds who answers.
    """

    def __init__(self, inner: HTTPMessageDelegate) -> None:
        self._inner = inner

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        """Tornado's hook for what stands before the body."""
        return read(self._inner.headers_received, start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Tornado's hook for a part of the body."""
        return read(self._inner.data_received, chunk)

    def finish(self) -> None:
        """Tornado's hook for the end: somebody begins to answer."""
        read(self._inner.finish)

    def on_connection_close(self) -> None:
        """Tornado's hook for a browser that has gone."""
        self._inner.on_connection_close()


def read(work: Callable[..., Result], *given: Any) -> Result:
    """Read a part of a request.

    Raises:
        HTTPInputError: It cannot be read.
    """
    try:
        return work(*given)
    except HTTPInputError:
        raise
    except Exception as error:
        log.warning("A request could not be read: %s", describe_place(error))
        raise HTTPInputError from error
