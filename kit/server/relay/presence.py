"""How many seats have lost their line just now: a number, and never which."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

CLOSED_BY_PAGE = (1000, 1001)  # the codes with which a browser ends the line of a page it leaves


class Presence:
    """Counts the seats whose line has broken and that are expected back.

    A seat counts from a few seconds after the break, so that a short one is never seen, until it is
    back or has been away so long that nobody waits for it any more.

    Args:
        soon: Seconds after which a seat without a line counts.
        late: Seconds after which it does not count any more.
        on_change: Called when the number has changed.
    """

    def __init__(self, soon: float, late: float, on_change: Callable[[], None]) -> None:
        self._soon, self._late = soon, late
        self._on_change = on_change
        self._timers: dict[object, asyncio.TimerHandle] = {}
        self._lost: set[object] = set()

    def __repr__(self) -> str:
        return f"<Presence: {self.lost} reconnecting>"

    @property
    def lost(self) -> int:
        """How many seats are reconnecting."""
        return len(self._lost)

    def lose(self, seat: object) -> None:
        """A seat has lost its last line."""
        self._stop(seat)
        loop = asyncio.get_running_loop()
        self._timers[seat] = loop.call_later(self._soon, self._count, seat)

    def forget(self, seat: object) -> None:
        """A seat is back, or has gone for good: it is not waited for."""
        self._stop(seat)
        if seat in self._lost:
            self._lost.discard(seat)
            self._on_change()

    def close(self) -> None:
        """Wait for nobody any more."""
        for seat in list(self._timers):
            self._stop(seat)
        self._lost.clear()

    def _count(self, seat: object) -> None:
        loop = asyncio.get_running_loop()
        self._timers[seat] = loop.call_later(self._late - self._soon, self.forget, seat)
        if seat not in self._lost:
            self._lost.add(seat)
            self._on_change()

    def _stop(self, seat: object) -> None:
        if timer := self._timers.pop(seat, None):
            timer.cancel()
