"""A team over time as a kernel holds it, followed live."""

from __future__ import annotations

from collections.abc import Callable

from kit.room.context import KernelContext
from kit.room.feed import Feed
from kit.store import Store
from kit.views.history import History, read_room_history

DEAF = ("progress", "seats", "pairs", "apart", "ledger", "leader", "known", "picture", "deal")


class TeamHistory:
    """What the sessions of a session's team have shown that everybody who leads it may see."""

    def __init__(self, store: Store, place: KernelContext) -> None:
        self._place = place
        self._feed = Feed(
            store, place.code, lambda: read_room_history(store, place.code), deaf_to=DEAF
        )

    def __repr__(self) -> str:
        return f"<Team over time for the {self._place.role.value}>"

    def watch(self, watcher: Callable[[History], None]) -> Callable[[], None]:
        """Call `watcher` with the lines now and after every change; returns what ends it."""
        return self._feed.watch(watcher)

    def close(self) -> None:
        """Stop following."""
        self._feed.close()
