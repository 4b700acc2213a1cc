"""A published result as a person would say it, and as a table: each kind of prompt its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from kit.charts.order import has_words, list_ends, sort_counts
from kit.charts.phrases import (
    SPREADS,
    describe_centre,
    describe_estimate,
    describe_ranks,
    describe_spread,
    say_closeness,
)
from kit.charts.shares import TIMES, describe_slope, list_share_rows
from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.energy import GROUP_STEP
from kit.exercise.energy_map import EnergyMap
from kit.exercise.kinds import ByKind
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.marginals import Marginal, Shape
from kit.language import N_, _, ngettext, pgettext
from kit.language.formats import join_items
from kit.language.numbers import format_number, format_percent

TOLD = (N_("The group"), N_("Result"))
NOTHING = N_("There are no answers to show.")


@dataclass(frozen=True)
class Table:
    """What a picture shows, in its order, as texts.

    Args:
        columns: Titles of the columns.
        rows: One list of texts for each row, as many as there are columns.
    """

    columns: list[str]
    rows: list[list[str]]


Describe: TypeAlias = Callable[[Marginal], str]
MakeTable: TypeAlias = Callable[[Marginal], Table]

CAPTIONS: ByKind[Describe] = ByKind("caption")
TABLES: ByKind[MakeTable] = ByKind("table of its result")


def describe_marginal(marginal: Marginal) -> str:
    """Say what the picture of a result shows, as a person would."""
    if marginal.in_words:
        return marginal.summary or _(NOTHING)
    return CAPTIONS.get(marginal.kind)(marginal)


def make_table(marginal: Marginal) -> Table:
    """Give the numbers of a result as a table; one without rows where there are only words."""
    if marginal.in_words:
        return Table(_name_told(), [])
    return TABLES.get(marginal.kind)(marginal)


def describe_precision(marginal: Marginal) -> str:
    """Say how exact the numbers are, where they are not counts; else ""."""
    if marginal.shape is not Shape.SHARES:
        return ""
    return _("Means to the nearest {step} %", step=GROUP_STEP)


@CAPTIONS.register(Choice)
def _describe_choice(marginal: Marginal) -> str:
    return describe_ranks(marginal) if _has_answers(marginal) else _(NOTHING)


@CAPTIONS.register(Dots)
def _describe_dots(marginal: Marginal) -> str:
    told = join_items(
        f"{label} {format_number(count)}" for _value, label, count in sort_counts(marginal)
    )
    return _("Dots: {told}.", told=told)


@CAPTIONS.register(Scale)
def _describe_scale(marginal: Marginal) -> str:
    if marginal.zone is None:
        return _describe_counts(marginal, _list_steps(marginal))
    centre, end = describe_centre(marginal), list_ends(marginal)[marginal.zone]
    if not (marginal.spread and end):
        return describe_spread(marginal)
    spread = _(SPREADS[marginal.spread])
    return _('{centre}, towards "{end}": {spread}.', centre=centre, end=end, spread=spread)


@CAPTIONS.register(YesNo)
def _describe_yes_no(marginal: Marginal) -> str:
    if marginal.estimate is not None:
        return f"{describe_estimate(marginal)}."
    if marginal.zone is not None:
        return f"{describe_centre(marginal)}."
    return _describe_counts(
        marginal,
        [f"{label.lower()} {format_number(count)}" for _value, label, count in marginal.counts],
    )


CAPTIONS.register(EnergyMap)(describe_slope)


@TABLES.register(Choice)
def _list_counts(marginal: Marginal) -> Table:
    rows = [[label, format_number(count)] for _value, label, count in sort_counts(marginal)]
    return Table([_("Answer"), _("Count")], rows)


@TABLES.register(Dots)
def _list_dots(marginal: Marginal) -> Table:
    return Table([_("Answer"), _("Dots")], _list_counts(marginal).rows)


@TABLES.register(Scale)
def _list_scale(marginal: Marginal) -> Table:
    if marginal.zone is None:
        return _list_counts(marginal)
    if not marginal.spread:
        return _list_yes_no(marginal)
    spread = say_closeness(marginal.spread).capitalize()
    place = marginal.zones[marginal.zone]
    told = [[_("Centre of the answers"), place], [_("How close they are"), spread]]
    return _list_told(marginal, told)


@TABLES.register(YesNo)
def _list_yes_no(marginal: Marginal) -> Table:
    if marginal.estimate is not None:
        low, middle, high = map(format_percent, marginal.estimate)
        told = [[_("Said yes, about"), middle], [_("At least"), low], [_("At most"), high]]
        return _list_told(marginal, told)
    if marginal.zone is not None:
        return _list_told(marginal, [[_("Said yes"), marginal.zones[marginal.zone]]])
    return _list_counts(marginal)


@TABLES.register(EnergyMap)
def _list_energy_map(marginal: Marginal) -> Table:
    return Table([_("Share of energy"), *map(_, TIMES)], list_share_rows(marginal))


def _list_told(marginal: Marginal, told: list[list[str]]) -> Table:
    return Table(_name_told(), [*told, [_("Answers"), format_number(marginal.n)]])


def _name_told() -> list[str]:
    return [_(each) for each in TOLD]


def _describe_counts(marginal: Marginal, parts: list[str]) -> str:
    if not _has_answers(marginal):
        return _(NOTHING)
    return ngettext(
        "Of {n} answer: {parts}.", "Of {n} answers: {parts}.", marginal.n, parts=join_items(parts)
    )


def _has_answers(marginal: Marginal) -> bool:
    return any(count for _value, _label, count in marginal.counts)


def _list_steps(marginal: Marginal) -> list[str]:
    if has_words(marginal):
        return [f"{_count(count)} {label}" for _value, label, count in marginal.counts]
    steps = []
    for (value, label, count), end in zip(marginal.counts, list_ends(marginal), strict=True):
        span = label.partition(": ")[2]
        where = pgettext("third", value) if span else _("at {value}", value=value)
        inside = join_items((span, end))
        steps.append(f"{_count(count)} {where}" + (f" ({inside})" if inside else ""))
    return steps


def _count(count: int) -> str:
    """How many chose a step, before its name."""
    return format_number(count) if count else pgettext("answers", "none")
