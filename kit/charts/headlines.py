"""The one sentence that stands above a picture on the stage, true for every result there can be.

A sentence says what can be counted in the table beside the picture, and nothing about those whose
answers are not in it: not "nobody", not "the team".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from kit.charts.phrases import describe_centre, describe_estimate, describe_spread, quote
from kit.charts.shares import describe_slope
from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.energy_map import EnergyMap
from kit.exercise.kinds import ByKind
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.marginals import Marginal, Shape
from kit.language import _, ngettext
from kit.language.formats import join_list

MOST_NAMED = 3
"""As many answers that share the first place are named; more are counted."""
LOW, MIDDLE, HIGH = range(3)

Write: TypeAlias = Callable[[Marginal], str]
HEADLINES: ByKind[Write] = ByKind("headline")


def write_headline(marginal: Marginal) -> str:
    """Say what a result shows, in a sentence for the back row; "" where there is no picture."""
    if marginal.in_words or not (marginal.n or marginal.estimate):
        return ""
    return HEADLINES.get(marginal.kind)(marginal)


@HEADLINES.register(Choice)
def _lead_choice(marginal: Marginal) -> str:
    counts = [(label, count) for _value, label, count in marginal.counts]
    most = max(count for _label, count in counts)
    first = [quote(label) for label, count in counts if count == most]
    none = [quote(label) for label, count in counts if count == 0]
    told = {"most": most, "n": marginal.n}
    if most == 0:
        return _("None of these was chosen.")
    if len(first) == len(counts):
        return _("All {all} were chosen equally often: {most} of {n} each.", all=len(first), **told)
    if len(first) > MOST_NAMED:
        return _("{all} answers share the first place: {most} of {n} each.", all=len(first), **told)
    if len(first) == 1:
        said = _("{labels} was chosen most: {most} of {n}.", labels=first[0], **told)
    else:
        labels = join_list(first)
        said = _("{labels} were chosen most: {most} of {n} each.", labels=labels, **told)
    if len(none) != 1:
        return said
    rest = _("Not chosen: {label}.", label=none[0])
    return f"{said} {rest}"


@HEADLINES.register(Dots)
def _lead_dots(marginal: Marginal) -> str:
    most = max(count for _value, _label, count in marginal.counts)
    first = [quote(label) for _value, label, count in marginal.counts if count == most]
    if len(first) == len(marginal.counts):
        return _("All {all} have as many dots: {most} each.", all=len(first), most=most)
    if len(first) > MOST_NAMED:
        return _(
            "{all} answers share the first place: {most} dots each.",
            all=len(first),
            most=most,
        )
    if len(first) == 1:
        return _("{labels} has the most dots: {most}.", labels=first[0], most=most)
    return _("{labels} have the most dots: {most} each.", labels=join_list(first), most=most)


@HEADLINES.register(Scale)
def _lead_scale(marginal: Marginal) -> str:
    if marginal.zone is not None:
        return describe_spread(marginal)
    sides = count_sides(marginal)
    for side, count in enumerate(sides):
        if 2 * count > marginal.n:
            return _lead_side(marginal, side, count)
    return _("No side has more than half: {sides}.", sides=_list_sides(marginal, sides))


def _lead_side(marginal: Marginal, side: int, count: int) -> str:
    """Say which side of a scale has more than half of the answers, or all of them.

    Args:
        marginal: The result.
        side: 0 below the middle, 1 in it, 2 above.
        count: How many answers it has.
    """
    if marginal.shape is Shape.BUCKETS:
        where = (_("in the low third"), _("in the middle third"), _("in the high third"))[side]
    else:
        where = (_("below the middle"), _("in the middle"), _("above the middle"))[side]
    end = (marginal.ends[0], "", marginal.ends[1])[side]
    if end:
        where = _("{where}, towards {end}", where=where, end=quote(end))
    if count == marginal.n:
        return ngettext(
            "All {n} answers are {where}.", "All {n} answers are {where}.", count, where=where
        )
    return _("{count} of {n} answers are {where}.", count=count, n=marginal.n, where=where)


def count_sides(marginal: Marginal) -> tuple[int, int, int]:
    """How many answers lie below the middle of a scale, in it and above it.

    A scale with an even number of steps has none in the middle. Thirds are counted as they are.
    """
    counts = [count for _value, _label, count in marginal.counts]
    half = len(counts) // 2
    middle = counts[half] if len(counts) % 2 else 0
    above = counts[half + len(counts) % 2 :]
    return sum(counts[:half]), middle, sum(above)


def _list_sides(marginal: Marginal, sides: tuple[int, int, int]) -> str:
    low, middle, high = sides
    if marginal.shape is Shape.BUCKETS:
        return say_thirds(low, middle, high)
    if len(marginal.counts) % 2 == 0:
        return _("{low} below the middle, {high} above", low=low, high=high)
    return _(
        "{low} below the middle, {middle} in it, {high} above", low=low, middle=middle, high=high
    )


def say_thirds(low: int, middle: int, high: int) -> str:
    """How many answers lie in each third of a scale."""
    return _("{low} low, {middle} in the middle, {high} high", low=low, middle=middle, high=high)


@HEADLINES.register(YesNo)
def _lead_yes_no(marginal: Marginal) -> str:
    if marginal.estimate is not None:
        return f"{describe_estimate(marginal)}."
    if marginal.zone is not None:
        return f"{describe_centre(marginal)}."
    yes = {value: count for value, _label, count in marginal.counts}["yes"]
    if 2 * yes == marginal.n:
        return _("Half said yes, half said no: {yes} each.", yes=yes)
    if yes in (0, marginal.n):
        return _("All {n} said yes.", n=yes) if yes else _("All {n} said no.", n=marginal.n)
    return _("{yes} of {n} said yes.", yes=yes, n=marginal.n)


HEADLINES.register(EnergyMap)(describe_slope)
