"""Commitments: named cards of a team, what became of them, and how many were kept.

A commitment is the opposite of an answer: it carries its owner's name and is made to be seen. So
nothing here knows seats, rounds or answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kit.errors import ResponseError
from kit.exercise.lines import check_length, tidy_line
from kit.language import N_, _, ngettext
from kit.language.formats import join_items

LENGTHS: Mapping[str, int] = {"what": 140, "by": 40, "notice": 60, "owner": 40}
MISSING = {
    "what": N_("Write what you will do. One small thing is enough."),
    "by": N_("Write when: a moment such as \u201cin Monday\u2019s meeting\u201d, or a day."),
    "notice": N_("Write who will notice. It keeps a promise alive."),
    "owner": N_("A card is signed. Write your name, or yours together."),
}


class State(StrEnum):
    """What became of a commitment."""

    OPEN = "open"  # nobody has said yet
    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Commitment:
    """One card: "I or we will ... when ... and ... will notice", with a name below.

    Every text is put on one line. None may be empty.

    Args:
        owner: Who signs, at most 40 characters.
        what: What they will do, at most 140 characters.
        by: When: the moment or the day, at most 40 characters.
        notice: Who will notice, at most 60 characters.
        state: What became of it.

    Raises:
        ResponseError: A text is empty or too long; names the field.
    """

    owner: str = field(repr=False)
    what: str = field(repr=False)
    by: str = field(repr=False)
    notice: str = field(repr=False)
    state: State = State.OPEN

    def __post_init__(self) -> None:
        """Tidy and check every text, in the order in which the card asks for them."""
        for name, most in LENGTHS.items():
            object.__setattr__(self, name, clean_line(name, getattr(self, name), most))
        object.__setattr__(self, "state", State(self.state))

    def mark(self, state: State) -> Commitment:
        """The same card, with what became of it."""
        return replace(self, state=state)

    def to_json(self) -> dict[str, str]:
        """As plain values."""
        return {name: getattr(self, name) for name in LENGTHS} | {"state": self.state.value}


@dataclass(frozen=True)
class FollowThrough:
    """What became of one session's commitments: how many of each.

    Attributes:
        kept: Kept.
        changed: Changed on the way.
        dropped: Dropped.
        open: Not told yet.
    """

    kept: int = 0
    changed: int = 0
    dropped: int = 0
    open: int = 0

    @property
    def count(self) -> int:
        """How many cards there are."""
        return self.kept + self.changed + self.dropped + self.open


def clean_line(name: str, text: object, most: int) -> str:
    """Put a text on one line.

    Raises:
        ResponseError: It is empty or too long; names the field.
    """
    line = tidy_line(text)
    if not line:
        raise ResponseError(_(MISSING[name]), prompt=name)
    check_length(line, most, name)
    return line


def count_follow_through(commitments: Iterable[Commitment]) -> FollowThrough:
    """Count what became of the commitments of one session."""
    counts = Counter(each.state.value for each in commitments)
    return FollowThrough(**counts)


def describe_follow_through(told: FollowThrough) -> str:
    """Say what became of the commitments of one session: "3 of 5 kept, 1 changed, 1 not told"."""
    if not told.count:
        return _("Nothing was signed.")
    # Translators: what became of the commitments of a session, one after the other with commas.
    parts = [ngettext("{n} of {count} kept", "{n} of {count} kept", told.kept, count=told.count)]
    if told.changed:
        parts.append(ngettext("{n} changed", "{n} changed", told.changed))
    if told.dropped:
        parts.append(ngettext("{n} dropped", "{n} dropped", told.dropped))
    if told.open:
        parts.append(ngettext("{n} not told yet", "{n} not told yet", told.open))
    return f"{join_items(parts)}."


def name_sessions(count: int) -> Sequence[str]:
    """Names of a team's earlier sessions, the last one first."""
    earlier = (
        ngettext("{n} session ago", "{n} sessions ago", back) for back in range(2, count + 1)
    )
    return [_("Last time"), *earlier][:count]
