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
import time
from collections.abc import AsyncIterator, Callable

from kit.server.relay.budget import Budget

AT_ONCE = 2  # pieces of work that a kernel has: one under way, and one so that it need not wait
REST = (
    2.0  # times as long as it took the server, until the next piece for a seat that has spent all
)
ALIKE = 0.1  # seconds by which budgets may differ and still come in the order in which they asked


class Schedule:
    """A kernel's work, by the budgets of those who want it done.

    Args:
        at_once: How many pieces the kernel has at a time.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._waiting: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._under_way = 0
        self._planned: asyncio.Handle | None = None
        self._rest_until = 0.0

    def __repr__(self) -> str:
        return f"<Schedule with {self._under_way} under way, {len(self._waiting)} waiting>"

    def ask(self, budget: Budget, start: Callable[[], None]) -> None:
        """Get in line.

        Args:
            budget: Of the seat that the work is for.
            start: Called once, when its turn has come. `finish` is due for each such call.
        """
        rank = -round(budget.level / ALIKE)
        heapq.heappush(self._waiting, (rank, next(self._numbers), start))
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
        if self._planned is None and self._waiting and self._under_way < self._at_once:
            self._planned = asyncio.get_running_loop().call_soon(self._begin_next)

    def _begin_next(self) -> None:
        self._planned = None
        if not self._waiting or self._under_way >= self._at_once:
            return
        rank, _number, start = self._waiting[0]
        began = time.monotonic()
        if rank >= 0 and began < self._rest_until:
            loop = asyncio.get_running_loop()
            self._planned = loop.call_later(self._rest_until - began, self._begin_next)
            return
        heapq.heappop(self._waiting)
        self._under_way += 1
        try:
            start()
        finally:
            ended = time.monotonic()
            self._rest_until = ended + REST * (ended - began) if rank >= 0 else 0.0
            self._plan()
