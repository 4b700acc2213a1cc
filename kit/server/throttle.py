"""Codes from browsers without a cookie: each is looked up in its turn, so that guessing is slow."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from kit.server.relay.budget import Bucket
from kit.server.waiting import Turn, WaitingLine

PER_SECOND = 50.0  # wrong codes that are looked up, of all strangers together
AT_ONCE = 100.0  # before anybody has to wait


class Attempts:
    """Keeps strangers from trying codes until one fits, and keeps nobody out.

    Nobody can tell a guess from a newcomer's code before it has been looked up. So both wait in
    the same line, and wrong ones leave it at a fixed pace, whoever sends them and from however many
    addresses. A right one gives its turn back: a room that comes in does not slow itself. Whoever
    hangs up leaves the line without having learned anything. The addresses take turns, so that
    those who are many at one address hold up nobody at another.

    With 20 letters in eight places all codes are tried after 16 years, one that is given after 8 on
    average. Addresses are held in memory while they wait, and nowhere beside a seat.

    Args:
        clock: Gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._left = Bucket(PER_SECOND, AT_ONCE, clock)
        self._waiting = WaitingLine()
        self._timer: asyncio.TimerHandle | None = None

    def __repr__(self) -> str:
        return f"<Attempts of {len(self._waiting)} strangers>"

    def ask(self, address: str) -> Turn:
        """Get in line.

        Args:
            address: Where the browser is.

        Returns:
            Settled when its turn has come, with True. Whoever asks settles it with False when the
            browser has gone.
        """
        turn = self._waiting.add(address)
        self.serve()
        return turn

    def give_back(self) -> None:
        """The code was right: its turn goes to the next."""
        self._left.give(1)
        self.serve()

    def serve(self) -> None:
        """Give out the turns there are now, to one address after the other."""
        while self._left.level >= 1 and (turn := self._waiting.take()):
            self._left.spend(1)
            turn.set_result(True)
        if self._waiting and self._timer is None:
            seconds = (1 - self._left.level) / PER_SECOND
            self._timer = asyncio.get_running_loop().call_later(seconds, self._wake)

    def _wake(self) -> None:
        self._timer = None
        self.serve()
