"""Thirds of a scale, and how far a group agrees on it: what is told where few have answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from kit.exercise.grid import GridRow
from kit.exercise.scale import Scale
from kit.language import N_, NP_

NEAR = 0.25  # share of a scale's length from the median that still counts as agreeing
ALIGNED = 0.8  # share of answers near the median from which a group is called aligned
SPLIT = 0.25  # share in each outer third from which it is called split
THIRDS = (NP_("third", "low"), NP_("third", "middle"), NP_("third", "high"))
PLACES = (NP_("place", "low"), NP_("place", "in the middle"), NP_("place", "high"))
SHARES = (N_("Few"), N_("About half"), N_("Most"))


def get_third(prompt: Scale, number: float) -> int:
    """Which third of a scale a number lies in: 0, 1 or 2."""
    return get_part(number - prompt.low + 0.5, prompt.high - prompt.low + 1)


def describe_spread(prompt: Scale, numbers: Sequence[int]) -> str:
    """How far a group agrees: "aligned", "mixed" or "split"."""
    middle, reach = median(numbers), NEAR * (prompt.high - prompt.low)
    near = sum(abs(number - middle) <= reach for number in numbers)
    parts = Counter(get_third(prompt, number) for number in numbers)
    return name_spread(near, (parts[0], parts[1], parts[2]))


def name_spread(near: int, parts: Sequence[int]) -> str:
    """How far a group agrees, by how many are near its centre, and by how many each third has."""
    whole = sum(parts)
    if near / whole >= ALIGNED:
        return "aligned"
    return "split" if min(parts[0], parts[2]) / whole >= SPLIT else "mixed"


def find_centre(parts: Sequence[int]) -> tuple[int, str]:
    """Which third holds the centre, and how close answers are of which only the thirds are known.

    Args:
        parts: How many answers lie in each third.
    """
    scale = Scale("thirds", "thirds", low=0, high=2)
    found = [place for place in range(3) for _ in range(parts[place])]
    return get_third(scale, median(found)), describe_spread(scale, found)


def get_part(amount: float, whole: float) -> int:
    """Which third of a whole an amount reaches; the middle one takes what lies on a boundary.

    So a question asked the other way round has the same result the other way round.
    """
    if 3 * amount < whole:
        return 0
    return 2 if 3 * amount > 2 * whole else 1


def label_thirds(prompt: Scale) -> tuple[str, ...]:
    """Name the thirds and their steps: "Low: 1 to 2", "Middle: 3", "High: 4 to 5".

    Steps that have words in place of numbers are named by them: "Low: never to seldom".
    """
    labels, worded = [], isinstance(prompt, GridRow) and bool(prompt.labels)
    for third, name in enumerate(THIRDS):
        steps = range(prompt.low, prompt.high + 1)
        inside = [step for step in steps if get_third(prompt, step) == third]
        found = [prompt.name_step(step) if worded else str(step) for step in inside]
        span = " to ".join(dict.fromkeys([*found[:1], *found[-1:]]))
        labels.append(f"{name.capitalize()}: {span}" if span else name.capitalize())
    return tuple(labels)
