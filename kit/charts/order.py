"""In which order the answers of a result stand, and what the first and the last of them mean."""

from __future__ import annotations

from collections.abc import Sequence

from kit.gate.marginals import Marginal, Shape
from kit.gate.thirds import PLACES
from kit.language import NP_, _, pgettext

SHARE_ENDS = (NP_("share", "nobody"), NP_("share", "everybody"))


def sort_counts(marginal: Marginal) -> list[tuple[str, str, int]]:
    """Kinds with the most frequent first; steps of a scale in their order, the thirds with ends."""
    counts = list(marginal.counts)
    if marginal.shape is Shape.COUNTS:
        return sorted(counts, key=lambda row: -row[2])
    if marginal.shape is not Shape.BUCKETS:
        return counts
    ends = list_ends(marginal)
    return [
        (value, f"{label} ({end})" if end else label, count)
        for (value, label, count), end in zip(counts, ends, strict=True)
    ]


def list_ends(marginal: Marginal) -> list[str]:
    """What each step of a scale means: something for the first and the last, else ""."""
    steps = len(marginal.counts or marginal.zones)
    low, high = marginal.ends
    return [low, *[""] * (steps - 2), high]


def get_ends(marginal: Marginal) -> tuple[str, str]:
    """What lies at the two ends of a result in thirds: those of a scale, or of a share."""
    if marginal.spread:
        return marginal.ends
    nobody, everybody = (pgettext("share", each) for each in SHARE_ENDS)
    return nobody, everybody


def find_neutral(marginal: Marginal) -> int | None:
    """The place of the step of a scale that leans to neither side; None where there is none."""
    steps = len(marginal.counts)
    return steps // 2 if marginal.shape is Shape.FULL and steps % 2 else None


def name_parts(marginal: Marginal) -> Sequence[str]:
    """What the thirds of a scale are called: by the word of their only step, if it has one."""
    words = [label.partition(": ")[2] for _value, label, _count in marginal.counts]
    between = _("{first} to {last}", first="", last="")
    own = all(word and not word[0].isdigit() and between not in word for word in words)
    return words if own else [pgettext("place", each) for each in PLACES]


def has_words(marginal: Marginal) -> bool:
    """Whether the steps of a scale are words in place of numbers."""
    return marginal.shape is Shape.FULL and not any(
        label.startswith(value) for value, label, _count in marginal.counts
    )
