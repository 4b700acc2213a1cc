"""The one sentence that stands above a picture on the stage, true for every result there can be.

A sentence says what can be counted in the table beside the picture, and nothing about those whose
answers are not in it: not "nobody", not "the team".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from kit.charts.phrases import SPREADS, describe_centre, describe_estimate, join_labels, quote
from kit.charts.shares import describe_slope
from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.energy_map import EnergyMap
from kit.exercise.kinds import ByKind
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.marginals import Marginal, Shape

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
    counts = [(label, count) for _, label, count in marginal.counts]
    most = max(count for _, count in counts)
    first = [quote(label) for label, count in counts if count == most]
    none = [quote(label) for label, count in counts if count == 0]
    if most == 0:
        return "None of these was chosen."
    if len(first) == len(counts):
        return f"All {len(first)} were chosen equally often: {most} of {marginal.n} each."
    if len(first) > MOST_NAMED:
        return f"{len(first)} answers share the first place: {most} of {marginal.n} each."
    verb, each = ("was", "") if len(first) == 1 else ("were", " each")
    said = f"{join_labels(first)} {verb} chosen most: {most} of {marginal.n}{each}."
    return f"{said} Not chosen: {none[0]}." if len(none) == 1 else said


@HEADLINES.register(Dots)
def _lead_dots(marginal: Marginal) -> str:
    most = max(count for _, _, count in marginal.counts)
    first = [quote(label) for _, label, count in marginal.counts if count == most]
    if len(first) == len(marginal.counts):
        return f"All {len(first)} have as many dots: {most} each."
    if len(first) > MOST_NAMED:
        return f"{len(first)} answers share the first place: {most} dots each."
    verb, each = ("has", "") if len(first) == 1 else ("have", " each")
    return f"{join_labels(first)} {verb} the most dots: {most}{each}."


@HEADLINES.register(Scale)
def _lead_scale(marginal: Marginal) -> str:
    if marginal.zone is not None:
        centre = describe_centre(marginal)
        return f"{centre}: {SPREADS[marginal.spread]}." if marginal.spread else f"{centre}."
    sides = count_sides(marginal)
    names = [f"below the middle{_name_end(marginal, 0)}", "in the middle"]
    names.append(f"above the middle{_name_end(marginal, 1)}")
    if marginal.shape is Shape.BUCKETS:
        ends = [_name_end(marginal, 0), "", _name_end(marginal, 1)]
        parts = ("low", "middle", "high")
        names = [f"in the {part} third{end}" for part, end in zip(parts, ends, strict=True)]
    for side, count in enumerate(sides):
        if 2 * count > marginal.n:
            whole = count == marginal.n
            who = f"All {count}" if whole else f"{count} of {marginal.n}"
            return f"{who} answers are {names[side]}."
    return f"No side has more than half: {_list_sides(marginal, sides)}."


def count_sides(marginal: Marginal) -> tuple[int, int, int]:
    """How many answers lie below the middle of a scale, in it and above it.

    A scale with an even number of steps has none in the middle. Thirds are counted as they are.
    """
    counts = [count for _, _, count in marginal.counts]
    half = len(counts) // 2
    middle = counts[half] if len(counts) % 2 else 0
    above = counts[half + len(counts) % 2 :]
    return sum(counts[:half]), middle, sum(above)


def _list_sides(marginal: Marginal, sides: tuple[int, int, int]) -> str:
    low, middle, high = sides
    if marginal.shape is Shape.BUCKETS:
        return f"{low} low, {middle} in the middle, {high} high"
    if len(marginal.counts) % 2 == 0:
        return f"{low} below the middle, {high} above"
    return f"{low} below the middle, {middle} in it, {high} above"


def _name_end(marginal: Marginal, side: int) -> str:
    end = marginal.ends[side]
    return f", towards {quote(end)}" if end else ""


@HEADLINES.register(YesNo)
def _lead_yes_no(marginal: Marginal) -> str:
    if marginal.estimate is not None:
        return f"{describe_estimate(marginal)}."
    if marginal.zone is not None:
        return f"{describe_centre(marginal)}."
    yes = {value: count for value, _, count in marginal.counts}["yes"]
    if 2 * yes == marginal.n:
        return f"Half said yes, half said no: {yes} each."
    if yes in (0, marginal.n):
        return f"All {marginal.n} said {'yes' if yes else 'no'}."
    return f"{yes} of {marginal.n} said yes."


HEADLINES.register(EnergyMap)(describe_slope)
