"""A team's cards as every page may see them: those of now, of last time, and what became of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kit.session.commitments import Commitment, FollowThrough, count_follow_through, name_sessions
from kit.store import Store

MOST_SESSIONS = 5  # earlier ones that are looked back on


@dataclass(frozen=True)
class Board:
    """The cards of a session and of those before it.

    Attributes:
        now: This session's cards by their ids.
        last: The earlier session's cards by their ids.
        told: What became of the earlier sessions' cards, the last one first.
    """

    now: Mapping[str, Commitment] = field(default_factory=dict, repr=False)
    last: Mapping[str, Commitment] = field(default_factory=dict, repr=False)
    told: tuple[FollowThrough, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain values, without ids."""
        sessions = zip(name_sessions(len(self.told)), self.told, strict=True)
        return {
            "now": [each.to_json() for each in self.now.values()],
            "last_time": [each.to_json() for each in self.last.values()],
            "follow_through": [{"session": name, **asdict(told)} for name, told in sessions],
        }


def read_board(store: Store, code: str) -> Board:
    """Read the cards of a session and of those it follows.

    Raises:
        NotFoundError: No session has this code.
    """
    earlier = store.list_followed(code)[:MOST_SESSIONS]
    cards = [store.list_commitments(each) for each in earlier]
    return Board(
        now=store.list_commitments(code),
        last=cards[0] if cards else {},
        told=tuple(count_follow_through(each.values()) for each in cards),
    )
