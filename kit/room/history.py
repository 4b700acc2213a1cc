"""A team over time as a kernel holds it, followed live."""

from __future__ import annotations

from collections.abc import Callable

from kit.charts.history import TITLE
from kit.room.context import KernelContext
from kit.room.feed import Feed
from kit.session.session import Role, Round
from kit.store import Store
from kit.views.history import History, read_room_history

DEAF = frozenset(
    {"progress", "seats", "pairs", "apart", "ledger", "leader", "known", "deal", "memo"}
)


class TeamHistory:
    """What the sessions of a session's team have shown that everybody who leads it may see.

    Whoever knows a session's code can open its screen. So a screen has nothing of it before the
    facilitator turns to it, and nothing more once they turn away.
    """

    def __init__(self, store: Store, place: KernelContext) -> None:
        self._place = place
        is_screen = place.role is Role.SCREEN

        def read() -> History:
            if is_screen and not is_turned_to(store.get_round_by_id(place.round_id)):
                return History()
            return read_room_history(store, place.code)

        self._feed = Feed(
            store, place.code, read, deaf_to=DEAF if is_screen else DEAF | {"picture"}
        )

    def __repr__(self) -> str:
        return f"<Team over time for the {self._place.role.value}>"

    def watch(self, watcher: Callable[[History], None]) -> Callable[[], None]:
        """Call `watcher` with the lines now and after every change; returns what ends it."""
        return self._feed.watch(watcher)

    def close(self) -> None:
        """Stop following."""
        self._feed.close()


def is_turned_to(current: Round) -> bool:
    """Whether the facilitator has turned to a page of the team over time."""
    return current.picture.partition("#")[0] == TITLE
