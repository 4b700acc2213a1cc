"""Following a round: the store's notices become one fresh view for everything that watches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection

from kit.store import Store
from kit.view import View

log = logging.getLogger("kit.room")

Watcher = Callable[[View], None]


class Feed:
    """One round's view, told to watchers at once and again after every change.

    Notices arrive in a thread of their own and hold no content: the feed reads the store anew in
    the kernel's event loop, once for all notices that came together. Without a running loop
    (a plain script, a test) the view is read where the notice arrives.
    """

    def __init__(
        self, store: Store, code: str, read: Callable[[], View], deaf_to: Collection[str] = ()
    ) -> None:
        self._read = read
        self._code = code
        self._deaf_to = frozenset(deaf_to)
        self._watchers: list[Watcher] = []
        self._waiting = False
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        # Listen first: a change between the two would be missed the other way round.
        self._stop = store.notices.listen(self._hear)
        self.view = read()

    def __repr__(self) -> str:
        return f"<Feed of {len(self._watchers)} watchers>"

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` with the view now and after every change.

        Returns:
            A function that ends it.
        """
        self._watchers.append(watcher)
        watcher(self.view)
        return lambda: self._forget(watcher)

    def refresh(self) -> None:
        """Read the view anew and tell every watcher."""
        self._waiting = False
        try:
            self.view = self._read()
        except Exception:
            log.exception("The round could not be read; the next notice tries again")
            return
        for watcher in list(self._watchers):
            try:
                watcher(self.view)
            except Exception:
                log.exception("A part of the page could not follow the round")

    def close(self) -> None:
        """Stop following."""
        self._stop()
        self._watchers.clear()

    def _forget(self, watcher: Watcher) -> None:
        if watcher in self._watchers:
            self._watchers.remove(watcher)

    def _hear(self, code: str, what: str) -> None:
        if code not in (self._code, "*") or what in self._deaf_to:
            return
        if self._loop is None:
            self.refresh()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._plan)

    def _plan(self) -> None:
        if not self._waiting and self._loop is not None:
            self._waiting = True
            self._loop.call_soon(self.refresh)
