"""Following a round: the store's notices become one fresh view for everything that watches."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Collection
from contextvars import Context, copy_context
from typing import Generic, TypeVar

from kit.store import Store

log = logging.getLogger("kit.room")

T = TypeVar("T")

COUNTS = frozenset({"seats", "progress"})  # in a full room there are hundreds of them in a second
PACE = 0.2  # seconds between two readings for their sake; what else happens is read at once


class Feed(Generic[T]):
    """One view of a session, told to watchers at once and again after every change.

    Notices arrive in a thread of their own and hold no content: the feed reads the store anew in
    the kernel's event loop, once for all notices that came together. People who join and answer
    at once are counted a few times a second, not one by one. Without a running loop
    (a plain script, a test) the view is read where the notice arrives.
    """

    def __init__(
        self, store: Store, code: str, read: Callable[[], T], deaf_to: Collection[str] = ()
    ) -> None:
        self._read = read
        self._code = code
        self._deaf_to = frozenset(deaf_to)
        self._watchers: dict[object, tuple[Context, Callable[[T], None]]] = {}
        self._closed = False
        self._planned: asyncio.TimerHandle | None = None
        self._read_at = -math.inf  # a clock may begin at 0 with the machine
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        # Listen first: a change between the two would be missed the other way round.
        self._stop = store.notices.listen(self._hear)
        self.view = read()

    def __repr__(self) -> str:
        return f"<Feed of {len(self._watchers)} watchers>"

    def watch(self, watcher: Callable[[T], None]) -> Callable[[], None]:
        """Call `watcher` with the view now and after every change, for the seat that acts now.

        What the first call raises goes to the caller, and the watcher is not kept.

        Returns:
            A function that ends it.
        """
        key = object()
        self._watchers[key] = copy_context(), watcher
        try:
            watcher(self.view)
        except BaseException:
            self._forget(key)
            raise
        return lambda: self._forget(key)

    def refresh(self) -> None:
        """Read the view anew and tell every watcher."""
        if self._planned is not None:
            self._planned.cancel()
            self._planned = None
        if self._closed:
            return
        if self._loop is not None:
            self._read_at = self._loop.time()
        try:
            self.view = self._read()
        except Exception:
            log.exception("The round could not be read; the next notice tries again")
            return
        for context, watcher in list(self._watchers.values()):
            try:
                context.copy().run(watcher, self.view)  # a copy: a watcher may cause a refresh
            except BaseException:  # also an exit, and a wait that was given up
                log.exception("A part of the page could not follow the round")

    def close(self) -> None:
        """Stop following."""
        self._closed = True
        self._stop()
        self._watchers.clear()

    def _forget(self, key: object) -> None:
        self._watchers.pop(key, None)

    def _hear(self, code: str, what: str) -> None:
        if code not in (self._code, "*") or what in self._deaf_to:
            return
        if self._loop is None:
            self.refresh()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._plan, what in COUNTS)

    def _plan(self, counts_only: bool) -> None:
        if self._loop is None:
            return
        now = self._loop.time()
        when = max(now, self._read_at + PACE) if counts_only else now
        if self._planned is not None:
            if self._planned.when() <= when:
                return
            self._planned.cancel()
        self._planned = self._loop.call_at(when, self.refresh)
