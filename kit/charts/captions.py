"""A published result as a person would say it, and as rows for a table."""

from __future__ import annotations

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
SPREADS = {
    "aligned": "the answers lie close together",
    "mixed": "the answers are spread out",
    "split": "some answers are low, some are high",
}
SHARE_ENDS = ("nobody", "everybody")
COUNTED = ("Answer", "Count")
TOLD = ("The group", "Result")


def describe_marginal(marginal: Marginal) -> str:
    """Say what the picture of a result shows, as a person would."""
    if marginal.estimate is not None:
        return f"{describe_estimate(marginal)}."
    if marginal.zone is not None:
        return _describe_zone(marginal)
    if not any(count for _, _, count in marginal.counts):
        return marginal.summary or "There are no answers to show."
    if marginal.shape == "counts":
        return _describe_kinds(marginal)
    return f"Of {marginal.n} answers: {', '.join(_list_steps(marginal))}."


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


def list_columns(marginal: Marginal) -> list[str]:
    """Titles of the table's columns."""
    return list(COUNTED if marginal.counts else TOLD)


def list_rows(marginal: Marginal) -> list[list[str]]:
    """What the picture shows, in its order, as texts for a table."""
    answers = ["Answers", str(marginal.n)]
    if marginal.estimate is not None:
        low, middle, high = (f"{each} %" for each in marginal.estimate)
        return [["Said yes, about", middle], ["At least", low], ["At most", high], answers]
    if marginal.zone is None:
        return [[label, str(count)] for _, label, count in sort_counts(marginal)]
    place = marginal.zones[marginal.zone]
    if not marginal.spread:
        return [["Said yes", place], answers]
    spread = f"{marginal.spread.capitalize()}: {SPREADS[marginal.spread]}"
    return [["Centre of the answers", place], ["How close they are", spread], answers]


def sort_counts(marginal: Marginal) -> list[tuple[str, str, int]]:
    """Kinds with the most frequent first; steps of a scale in their order, the thirds with ends."""
    counts = list(marginal.counts)
    if marginal.shape == "counts":
        return sorted(counts, key=lambda row: -row[2])
    if marginal.shape != "buckets":
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


def get_neutral(marginal: Marginal) -> int | None:
    """The place of the step that leans to neither side; None where there is none."""
    steps = len(marginal.counts)
    full_scale = marginal.type == "Scale" and marginal.shape == "full"
    return steps // 2 if full_scale and steps % 2 else None


def _describe_zone(marginal: Marginal) -> str:
    centre, zone = describe_centre(marginal), marginal.zone or 0
    if not marginal.spread:
        return f"{centre}."
    end = list_ends(marginal)[zone]
    towards = f', towards "{end}"' if end else ""
    return f"{centre}{towards}. The group is {marginal.spread}: {SPREADS[marginal.spread]}."


def _list_steps(marginal: Marginal) -> list[str]:
    if marginal.type != "Scale":
        return [f"{label.lower()} {count}" for _, label, count in marginal.counts]
    steps = []
    for (value, label, count), end in zip(marginal.counts, list_ends(marginal), strict=True):
        span = label.partition(": ")[2]
        where = value if span else f"at {value}"
        inside = ", ".join(each for each in (span, end) if each)
        steps.append(f"{count or 'none'} {where}" + (f" ({inside})" if inside else ""))
    return steps


def _describe_kinds(marginal: Marginal) -> str:
    groups: dict[int, list[str]] = {}
    for _, label, count in sort_counts(marginal):
        groups.setdefault(count, []).append(label)
    nobody = groups.pop(0, [])
    (most, first), *others = groups.items()
    each = " each" if len(first) > 1 else ""
    verb = "come" if len(first) > 1 else "comes"
    words = f"{_join(first)} {verb} first with {most} of {marginal.n}{each}"
    words = words[0].upper() + words[1:]
    if others:
        words += f"; then {', '.join(_count(labels, count) for count, labels in others)}"
    return f"{words}." + (f" Nobody chose {_join(nobody, 'or')}." if nobody else "")


def _count(labels: list[str], count: int) -> str:
    return f"{_join(labels)} with {count}{' each' if len(labels) > 1 else ''}"


def _join(labels: list[str], last: str = "and") -> str:
    *others, final = labels
    return f"{', '.join(others)} {last} {final}" if others else final
