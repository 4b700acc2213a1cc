"""The line to read aloud that fits a result: the exercise's own, or else the picture's sentence.

It goes by the published result alone, so it never tells more than its picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from statistics import median
from typing import Any, TypeAlias

from kit.charts.headlines import write_headline
from kit.charts.phrases import quote
from kit.charts.shares import list_shares
from kit.exercise.choice import LEADS, Choice
from kit.exercise.energy import TURNS
from kit.exercise.energy_map import EnergyMap
from kit.exercise.grid import GridRow
from kit.exercise.kinds import ByKind
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.marginals import Marginal, Shape
from kit.gate.thirds import THIRDS, describe_spread, get_part, get_third, name_spread
from kit.language import _
from kit.language.formats import join_list

SHARES = ("few", "half", "most")

Name: TypeAlias = Callable[[Any, Marginal], Sequence[str]]
NAMES: ByKind[Name] = ByKind("words for its result")


def choose_line(prompt: Prompt, marginal: Marginal) -> str:
    """Give what may be said about a result.

    Args:
        prompt: What was asked, with the lines of the exercise.
        marginal: What has been published of it.
    """
    if marginal.shape is Shape.WITHHELD:
        return marginal.advice
    asked = next((each for each in prompt.questions if each.name == marginal.prompt), None)
    named: Sequence[str] = ()
    if asked is not None and asked.say:
        named = NAMES.get(marginal.kind)(asked, marginal)
    own = next((prompt.say[name] for name in named if name in prompt.say), "")
    return fill_line(own, marginal) or write_headline(marginal) or marginal.summary


def list_leading(marginal: Marginal) -> list[tuple[str, str]]:
    """The options of a choice that were chosen most, as (value, label); none where none was."""
    most = max((count for _value, _label, count in marginal.counts), default=0)
    return [(value, label) for value, label, count in marginal.counts if count == most > 0]


def fill_line(line: str, marginal: Marginal) -> str:
    """Name the options that were chosen most where a line has `{}`."""
    leading = [quote(label) for _value, label in list_leading(marginal)]
    return line.replace("{}", join_list(leading)) if leading else line


@NAMES.register(Choice)
def _name_choice(prompt: Choice, marginal: Marginal) -> Sequence[str]:
    match list_leading(marginal):
        case []:
            return ["none"]
        case [(value, _)]:
            return [f"{LEADS}{value}", "one-leads"]
        case [_, _] if len(marginal.counts) > 2:
            return ["two-lead", "even"]
    return ["even"]


@NAMES.register(EnergyMap)
def _name_energy_map(prompt: EnergyMap, marginal: Marginal) -> Sequence[str]:
    if marginal.shape is Shape.BAND:
        found = (turns for turns, words in TURNS.items() if _(words) == marginal.summary)
        rises, sinks = next(found, (0, 0))
    else:
        giving, _neutral, draining = list_shares(marginal)
        rises, sinks = giving[1] - giving[0], draining[1] - draining[0]
    if rises < 0 or sinks > 0:
        return ["heavier"]
    return [("still", "one-moves", "lighter")[(rises > 0) + (sinks < 0)]]


@NAMES.register(Scale)
def _name_scale(prompt: Scale, marginal: Marginal) -> Sequence[str]:
    zone, spread = marginal.zone, marginal.spread
    if marginal.shape is Shape.FULL:
        numbers = [int(value) for value, _, count in marginal.counts for _ in range(count)]
        zone, spread = get_third(prompt, median(numbers)), describe_spread(prompt, numbers)
    elif zone is None:
        parts = [count for _, _, count in marginal.counts]
        zone = _find_middle(parts)
        spread = name_spread(parts[zone], parts)
    if isinstance(prompt, GridRow) and prompt.reversed:
        zone = len(THIRDS) - 1 - zone
    return [f"{spread}-{THIRDS[zone]}", spread]


@NAMES.register(YesNo)
def _name_yes_no(prompt: YesNo, marginal: Marginal) -> Sequence[str]:
    zone = marginal.zone
    if marginal.estimate is not None:
        zone = get_part(marginal.estimate[1], 100)
    elif zone is None:
        counts = {value: count for value, _, count in marginal.counts}
        zone = get_part(counts["yes"], marginal.n)
    return [SHARES[zone]]


def _find_middle(parts: Sequence[int]) -> int:
    """The part in which the middle one of all answers lies, from 0."""
    reached = list(accumulate(parts))
    return next(place for place, count in enumerate(reached) if 2 * count >= reached[-1])
