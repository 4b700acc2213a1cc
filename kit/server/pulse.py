"""A page's pulse: a line that breaks when its kernel ends, so that the page loads itself again."""

from __future__ import annotations

from collections.abc import Callable

from tornado.websocket import WebSocketHandler

from kit.server.door import CalmSocket
from kit.server.kernels import check_kernel


class Pulse(CalmSocket, WebSocketHandler):
    """`/pulse/<kernel id>`: says nothing; closed when the kernel ends, or the server does."""

    _stop: Callable[[], None] | None = None

    async def prepare(self) -> None:
        """Let in who may have the role that the kernel serves."""
        check_kernel(self, self.path_args[0])

    def open(self, *arguments: str) -> None:
        """Wait for the kernel's end."""
        self._stop = self.settings["kit_kernels"].follow(arguments[0], self.close)

    def on_message(self, message: str | bytes) -> None:
        """A page has nothing to say here."""
        self.close()

    def on_close(self) -> None:
        """The page has gone, or its kernel has."""
        if self._stop is not None:
            self._stop()
