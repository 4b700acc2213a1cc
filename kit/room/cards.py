"""A session's signed cards as a notebook holds them, followed live."""

from __future__ import annotations

from collections.abc import Callable

from kit.room.context import KernelContext
from kit.room.feed import Feed
from kit.session.commitments import State
from kit.session.session import Role, check_role
from kit.store import Store
from kit.views.cards import Board, read_board

DEAF = (
    *("progress", "seats", "pairs", "apart", "ledger", "leader", "phase", "known", "debrief"),
    "memo",
)


class Cards:
    """The cards of a session and of those before it: hand it to `kit.CommitmentBoard`.

    Everybody may see them. The facilitator alone marks and takes away.
    """

    def __init__(self, store: Store, place: KernelContext) -> None:
        self._store = store
        self._place = place
        self._feed = Feed(store, place.code, lambda: read_board(store, place.code), deaf_to=DEAF)

    def __repr__(self) -> str:
        return f"<Cards for the {self._place.role.value}>"

    @property
    def steers(self) -> bool:
        """Whether this page may mark cards and take them away."""
        return self._place.role is Role.FACILITATOR

    def watch(self, watcher: Callable[[Board], None]) -> Callable[[], None]:
        """Call `watcher` with the cards now and after every change; returns what ends it."""
        return self._feed.watch(watcher)

    def mark(self, card_id: str, state: State) -> None:
        """Keep what became of a card of last time.

        Raises:
            RoleError: This page is not the facilitator's.
            NotFoundError: There is no such card.
        """
        check_role(self._place.role, Role.FACILITATOR)
        self._store.mark_commitment(self._place.code, card_id, state)

    def take_away(self, card_id: str) -> None:
        """Erase a card of this session.

        Raises:
            RoleError: This page is not the facilitator's.
            NotFoundError: There is no such card.
        """
        check_role(self._place.role, Role.FACILITATOR)
        self._store.take_away_commitment(self._place.code, card_id)

    def close(self) -> None:
        """Stop following."""
        self._feed.close()
