"""The phrases that captions and pictures share."""

from __future__ import annotations

from kit.charts.order import sort_counts
from kit.gate.marginals import Marginal
from kit.gate.thirds import PLACES
from kit.language import N_, _, ngettext, pgettext
from kit.language.formats import join_choices, join_list, join_quoted
from kit.language.numbers import format_number

SHARES = (
    (5, N_("Hardly anybody said yes")),
    (10, N_("About one in ten said yes")),
    (20, N_("About a fifth said yes")),
    (25, N_("About a quarter said yes")),
    (33, N_("About a third said yes")),
    (40, N_("About two fifths said yes")),
    (50, N_("About half said yes")),
    (60, N_("About three fifths said yes")),
    (67, N_("About two thirds said yes")),
    (75, N_("About three quarters said yes")),
    (80, N_("About four fifths said yes")),
    (90, N_("About nine in ten said yes")),
    (95, N_("Nearly everybody said yes")),
)
"""Parts of a group in words, by per cent."""
SAID_YES = (N_("Few said yes"), N_("About half said yes"), N_("Most said yes"))
"""The same where only the third is told."""
NUMBERS = (
    *("", ""),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
)
CENTRES = (
    N_("The centre of the answers is low"),
    N_("The centre of the answers is in the middle"),
    N_("The centre of the answers is high"),
)
CLOSENESS = {
    "aligned": N_("close together"),
    "mixed": N_("spread out"),
    "split": N_("far apart"),
}
"""How close the answers of a group are, for a wall: by the word of the result."""
SPREADS = {
    "aligned": N_("the answers lie close together"),
    "mixed": N_("the answers are spread out"),
    "split": N_("some answers are low, some are high"),
}


def say_number(n: int) -> str:
    """A small number in a word, as sentences have it; a larger one in digits."""
    return _(NUMBERS[n]) if 1 < n < len(NUMBERS) else format_number(n)


def say_closeness(spread: str) -> str:
    """How close answers are, for a wall: "spread out"; "" where nothing is known of it."""
    return _(CLOSENESS.get(spread, ""))


def say_place(zone: int) -> str:
    """In which third of a scale something lies: "low", "in the middle", "high"."""
    return pgettext("place", PLACES[zone])


def describe_centre(marginal: Marginal) -> str:
    """Say in which of the three zones the result lies, without a full stop."""
    zone = marginal.zone or 0
    return _(CENTRES[zone]) if marginal.spread else _(SAID_YES[zone])


def describe_spread(marginal: Marginal) -> str:
    """The same with how close the answers are, as a sentence."""
    centre = describe_centre(marginal)
    if not marginal.spread:
        return f"{centre}."
    # Translators: as in "The centre of the answers is low: the answers are spread out."
    return _("{centre}: {spread}.", centre=centre, spread=_(SPREADS[marginal.spread]))


def describe_estimate(marginal: Marginal) -> str:
    """Say an estimated share with its band, without a full stop.

    Raises:
        ValueError: The result is no estimate.
    """
    if marginal.estimate is None:
        msg = f"prompt {marginal.prompt!r} has no estimate. Ask for its counts instead."
        raise ValueError(msg)
    low, middle, high = marginal.estimate
    share = _(min(SHARES, key=lambda each: abs(each[0] - middle))[1])
    # Translators: as in "About half said yes: between 40 and 60 %".
    return _("{share}: between {low} and {high} %", share=share, low=low, high=high)


def describe_ranks(marginal: Marginal) -> str:
    """Say which kinds come first, which then, and which nobody chose."""
    groups: dict[int, list[str]] = {}
    for _value, label, count in sort_counts(marginal):
        groups.setdefault(count, []).append(label)
    nobody = groups.pop(0, [])
    (most, first), *others = groups.items()
    if len(first) > 1:
        words = _(
            "{labels} come first with {most} of {n} each",
            labels=join_list(first),
            most=most,
            n=marginal.n,
        )
    else:
        words = _(
            "{labels} comes first with {most} of {n}",
            labels=first[0],
            most=most,
            n=marginal.n,
        )
    words = words[0].upper() + words[1:]
    if others:
        # Translators: between two groups, each with its number: "b with 4, c and d with 2 each".
        between = pgettext("groups of answers", ", ")
        rest = between.join(_count(labels, count) for count, labels in others)
        # Translators: as in "a comes first with 5 of 12; then b with 4, c and d with 2 each".
        words = _("{first}; then {others}", first=words, others=rest)
    if nobody:
        rest = _("Nobody chose {labels}.", labels=join_choices(nobody))
        return f"{words}. {rest}"
    return f"{words}."


def _count(labels: list[str], count: int) -> str:
    if len(labels) > 1:
        return _("{labels} with {count} each", labels=join_list(labels), count=count)
    return _("{labels} with {count}", labels=labels[0], count=count)


def add_limit(note: str, most: int) -> str:
    """A note, and why its counts may add up to more than the answers; as it was where they do not.

    Args:
        note: How many answers stand behind the counts.
        most: How many each could choose.
    """
    if most < 2:
        return note
    return _("{note}, each could choose up to {most}", note=note, most=say_number(most))


def add_dots(note: str, dots: int) -> str:
    """A note, and what its counts are counts of, where each person had some dots."""
    return ngettext(
        "{note}, each had {dots} dot to give",
        "{note}, each had {dots} dots to give",
        dots,
        note=note,
        dots=say_number(dots),
    )


def quote(label: str) -> str:
    """Words of the exercise inside a sentence of the kit."""
    return join_quoted([label])
