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
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from kit.store import Store

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
        self._readers = ThreadPoolExecutor(READERS, "kit-store-read", self._mark_reader)
        self._writer = ThreadPoolExecutor(1, "kit-store-write")

    def __repr__(self) -> str:
        return f"<StoreThreads of {self._store!r}>"

    def read(
        self, call: Callable[Concatenate[Store, P], T], *given: P.args, **named: P.kwargs
    ) -> asyncio.Future[T]:
        """What a call that only reads gives; others may be done before it, or meanwhile.

        Args:
            call: A method of `Store`, or a function whose first argument is a store.
            given: Its other arguments.
            named: Those with a name.
        """
        done = partial(call, self._store, *given, **named)
        return asyncio.get_running_loop().run_in_executor(self._readers, done)

    def write(
        self, call: Callable[Concatenate[Store, P], T], *given: P.args, **named: P.kwargs
    ) -> asyncio.Future[T]:
        """What a call that may write gives. It is done after all that were asked for before.

        Arguments as in `read`.
        """
        done = partial(call, self._store, *given, **named)
        return asyncio.get_running_loop().run_in_executor(self._writer, done)

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
