"""Where the centre of a published result lies, and how close the answers are."""

from __future__ import annotations

from statistics import median

from kit.exercise.scale import Scale
from kit.gate.marginals import Marginal
from kit.gate.thirds import describe_spread, find_centre, get_third


def read_centre(marginal: Marginal) -> tuple[int, str]:
    """In which third of its scale a result's centre lies, 0 to 2, and how close the answers are.

    Raises:
        ValueError: Nothing is shown of it.
    """
    if marginal.zone is not None:
        return marginal.zone, marginal.spread
    scale = _make_scale(marginal)
    found = [place for place in range(scale.high + 1) for _ in range(marginal.counts[place][2])]
    return get_third(scale, median(found)), describe_spread(scale, found)


def read_centre_of_thirds(marginal: Marginal) -> tuple[int, str]:
    """The same, of a result of which no more than its thirds is looked at.

    Raises:
        ValueError: Nothing is shown of it.
    """
    if marginal.zone is not None:
        return marginal.zone, marginal.spread
    return find_centre(count_thirds(marginal))


def count_thirds(marginal: Marginal) -> tuple[int, int, int]:
    """How many answers of a result with counts lie in each third of its scale, the lowest first.

    Raises:
        ValueError: It has no counts.
    """
    scale = _make_scale(marginal)
    parts = [0, 0, 0]
    for place, (_, _, count) in enumerate(marginal.counts):
        parts[get_third(scale, place)] += count
    return parts[0], parts[1], parts[2]


def _make_scale(marginal: Marginal) -> Scale:
    """A scale with a step for each place of a result."""
    if not marginal.counts:
        msg = f"prompt {marginal.prompt!r} shows nothing. Ask whether it is withheld first."
        raise ValueError(msg)
    return Scale("steps", "steps", low=0, high=len(marginal.counts) - 1)
