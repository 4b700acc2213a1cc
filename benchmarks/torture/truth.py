"""What the phones were told, beside what was published: lost, doubled, miscounted, withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Protocol

from kit.exercise.policy import DEFAULT_POLICY
from kit.gate.snapshot import Snapshot

VERSIONS = 3  # answers that one person can tell apart from each other


class Answering(Protocol):
    """Somebody who answers: what was received last, and what was sent since without a receipt."""

    name: str
    received: str
    doubtful: list[str]


@dataclass
class Tally:
    """What came out of trials.

    Attributes:
        trials: How often the fault was tried.
        people: People who answered, each counted in every trial.
        acknowledged: Of them those whose phone said "Received".
        lost: Acknowledged, and nothing of it in the result.
        doubled: People who stand in the result more than once.
        miscounted: Results that show an answer which was replaced or never sent, or a wrong sum.
        stuck: Phones without a receipt within the bound, though the server was back.
        withheld: Results withheld although enough people who were here had answered.
        pressed: How often Send was pressed.
        unsure: People who were counted and never told: their phone had no receipt yet.
    """

    trials: int = 0
    people: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    miscounted: int = 0
    stuck: int = 0
    withheld: int = 0
    pressed: int = 0
    unsure: int = 0

    @property
    def is_bad(self) -> bool:
        """Whether anything happened that must never happen."""
        return bool(self.lost or self.doubled or self.miscounted or self.stuck)

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def list_options(names: Sequence[str]) -> list[str]:
    """What can be chosen: everybody has options of their own, so that a count names its owner."""
    return [name_option(name, version) for name in names for version in range(VERSIONS)]


def name_option(name: str, version: int) -> str:
    """One of a person's own options."""
    return f"{name}-{version % VERSIONS}"


def compare(people: Sequence[Answering], result: Snapshot | None) -> Tally:
    """Compare what the phones were told with what was published."""
    tally = Tally(people=len(people))
    tally.acknowledged = sum(bool(person.received) for person in people)
    if result is None:
        tally.withheld = int(tally.acknowledged >= DEFAULT_POLICY.k)
        return tally
    counts = {value: count for value, _, count in result.get_marginal("kind").counts}
    for person in people:
        chosen = [
            value for value in counts if value.startswith(f"{person.name}-") and counts[value]
        ]
        allowed = {person.received, *person.doubtful}
        tally.lost += bool(person.received) and not chosen
        tally.doubled += sum(counts[value] for value in chosen) > 1
        tally.miscounted += any(value not in allowed for value in chosen)
        tally.unsure += bool(chosen) and not person.received
    if sum(counts.values()) != result.of:
        tally.miscounted += 1
    return tally
