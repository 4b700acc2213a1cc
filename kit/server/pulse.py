"""A page's pulse: a line that breaks when its kernel ends, so that the page loads itself again.

The facilitator's page hears on it, too, when the participants' side has stopped answering, and how
many phones are reconnecting: that page's own kernel knows nothing of either.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from tornado.websocket import WebSocketClosedError, WebSocketHandler

from kit.anonymity import describe_lost
from kit.errors import KitError
from kit.server.door import CalmSocket
from kit.server.house import House
from kit.server.kernels import check_kernel
from kit.session import Role, normalise_code


class Pulse(CalmSocket, WebSocketHandler):
    """`/pulse/<kernel id>?code=<session>`: closed when the kernel ends, or the server does.

    Tells the facilitator's page, as JSON, what is wrong with the room (`news`), and in the words of
    a number how many phones are reconnecting (`lines`); "" when all is well.
    """

    _stops: tuple[Callable[[], None], ...] = ()

    def initialize(self, house: House) -> None:
        """Tornado's set-up: the house this door belongs to."""
        self.house = house

    async def prepare(self) -> None:
        """Let in who may have the role that the kernel serves."""
        check_kernel(self, self.path_args[0])

    def open(self, *arguments: str) -> None:
        """Wait for the kernel's end."""
        kernels = self.settings["kit_kernels"]
        self._stops = (kernels.follow(arguments[0], self.close),)
        room = self.house.rooms.get(normalise_code(self.get_query_argument("code", "")))
        if room is not None:
            room.pages.add(arguments[0])
        if room is not None and kernels.get_role(arguments[0]) is Role.FACILITATOR:
            self._code = room.code
            self._stops += (room.watch(self.tell), room.watch_lines(self.tell_lines))

    def tell(self, words: str) -> None:
        """Tell the page what is wrong with the room."""
        self._send(news=words)

    def tell_lines(self, lost: int) -> None:
        """Tell the page how many phones are reconnecting; coarsely in a small room."""
        with contextlib.suppress(KitError):  # the session may just have been erased
            self._send(lines=describe_lost(lost, self.house.store.count_seats(self._code)))

    def _send(self, **words: str) -> None:
        with contextlib.suppress(WebSocketClosedError):
            self.write_message(words)

    def on_message(self, message: str | bytes) -> None:
        """A page has nothing to say here."""
        self.close()

    def on_close(self) -> None:
        """The page has gone, or its kernel has."""
        for stop in self._stops:
            stop()
