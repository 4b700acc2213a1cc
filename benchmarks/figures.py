"""The arithmetic of measuring: pure functions of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

__all__ = ["Bar", "find_percentile", "find_spread", "median", "merge_runs", "shape_growth"]


@dataclass(frozen=True)
class Bar:
    """What a figure has to reach.

    Attributes:
        name: What is measured.
        value: What came out; None where nothing could be measured.
        bar: The most it may be.
        aim: The most it is meant to be.
        unit: Behind the number.
    """

    name: str
    value: float | None
    bar: float
    aim: float
    unit: str = ""

    @property
    def verdict(self) -> str:
        """One word for the reader."""
        if self.value is None:
            return "not measured"
        if self.value <= self.aim:
            return "aim reached"
        return "pass" if self.value <= self.bar else "fail"


def find_percentile(numbers: Sequence[float], share: float) -> float:
    """The number below which a share of all numbers lies, by nearest rank.

    Args:
        numbers: At least one, in any order.
        share: Between 0 and 1.

    Raises:
        ValueError: There are no numbers.
    """
    if not numbers:
        msg = "no numbers: nothing was measured"
        raise ValueError(msg)
    ordered = sorted(numbers)
    place = max(1, -(-len(ordered) * round(share * 1000) // 1000))
    return ordered[min(place, len(ordered)) - 1]


def find_spread(numbers: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and largest of some numbers."""
    return {
        "median": median(numbers),
        "p95": find_percentile(numbers, 0.95),
        "most": max(numbers),
    }


def merge_runs(runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The median of each figure over several runs, in the shape that they have."""
    merged: dict[str, Any] = {}
    for name, value in runs[0].items():
        found = [each[name] for each in runs]
        merged[name] = merge_runs(found) if isinstance(value, Mapping) else median(found)
    return merged


def shape_growth(rooms: Mapping[str, Mapping[str, Any]], path: str) -> list[tuple[int, float]]:
    """One figure of rooms of different size, the smallest room first.

    Args:
        rooms: Figures by the number of people.
        path: The figure's place, as in "join.cpu".
    """
    found = []
    for people, figures in rooms.items():
        value: Any = figures
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        if isinstance(value, int | float):
            found.append((int(people), float(value)))
    return sorted(found)


def find_growth(points: Sequence[tuple[int, float]], least: int, most: int) -> float | None:
    """How many times larger a figure is in the largest room than in the smallest.

    Args:
        points: People and figure.
        least: People in the smallest room that counts.
        most: People in the largest room that counts.

    Returns:
        None where one of the two is missing.
    """
    known = dict(points)
    if not known.get(least) or most not in known:
        return None
    return known[most] / known[least]
