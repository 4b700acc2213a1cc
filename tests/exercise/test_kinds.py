"""The kinds of prompts there are, and their parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kit.charts.captions import describe_marginal
from kit.errors import DefinitionError, MissingPartError
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.kinds import ByKind, get_kind, list_kinds
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.gate.marginals import Marginal, Shape


def test_a_result_of_a_kind_that_is_unknown_is_refused_by_name() -> None:
    with pytest.raises(DefinitionError, match="'Scala' is not a kind of prompt"):
        describe_marginal(Marginal("safe", "Scala", "?", 9, (("1", "1", 9),), Shape.FULL))


def test_a_name_that_is_nearly_a_kinds_is_answered_with_what_was_meant() -> None:
    assert get_kind("Scale") is Scale
    with pytest.raises(DefinitionError, match="Did you mean 'Scale'"):
        get_kind("Scal")
    with pytest.raises(DefinitionError, match="'' is not a kind of prompt"):
        get_kind("")


def test_a_kind_has_the_function_of_its_nearest_parent_that_has_one() -> None:
    class Mood(Scale):
        """A scale of faces."""

    draw: ByKind[Callable[[], str]] = ByKind("drawing")
    draw.register(Scale)(lambda: "a line")
    assert draw.get(Mood)() == draw.get(Scale)() == "a line"
    draw.register(Mood)(lambda: "a face")
    assert (draw.get(Mood)(), draw.get(Scale)()) == ("a face", "a line")


def test_a_kind_without_a_function_is_named_with_the_part_it_lacks() -> None:
    draw: ByKind[Callable[[], str]] = ByKind("drawing")
    draw.register(Scale)(lambda: "a line")
    with pytest.raises(MissingPartError, match="the kind Text has no drawing"):
        draw.get(Text)


def test_only_kinds_that_can_be_asked_are_listed_and_each_once() -> None:
    kinds = list_kinds()
    assert {Choice, Scale, Text, YesNo, EnergyMap} <= set(kinds)
    assert Prompt not in kinds
    assert len(kinds) == len(set(kinds))
