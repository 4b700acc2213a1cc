"""Thirds of a scale, and how far a group agrees on it: what is told where few have answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from kit.exercise.scale import Scale

NEAR = 0.25  # share of a scale's length from the median that still counts as agreeing
ALIGNED = 0.8  # share of answers near the median from which a group is called aligned
SPLIT = 0.25  # share in each outer third from which it is called split
THIRDS = ("low", "middle", "high")
PLACES = ("low", "in the middle", "high")
SHARES = ("Few", "About half", "Most")


def get_third(prompt: Scale, number: float) -> int:
    """Which third of a scale a number lies in: 0, 1 or 2."""
    return get_part(number - prompt.low + 0.5, prompt.high - prompt.low + 1)


def describe_spread(prompt: Scale, numbers: Sequence[int]) -> str:
    """How far a group agrees: "aligned", "mixed" or "split"."""
    middle, reach = median(numbers), NEAR * (prompt.high - prompt.low)
    near = sum(abs(number - middle) <= reach for number in numbers) / len(numbers)
    if near >= ALIGNED:
        return "aligned"
    parts = Counter(get_third(prompt, number) for number in numbers)
    if min(parts[0], parts[2]) / len(numbers) >= SPLIT:
        return "split"
    return "mixed"


def get_part(amount: float, whole: float) -> int:
    """Which third of a whole an amount reaches; the middle one takes what lies on a boundary.

    So a question asked the other way round has the same result the other way round.
    """
    if 3 * amount < whole:
        return 0
    return 2 if 3 * amount > 2 * whole else 1


def label_thirds(prompt: Scale) -> tuple[str, ...]:
    """Name the thirds and their steps: "Low: 1 to 2", "Middle: 3", "High: 4 to 5"."""
    labels = []
    for third, name in enumerate(THIRDS):
        steps = range(prompt.low, prompt.high + 1)
        found = [str(step) for step in steps if get_third(prompt, step) == third]
        span = " to ".join(dict.fromkeys([*found[:1], *found[-1:]]))
        labels.append(f"{name.capitalize()}: {span}" if span else name.capitalize())
    return tuple(labels)
