"""Snapshots: what has been published of a round, each prompt on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kit.crosses import CrossTable
from kit.errors import DefinitionError, suggest
from kit.marginals import Marginal


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
    """

    number: int
    n: int
    of: int
    marginals: tuple[Marginal, ...]
    final: bool = False
    crosses: tuple[CrossTable, ...] = ()

    def __repr__(self) -> str:
        return f"<Snapshot {self.number} of {self.n} submissions, {len(self.marginals)} marginals>"

    def get_marginal(self, name: str) -> Marginal:
        """Find the result of a prompt.

        Raises:
            DefinitionError: No counted prompt has this name.
        """
        for marginal in self.marginals:
            if marginal.prompt == name:
                return marginal
        names = [marginal.prompt for marginal in self.marginals]
        msg = f"prompt {name!r}: there is no counted prompt of this name.{suggest(name, names)}"
        raise DefinitionError(msg)

    def to_json(self) -> dict[str, Any]:
        """Give the snapshot as plain values for the store."""
        return {
            "number": self.number,
            "n": self.n,
            "of": self.of,
            "marginals": [marginal.to_json() for marginal in self.marginals],
            "final": self.final,
            "crosses": [table.to_json() for table in self.crosses],
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Snapshot:
        """Read what `to_json` gave, or gave before there were cross-tables."""
        marginals = tuple(Marginal.from_json(each) for each in values["marginals"])
        crosses = tuple(CrossTable.from_json(each) for each in values.get("crosses", ()))
        return cls(**{**values, "marginals": marginals, "crosses": crosses})


def hold_back(snapshot: Snapshot, last: Snapshot, batch: int) -> Snapshot:
    """Leave a question as it was where too few have answered it since.

    A batch of submissions may hold one single answer to a question that the others skipped. Its
    numbers move only when at least a batch of answers to that very question has come.

    Args:
        snapshot: What is about to be published.
        last: What has been published before it.
        batch: Fewest answers by which a question's numbers may differ.
    """
    before = {marginal.prompt: marginal for marginal in last.marginals}
    marginals = tuple(
        before[each.prompt]
        if each.prompt in before and each.n - before[each.prompt].n < batch
        else each
        for each in snapshot.marginals
    )
    return replace(snapshot, marginals=marginals)
