"""Snapshots: what has been published of a round, each prompt on its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from kit.errors import DefinitionError, suggest
from kit.gate.crosstabs import CrossTable
from kit.gate.marginals import TOO_CLOSE, Marginal, Shape, withhold
from kit.gate.rules import may_stand_beside


@dataclass(frozen=True, repr=False)
class Snapshot:
    """What has been published of a round at one moment.

    Attributes:
        number: 1 for the first snapshot of the round.
        n: Submissions it shows.
        of: Submissions there were at the close; more than `n` when the last few were left out.
        marginals: One for each prompt that is counted, in the order of the exercise.
        final: It is the result of the round; nothing follows.
        crosses: One for each pair of prompts the exercise counts together; in a final one only.
        extra: How many of the submissions may have come from second browsers.
        known: How many of them the room knew already, as far as the facilitator has said.
    """

    number: int
    n: int
    of: int
    marginals: tuple[Marginal, ...]
    final: bool = False
    crosses: tuple[CrossTable, ...] = ()
    extra: int = 0
    known: int = 0

    @property
    def taken_off(self) -> int:
        """How many of the submissions no number may rest on."""
        return self.extra + self.known

    def __repr__(self) -> str:
        return f"<Snapshot {self.number} of {self.n} submissions, {len(self.marginals)} marginals>"

    def get_marginal(self, name: str) -> Marginal:
        """Find the result of a prompt.

        Raises:
            DefinitionError: No counted prompt has this name.
        """
        found = self.find_marginal(name)
        if found is not None:
            return found
        names = [marginal.prompt for marginal in self.marginals]
        msg = f"prompt {name!r}: there is no counted prompt of this name.{suggest(name, names)}"
        raise DefinitionError(msg)

    def find_marginal(self, name: str) -> Marginal | None:
        """Look for the result of a prompt; None where no counted prompt has this name."""
        return next((each for each in self.marginals if each.prompt == name), None)

    def to_json(self) -> dict[str, Any]:
        """Give the snapshot as plain values for the store."""
        return {
            "number": self.number,
            "n": self.n,
            "of": self.of,
            "marginals": [marginal.to_json() for marginal in self.marginals],
            "final": self.final,
            "crosses": [table.to_json() for table in self.crosses],
            "extra": self.extra,
            "known": self.known,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Snapshot:
        """Read what `to_json` gave, or gave before there were cross-tables."""
        marginals = tuple(Marginal.from_json(each) for each in values["marginals"])
        crosses = tuple(CrossTable.from_json(each) for each in values.get("crosses", ()))
        return cls(**{**values, "marginals": marginals, "crosses": crosses})


Beside: TypeAlias = tuple[Snapshot, Mapping[str, Marginal]]
"""What another session has published, and how each question may be told beside it that is the same
there, where too few answers differ."""


def hold_back(
    snapshot: Snapshot,
    last: Snapshot | None,
    earlier: Sequence[Snapshot],
    batch: int,
    beside: Sequence[Beside] = (),
) -> Snapshot:
    """Leave each question as it was where what is new about it would be too few people's answers.

    A batch of submissions may hold one single answer to a question that the others skipped. Its
    numbers move only when at least a batch of answers to that very question has come. The same
    exercise may have been played before: a question is shown again only if nobody can take the one
    result from the other and have a few people's answers left. Where last time is to stand beside
    today, a question that is too close to it is told in thirds instead.

    Args:
        snapshot: What is about to be published.
        last: What this round has published before it; None where this is the first.
        earlier: What other rounds of the exercise have published, in this session and in those
            it follows or that follow it.
        batch: Fewest people by whom a question's answers may differ.
        beside: What other sessions have published, which may stand beside this; not in `earlier`.
    """
    others = (*((each, {}) for each in earlier), *beside)
    marginals = tuple(_hold(snapshot, each, last, others, batch) for each in snapshot.marginals)
    return replace(snapshot, marginals=marginals)


def is_news(snapshot: Snapshot, last: Snapshot | None) -> bool:
    """Say whether a snapshot shows anything that was not shown before.

    Args:
        snapshot: What is about to be published.
        last: What its round has published before it; None where this is the first.
    """
    return any(
        each.shape is not Shape.WITHHELD
        and (last is None or last.find_marginal(each.prompt) != each)
        for each in snapshot.marginals
    )


def _hold(
    snapshot: Snapshot,
    marginal: Marginal,
    last: Snapshot | None,
    others: Sequence[Beside],
    batch: int,
) -> Marginal:
    """One question as it may be shown now: anew, in thirds, as it was, or not at all."""
    before = last.find_marginal(marginal.prompt) if last else None
    if before is not None and marginal.n - before.n < batch + snapshot.taken_off:
        return before
    close = [
        in_thirds for other, in_thirds in others if _is_close(snapshot, marginal, other, batch)
    ]
    if not close:
        return marginal
    if all(marginal.prompt in in_thirds for in_thirds in close):
        return close[0][marginal.prompt]
    return before or withhold(marginal, TOO_CLOSE)


def _is_close(snapshot: Snapshot, marginal: Marginal, other: Snapshot, batch: int) -> bool:
    """Whether what is left of a question's two results would be too few people's answers."""
    shown = other.find_marginal(marginal.prompt)
    if not marginal.n or shown is None or not shown.n:
        return False
    off = max(snapshot.taken_off, other.taken_off)
    return not may_stand_beside(marginal.n, shown.n, batch=batch, taken_off=off)
