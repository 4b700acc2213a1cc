"""Somebody who speaks HTTP by hand: half requests, many at once, headers that no browser sends."""

from __future__ import annotations

import contextlib
import socket
from types import TracebackType

from tests.processes import Server

SECONDS = 60


class Stranger:
    """One connection, with bytes as they are. Use it in a `with` block, which closes it."""

    def __init__(self, server: Server) -> None:
        self._host = f"127.0.0.1:{server.links['port']}"
        self.socket = socket.create_connection(("127.0.0.1", server.links["port"]), SECONDS)

    def __enter__(self) -> Stranger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.close()

    def ask(self, path: str, **headers: str) -> None:
        """Send a request and wait for nothing."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {self._host}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def tell(self, data: bytes) -> None:
        """Send bytes, if the server still takes any."""
        with contextlib.suppress(OSError):
            self.socket.sendall(data)

    def hear(self) -> bytes:
        """What the server says until it closes the connection."""
        heard = b""
        with contextlib.suppress(ConnectionError):
            while part := self.socket.recv(65536):
                heard += part
        return heard
