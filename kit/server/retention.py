"""Ended sessions are erased after some days, where an operator has said after how many.

What is erased is gone, so a clock that is wrong must not decide it. A machine that has just been
started may have one, and gets the time from the network a little later: then it jumps. So nothing
is erased until the clock has gone evenly for an hour.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import date, timedelta

from kit.errors import StoreError
from kit.server.tasks import Tasks
from kit.store import Store

log = logging.getLogger("kit.server")

EVERY = 600.0  # seconds between two looks
STEADY = 3600.0  # seconds for which the clock must have gone evenly
JUMP = 120.0  # seconds between two looks that no clock is wrong by that goes by itself
SET = "The clock was set. For an hour no session is erased, however old it is now."
ERASED = "%s erased that ended more than %s days ago"
LEFT = "Traces of erased sessions may be left in %s, as somebody was using it; it is tried again"


def find_first_day(today: date, days: int) -> date:
    """The first day whose ended sessions are kept.

    Args:
        today: The day now.
        days: For how many days after its end a session is kept.
    """
    return today - timedelta(days=days)


class Retention:
    """Erases sessions with a team that ended long ago.

    Args:
        store: Where they are.
        days: For how many days they are kept; 0 for ever.
        read_clock: Seconds since the epoch.
        read_steady: Seconds of a clock that nobody sets.
    """

    def __init__(
        self,
        store: Store,
        days: int,
        read_clock: Callable[[], float] = time.time,
        read_steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._days = store, days
        self._read_clock, self._read_steady = read_clock, read_steady
        self._clock, self._last = read_clock(), read_steady()
        self._even_since = self._last
        self._is_clean = True
        self._tasks = Tasks()

    def __repr__(self) -> str:
        return f"<Retention for {self._days} days>"

    def start(self) -> None:
        """Look again and again, where anything is ever to be erased."""
        if self._days:
            self._tasks.begin(self._follow())

    def close(self) -> None:
        """Look no more."""
        self._tasks.cancel()

    def look(self) -> None:
        """Erase what is too old, unless the clock may be wrong or a round is open.

        Erasing writes the whole file anew, and those who answer would wait for it.

        Raises:
            StoreError: The database cannot be read or written.
        """
        clock, steady = self._read_clock(), self._read_steady()
        jumped = abs((clock - self._clock) - (steady - self._last)) > JUMP
        self._clock, self._last = clock, steady
        if jumped:
            self._even_since = steady
            log.warning(SET)
        if steady - self._even_since < STEADY or self._store.has_open_round():
            return
        before = find_first_day(date.fromtimestamp(clock), self._days)
        erased, clean = self._store.purge_expired(before)
        if erased:
            counted = "1 session was" if erased == 1 else f"{erased} sessions were"
            log.warning(ERASED, counted, self._days)
        elif not self._is_clean:
            clean = self._store.database.sweep()
        self._is_clean = clean
        if not clean:
            log.warning(LEFT, self._store.database.name)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await asyncio.to_thread(self.look)
            except StoreError as error:
                log.warning("No session could be erased: %s", error)
