"""A team over time, as its facilitator's pages, its screen and its report show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kit.gate.history import Measure, Played, build_measures, read_played
from kit.session.commitments import FollowThrough, count_follow_through
from kit.session.session import Session
from kit.store import Store


@dataclass(frozen=True)
class History:
    """What a team's sessions have shown, a line for each session.

    Attributes:
        sessions: The sessions that may be seen, the first one first.
        measures: The questions that ask for what was before; their points are in that order.
        cards: What became of the cards that were signed in each session.
    """

    sessions: tuple[Session, ...] = ()
    measures: tuple[Measure, ...] = ()
    cards: tuple[FollowThrough, ...] = ()

    @property
    def has_cards(self) -> bool:
        """Whether anything was signed."""
        return any(each.count for each in self.cards)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.measures and not self.has_cards


def read_history(
    store: Store, code: str, may_see: Callable[[str], bool] = lambda _code: True
) -> History:
    """Read what the sessions of a session's team have shown.

    A session in which nothing was shown and nothing was signed has no line.

    Args:
        store: The store.
        code: Code of one of the team's sessions.
        may_see: Whether the reader may see the session with a code. The gate goes by all of them.

    Raises:
        NotFoundError: No session has this code.
    """
    team = store.list_team(code)
    played = [read_played(store, each.code) for each in team]
    seen = [
        may_see(each.code) and _has_something(store, each, there)
        for each, there in zip(team, played, strict=True)
    ]
    lines = [each for each, may in zip(team, seen, strict=True) if may]
    return History(
        tuple(lines),
        build_measures(played, seen),
        tuple(count_follow_through(store.list_commitments(each.code).values()) for each in lines),
    )


def read_room_history(store: Store, code: str) -> History:
    """Read the same for a session's dashboard and screen, of which nobody knows who is looking.

    Where facilitators sign in, only those sessions are in it that all may lead who lead this one.

    Raises:
        NotFoundError: No session has this code.
    """
    leaders = _list_leaders(store, code)
    return read_history(store, code, lambda each: leaders <= _list_leaders(store, each))


def _list_leaders(store: Store, code: str) -> frozenset[str]:
    """Accounts that may lead a session."""
    owned = store.find_ownership(code)
    return frozenset() if owned is None else frozenset({owned.owner, *owned.invited} - {""})


def _has_something(store: Store, session: Session, played: Played) -> bool:
    return bool(store.list_commitments(session.code)) or any(
        shown.exercise.since for shown in played.shown.values()
    )
