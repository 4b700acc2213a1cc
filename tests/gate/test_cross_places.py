"""The rows and columns of a cross-table, and how many answers it takes."""

from __future__ import annotations

import pytest

from kit.errors import MissingPartError
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.gate.cross_places import LOWEST_CROSS_N, find_place, get_fewest, list_places

KIND = Choice("kind", "Which act?", ["kept their word", "other"])
SAFE = Scale("safe", "How safe?", low=1, high=7)
QUIET = YesNo("quiet", "Did you keep quiet?")


@pytest.mark.parametrize(
    ("prompt", "responses", "labels"),
    [
        (KIND, [("kept-their-word",), ("other",)], ["kept their word", "other"]),
        (SAFE, [1, 4, 7], ["Low", "Middle", "High"]),
        (QUIET, [True, False], ["Yes", "No"]),
    ],
)
def test_each_answer_has_its_own_place_in_the_order_of_the_question(
    prompt: Prompt, responses: list[object], labels: list[str]
) -> None:
    assert [label for _, label in list_places(prompt)] == labels
    assert [find_place(prompt, response) for response in responses] == [*range(len(labels))]


@pytest.mark.parametrize("prompt", [Text("story", "What?"), EnergyMap("energy", "Where?")])
def test_what_cannot_be_crossed_is_named_with_what_it_lacks(prompt: Prompt) -> None:
    with pytest.raises(MissingPartError, match="has no rows in a cross-table"):
        list_places(prompt)
    with pytest.raises(MissingPartError, match="has no place in a cross-table"):
        find_place(prompt, "x")


def test_an_answer_that_is_not_offered_has_no_place() -> None:
    with pytest.raises(ValueError, match="not in list"):
        find_place(KIND, ("something else",))


def test_it_takes_fifteen_answers_and_more_where_the_policy_or_a_question_asks_for_more() -> None:
    assert get_fewest(AnonymityPolicy(k=4), KIND, SAFE) == LOWEST_CROSS_N == 15
    assert get_fewest(AnonymityPolicy(batch=20), KIND, SAFE) == 20
    strict = AnonymityPolicy(full_scale_n=30)
    assert get_fewest(strict, KIND, SAFE) == 15
    assert get_fewest(strict, KIND, QUIET) == get_fewest(strict, QUIET, KIND) == 30
