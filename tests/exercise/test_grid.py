"""A grid: what it takes, what it refuses, and its rows as questions of their own."""

# Holds kit/exercise/steps.py too: steps by themselves are asked of nobody.

from __future__ import annotations

from typing import Any

import pytest

from kit.errors import DefinitionError, ResponseError
from kit.exercise.choice import Option
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.steps import Steps

SEVEN = Steps(1, 7, low_label="untrue", high_label="true")
ROWS = [Option("ask", "We ask."), Option("hide", "We hide."), "We wait"]


def make(**settings: Any) -> Grid:
    return Grid("pulse", "How true?", **{"rows": ROWS, "steps": SEVEN, **settings})


def test_rows_are_scales_with_the_grids_steps_and_names_of_their_own() -> None:
    first, _, last = make().questions
    assert (first.name, first.text, first.group) == ("pulse.ask", "We ask.", "How true?")
    assert (last.name, last.low, last.high) == ("pulse.we-wait", 1, 7)
    assert (last.low_label, last.high_label) == ("untrue", "true")
    assert [first.name_step(step) for step in (1, 4, 7)] == ["1 untrue", "4", "7 true"]


def test_a_list_of_words_makes_steps_from_worst_to_best() -> None:
    grid = make(steps=["never", " seldom ", "often"])
    assert grid.steps == Steps(1, 3, labels=("never", "seldom", "often"))
    row = grid.questions[0]
    assert [row.name_step(step) for step in (1, 2, 3)] == ["never", "seldom", "often"]
    assert (row.low_label, row.high_label) == ("never", "often")


def test_what_is_left_out_is_not_there_and_a_grid_without_answers_was_skipped() -> None:
    grid = make()
    assert grid.clean({"we-wait": 2, "ask": 7, "hide": None}) == {"ask": 7, "we-wait": 2}
    assert list(grid.clean({"we-wait": 2, "ask": 7}) or ()) == ["ask", "we-wait"]
    assert grid.clean({"ask": None}) is grid.clean({}) is grid.clean(None) is None
    assert grid.split({"ask": 7}) == {"pulse.ask": 7}


@pytest.mark.parametrize(
    "raw", [{"ask": 8}, {"ask": 0}, {"ask": True}, {"ask": "3"}, {"say": 3}, [3, 4], "ask"]
)
def test_what_no_form_sends_is_not_taken(raw: object) -> None:
    with pytest.raises(ResponseError) as refused:
        make().clean(raw)
    assert refused.value.prompt == "pulse"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"reverse": ["hidden"]}, "reverse: 'hidden' is no row. Did you mean 'hide'?"),
        ({"reverse": "hide"}, "reverse is a list of the rows' short names"),
        ({"rows": ["one"]}, "there is no grid with fewer than two rows"),
        ({"rows": ["one", "one"]}, "'one' is there twice"),
        ({"rows": ["one", ""]}, "'' is not a row"),
        ({"rows": "one"}, "rows is a list"),
        ({"rows": [f"line {n}" for n in range(25)]}, "25 rows are too many for a phone"),
        ({"steps": "often"}, "steps: write kit.Steps"),
        ({"steps": ["often"]}, "steps: a list has 2 to 5 words, and this has 1"),
        ({"steps": list("abcdef")}, "steps: a list has 2 to 5 words, and this has 6"),
        ({"steps": ["often", "often"]}, "two words of the list are the same"),
        ({"steps": ["often", 2]}, "each word of the list is a text"),
        ({"better": ""}, "better is a word"),
        ({"skip": None}, "skip is the text of a button"),
        ({"source": None}, "source is a name"),
        ({"stps": SEVEN}, "'stps' is not a setting of Grid. Did you mean 'steps'?"),
    ],
)
def test_a_definition_that_is_wrong_is_refused_with_a_cure(
    settings: dict[str, Any], told: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        make(**settings)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"low": 1, "high": 1}, "high=1 is not 1 to 10 above low=1"),
        ({"low": 0, "high": 11}, "high=11 is not 1 to 10 above low=0"),
        ({"low": True}, "low=True is not a whole number"),
        ({"low_label": 3}, "low_label is a text"),
        ({"labels": ("a", "b")}, "2 labels do not fit the steps 1 to 5"),
        ({"labels": "abcde"}, "labels is a list of texts"),
    ],
)
def test_steps_that_are_wrong_are_refused_with_a_cure(settings: dict[str, Any], told: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Steps(**settings)
    assert told in str(refused.value)


def test_reversed_rows_stand_in_the_definitions_order() -> None:
    assert make(reverse=["we-wait", "ask"]).reverse == ("ask", "we-wait")


def test_an_exercise_finds_a_row_by_the_name_of_its_result() -> None:
    exercise = Exercise("try", prompts=[make()])
    assert exercise.get_prompt("pulse.hide").text == "We hide."
    assert exercise.get_prompt("pulse") is exercise.prompts[0]
    with pytest.raises(DefinitionError, match=r"Did you mean 'pulse.hide'"):
        exercise.get_prompt("pulse.hid")
