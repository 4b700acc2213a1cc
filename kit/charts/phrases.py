"""The phrases that captions and pictures share."""

from __future__ import annotations

from kit.charts.order import sort_counts
from kit.gate.marginals import Marginal
from kit.gate.thirds import PLACES

SHARES = (
    (5, "Hardly anybody"),
    (10, "About one in ten"),
    (20, "About a fifth"),
    (25, "About a quarter"),
    (33, "About a third"),
    (40, "About two fifths"),
    (50, "About half"),
    (60, "About three fifths"),
    (67, "About two thirds"),
    (75, "About three quarters"),
    (80, "About four fifths"),
    (90, "About nine in ten"),
    (95, "Nearly everybody"),
)
NUMBERS = dict(enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine"], 2))
CLOSENESS = {"aligned": "close together", "mixed": "spread out", "split": "far apart"}
"""How close the answers of a group are, for a wall: by the word of the result."""
SPREADS = {
    "aligned": "the answers lie close together",
    "mixed": "the answers are spread out",
    "split": "some answers are low, some are high",
}


def describe_centre(marginal: Marginal) -> str:
    """Say in which of the three zones the result lies, without a full stop."""
    zone = marginal.zone or 0
    if marginal.spread:
        return f"The centre of the answers is {PLACES[zone]}"
    return f"{marginal.zones[zone]} said yes"


def describe_estimate(marginal: Marginal) -> str:
    """Say an estimated share with its band, without a full stop.

    Raises:
        ValueError: The result is no estimate.
    """
    if marginal.estimate is None:
        msg = f"prompt {marginal.prompt!r} has no estimate. Ask for its counts instead."
        raise ValueError(msg)
    low, middle, high = marginal.estimate
    share = min(SHARES, key=lambda each: abs(each[0] - middle))[1]
    return f"{share} said yes: between {low} and {high} %"


def describe_ranks(marginal: Marginal) -> str:
    """Say which kinds come first, which then, and which nobody chose."""
    groups: dict[int, list[str]] = {}
    for _, label, count in sort_counts(marginal):
        groups.setdefault(count, []).append(label)
    nobody = groups.pop(0, [])
    (most, first), *others = groups.items()
    each = " each" if len(first) > 1 else ""
    verb = "come" if len(first) > 1 else "comes"
    words = f"{join_labels(first)} {verb} first with {most} of {marginal.n}{each}"
    words = words[0].upper() + words[1:]
    if others:
        words += f"; then {', '.join(_count(labels, count) for count, labels in others)}"
    return f"{words}." + (f" Nobody chose {join_labels(nobody, 'or')}." if nobody else "")


def _count(labels: list[str], count: int) -> str:
    return f"{join_labels(labels)} with {count}{' each' if len(labels) > 1 else ''}"


def describe_limit(most: int) -> str:
    """Why counts may add up to more than the answers; "" where each answer is one choice.

    Args:
        most: How many each could choose.
    """
    if most < 2:
        return ""
    return f", each could choose up to {NUMBERS.get(most, most)}"


def describe_dots(dots: int) -> str:
    """What the counts are counts of, where each person had some dots."""
    return f", each had {NUMBERS.get(dots, dots)} {'dot' if dots == 1 else 'dots'} to give"


def join_labels(labels: list[str], last: str = "and") -> str:
    """Some labels as a list in a sentence: "a, b and c"."""
    *others, final = labels
    return f"{', '.join(others)} {last} {final}" if others else final


def quote(label: str) -> str:
    """Words of the exercise inside a sentence of the kit."""
    return f"\u201c{label}\u201d"
