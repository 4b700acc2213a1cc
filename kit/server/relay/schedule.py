"""Whose work a room's kernel and its server do next: a priority queue over the seats.

Somebody who takes many seats has many budgets, and all of them together may be more than there is.
So what is left over goes first to whoever has used the least of it lately. A phone that answers
now and then comes before any number of seats that send without a break; and those leave some time
free, or the server would be busy with reading for them whenever somebody else comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import logging
import time
from collections.abc import AsyncIterator, Callable

from kit.room.alike import describe_place
from kit.server.relay.budget import Budget

log = logging.getLogger("kit.server")

AT_ONCE = 2  # pieces of work that a kernel has: one under way, and one so that it need not wait
AGE = 0.5  # seconds of waiting that make up for one second less of budget: nobody waits for ever
SPENT = 0.05  # seconds of budget: who has less has used up all there was,
BEHIND = 3.0  # and comes behind whoever asks within so many seconds
REST = 2.0  # times as long as the last piece of such a seat took the server, until the next one

Piece = tuple[float, int, Callable[[], None]]
"""When it is due, its number, and what begins it."""


class Schedule:
    """A kernel's work, by the budgets of those who want it done.

    Args:
        at_once: How many pieces the kernel has at a time.
        clock: Tells the seconds, for who has waited how long.
    """

    def __init__(self, at_once: int = AT_ONCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._clock = at_once, clock
        self._waiting: list[Piece] = []
        self._spent: list[Piece] = []
        self._numbers = itertools.count()
        self._under_way = 0
        self._planned: asyncio.Handle | None = None
        self._rest_until = 0.0

    def __repr__(self) -> str:
        waiting = len(self._waiting) + len(self._spent)
        return f"<Schedule with {self._under_way} under way, {waiting} waiting>"

    def ask(self, budget: Budget, start: Callable[[], None]) -> None:
        """Get in line.

        Args:
            budget: Of the seat that the work is for.
            start: Called once, when its turn has come. `finish` is due for each such call.
        """
        level = budget.level
        spent = level < SPENT
        due = self._clock() - AGE * level + (BEHIND if spent else 0.0)
        line = self._spent if spent else self._waiting
        heapq.heappush(line, (due, next(self._numbers), start))
        if isinstance(self._planned, asyncio.TimerHandle):  # it may not have to wait so long
            self._planned.cancel()
            self._planned = None
        self._plan()

    def finish(self) -> None:
        """A piece of work is done, or was not needed any more."""
        self._under_way -= 1
        self._plan()

    @contextlib.asynccontextmanager
    async def hold(self, budget: Budget) -> AsyncIterator[None]:
        """Wait for a turn; it lasts as long as the block."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def start() -> None:
            if turn.done():  # nobody waits for it any more
                self.finish()
            else:
                turn.set_result(None)

        self.ask(budget, start)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.finish()
            raise
        try:
            yield
        finally:
            self.finish()

    def _plan(self) -> None:
        """Begin the next piece after all that has arrived by now has been read."""
        waiting = self._waiting or self._spent
        if self._planned is None and waiting and self._under_way < self._at_once:
            self._planned = asyncio.get_running_loop().call_soon(self._begin_next)

    def _begin_next(self) -> None:
        """Begin what may begin; behind a piece that is done at once, others are heard first."""
        self._planned = None
        while self._under_way < self._at_once and self._planned is None:
            began = time.monotonic()
            line = self._choose(began)
            if line is None:
                if self._spent:
                    loop = asyncio.get_running_loop()
                    self._planned = loop.call_later(self._rest_until - began, self._begin_next)
                return
            self._begin(heapq.heappop(line)[-1])
            if line is self._spent:
                ended = time.monotonic()
                self._rest_until = ended + REST * (ended - began)
                self._plan()

    def _choose(self, now: float) -> list[Piece] | None:
        """The line whose first is next; None where nobody is, or those who are have to rest."""
        lines = [self._waiting, self._spent] if now >= self._rest_until else [self._waiting]
        return min(filter(None, lines), default=None)

    def _begin(self, start: Callable[[], None]) -> None:
        self._under_way += 1
        try:
            start()
        except Exception as error:  # whatever it was, nobody else waits for it
            log.error("A piece of work could not be begun: %s", describe_place(error))
            self.finish()
