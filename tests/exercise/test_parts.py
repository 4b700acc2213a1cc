"""Exercises that are played as the parts of one: what goes together and what does not."""

from __future__ import annotations

import pytest

from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.parts import check_parts
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo

FIRST = Exercise(
    "pulse", prompts=[YesNo("safe", "Is it safe?")], leader=Leader([Text("told", "?")])
)
SECOND = Exercise("pulse-try", prompts=[YesNo("try", "Shall we try?")])


def test_one_exercise_or_several_that_differ_may_be_played() -> None:
    check_parts([FIRST])
    check_parts([FIRST, SECOND])


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([], "takes one exercise, or the parts of one, at most 3"),
        (["pulse"], "takes an exercise"),
        ([[FIRST, SECOND]], "takes an exercise"),
        ([FIRST, FIRST], "two parts have the slug 'pulse'"),
        (
            [FIRST, Exercise("other", prompts=[YesNo("safe", "Again?")])],
            "two parts have a prompt called 'safe'",
        ),
        ([SECOND, FIRST], "'pulse': the leader speaks in the first part"),
        (
            [Exercise(f"e-{n}", prompts=[YesNo(f"p{n}", "?")]) for n in range(4)],
            "at most 3",
        ),
    ],
)
def test_parts_that_do_not_go_together_are_refused(parts: list[object], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        check_parts(parts)
