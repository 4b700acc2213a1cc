"""The store's calls, in threads of their own: the event loop waits for no disk and no lock.

Readers never wait for anybody, so several read at once. What may write is done by one thread, one
call after the other in the order in which they were asked for: a seat that leaves and comes back is
there in the end, and whoever presses second is told that the round has moved on. SQLite lets one
write at a time anyway.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from kit.server.seat_batches import SeatBatch
from kit.store import Store
from kit.store.seats import read_refusal

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
ON_LOOP = "The store is used on the event loop. Use `read` or `write` of kit.server.store_threads."
BY_READER = "A call of `read` writes. Use `write`, which keeps the order."


class StoreThreads:
    """Calls a store, and everything that is written as a function of a store.

    Args:
        store: The store.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._here = threading.local()
        self._batch: SeatBatch | None = None
        self._readers = ThreadPoolExecutor(READERS, "kit-store-read", self._mark_reader)
        self._writer = ThreadPoolExecutor(1, "kit-store-write")

    def __repr__(self) -> str:
        return f"<StoreThreads of {self._store!r}>"

    def read(
        self, call: Callable[Concatenate[Store, P], T], *given: P.args, **named: P.kwargs
    ) -> asyncio.Future[T]:
        """What a call that only reads gives; others may be done before it, or meanwhile.

        All that it reads is of one moment.

        Args:
            call: A method of `Store`, or a function whose first argument is a store.
            given: Its other arguments.
            named: Those with a name.
        """
        return self._begin(self._readers, partial(self._read, call, *given, **named))

    def write(
        self, call: Callable[Concatenate[Store, P], T], *given: P.args, **named: P.kwargs
    ) -> asyncio.Future[T]:
        """What a call that may write gives. It is done after all that were asked for before.

        Arguments as in `read`.
        """
        self._batch = None  # who asks for a seat from now on has it after this
        return self._begin(self._writer, partial(call, self._store, *given, **named))

    async def add_seat(self, code: str, token: str) -> bool:
        """Take a seat, as `Store.add_seat`. It is one transaction for all who come at once.

        A seat is taken in its turn: not before what was asked for earlier, nor after what comes
        later.
        """
        waiting = self._batch.add(token) if self._batch and self._batch.code == code else None
        if waiting is None:
            batch = SeatBatch(code)
            waiting = batch.add(token)
            self.write(batch.take).add_done_callback(batch.hear_end)
            self._batch = batch
        assert waiting is not None
        return read_refusal(await waiting)

    def _read(
        self, call: Callable[Concatenate[Store, P], T], *given: P.args, **named: P.kwargs
    ) -> T:
        with self._store.database.moment():
            return call(self._store, *given, **named)

    def _begin(self, pool: ThreadPoolExecutor, call: Callable[[], T]) -> asyncio.Future[T]:
        """Begin a call; what it says, it says in the language of whoever has asked."""
        return asyncio.get_running_loop().run_in_executor(pool, copy_context().run, call)

    def guard(self) -> None:
        """Let nobody in this process use the store on an event loop from now on."""
        self._store.database.guard = self._check

    def close(self) -> None:
        """Begin nothing more. What is being done comes to its end."""
        for pool in (self._readers, self._writer):
            pool.shutdown(wait=False, cancel_futures=True)

    def _mark_reader(self) -> None:
        self._here.reads = True

    def _check(self, writing: bool) -> None:
        """Refuse a transaction in a thread that may not wait for it.

        Raises:
            RuntimeError: This thread runs an event loop, or is a reader and the call writes.
        """
        if is_loop_here():
            raise RuntimeError(ON_LOOP)
        if writing and getattr(self._here, "reads", False):
            raise RuntimeError(BY_READER)


def is_loop_here() -> bool:
    """Whether this thread runs an event loop, now."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
