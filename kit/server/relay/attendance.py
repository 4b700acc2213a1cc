"""Who is here: tells the store which seats have a page open, a few at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable
from typing import Any

from kit.errors import KitError, StoreError
from kit.server.store_threads import StoreThreads
from kit.server.tasks import Tasks
from kit.store import Store

log = logging.getLogger("kit.server")

GATHER = 0.5  # seconds for which leaving seats are gathered into one write
AGAIN = 5.0  # seconds until what could not be written is tried again
GRACE = 60.0  # seconds in which pages find their way back to a server that has started anew


class Attendance:
    """Keeps the store's word for who sits in a seat in step with the open pages of one session.

    A seat that loses its page is told as left only after some seconds: a page that is loaded again,
    a short loss of Wi-Fi or a kernel that starts anew empties no seat.

    Args:
        threads: Through which seats are kept, in the order in which they come and go.
        code: The session's code.
        closed: Seconds after which a seat counts as left whose page was closed.
        lost: Seconds after which one counts as left whose line broke.
    """

    def __init__(self, threads: StoreThreads, code: str, closed: float, lost: float) -> None:
        self._threads, self._code = threads, code
        self._closed, self._lost = closed, lost
        self._here: set[str] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._leaving: set[str] = set()
        self._left: set[str] = set()
        self._write: asyncio.TimerHandle | None = None
        self._grace: asyncio.TimerHandle | None = None
        self._closing = False
        self._tasks = Tasks()

    def __repr__(self) -> str:
        return f"<Attendance: {len(self._here)} here>"

    async def begin(self) -> None:
        """Wait for the pages of before to come back; the seats of those that do not are left."""
        before = await self._threads.read(Store.list_here, self._code)
        if before:
            loop = asyncio.get_running_loop()
            self._grace = loop.call_later(GRACE, self._leave_others, before)

    def come(self, token: str) -> None:
        """A seat has a page open."""
        self._here.add(token)
        self._stop(token)
        self._leaving.discard(token)
        if token in self._left:  # it was written down just before the page came back
            self._left.discard(token)
            self._tell(asyncio.ensure_future(self._threads.add_seat(self._code, token)))

    def go(self, token: str, *, closed: bool) -> None:
        """A seat has no page any more; `closed`: it was closed, its line did not break."""
        self._here.discard(token)
        self._stop(token)
        loop = asyncio.get_running_loop()
        seconds = self._closed if closed else self._lost
        self._timers[token] = loop.call_later(seconds, self._leave, token)

    def close(self) -> None:
        """Write no more: the server is closing, and its pages come back to the next one."""
        for timer in [*self._timers.values(), self._write, self._grace]:
            if timer is not None:
                timer.cancel()
        self._timers.clear()
        self._leaving.clear()
        self._closing = True

    def _leave(self, token: str) -> None:
        self._timers.pop(token, None)
        self._leaving.add(token)
        if self._write is None:
            self._write = asyncio.get_running_loop().call_later(GATHER, self._flush)

    def _flush(self) -> None:
        self._write = None
        leaving, self._leaving = self._leaving, set()
        self._left |= leaving  # one that comes back now is written down after this
        writing = self._threads.write(Store.leave_seats, self._code, frozenset(leaving))
        self._tasks.begin(self._finish(writing, leaving))

    async def _finish(self, writing: asyncio.Future[None], leaving: Collection[str]) -> None:
        """See whether those who leave could be written down; if not, try again later."""
        if await self._is_told(writing) or self._closing:
            return
        self._left.difference_update(leaving)
        self._leaving.update(set(leaving) - self._here)
        if self._write is None:
            self._write = asyncio.get_running_loop().call_later(AGAIN, self._flush)

    def _leave_others(self, before: Iterable[bytes]) -> None:
        self._grace = None
        coming = self._here | self._timers.keys() | self._leaving
        writing = self._threads.write(Store.leave_others, self._code, frozenset(before), coming)
        self._tell(writing)

    def _tell(self, writing: asyncio.Future[Any]) -> None:
        self._tasks.begin(self._is_told(writing))

    async def _is_told(self, writing: asyncio.Future[Any]) -> bool:
        """Whether something could be written."""
        try:
            await writing
        except KitError as error:  # the session is over, or the database does not answer
            log.warning("Who is here could not be kept: %s", type(error).__name__)
            return not isinstance(error, StoreError)
        return True

    def _stop(self, token: str) -> None:
        if timer := self._timers.pop(token, None):
            timer.cancel()
