from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import DefinitionError, ResponseError
from kit.exercise.dots import Dots
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.gate.counts import build_marginal
from kit.gate.marginals import Shape

DOTS = Dots("matters", "What matters most?", ["time", "help"], dots=3)
ANSWERS = st.lists(st.sampled_from(["time", "help"]), min_size=1, max_size=3)


def test_several_dots_may_go_to_one_option_and_their_order_tells_nothing() -> None:
    assert DOTS.clean(["help", "time", "help"]) == ("time", "help", "help")
    assert DOTS.clean(["help", "help", "time"]) == ("time", "help", "help")
    assert DOTS.clean(["time"]) == ("time",)
    assert DOTS.clean([]) is None
    assert DOTS.clean(None) is None


@pytest.mark.parametrize("raw", [["time"] * 4, ["other"], "time", [1], {"time": 2}])
def test_more_dots_than_there_are_and_what_is_no_option_are_refused(raw: object) -> None:
    with pytest.raises(ResponseError):
        DOTS.clean(raw)


@pytest.mark.parametrize("dots", [0, 11, True, 2.5])
def test_there_are_one_to_ten_dots(dots: int) -> None:
    with pytest.raises(DefinitionError, match=r"dots=.* is not a whole number from 1 to 10"):
        Dots("a", "b?", ["c", "d"], dots=dots)
    with pytest.raises(DefinitionError, match="Write dots="):
        Dots("a", "b?", ["c", "d"], max_choices=2)


def test_dots_are_not_crossed() -> None:
    other = Scale("other", "Another?")
    with pytest.raises(DefinitionError, match=r"gives dots to several options. Take out the pair"):
        Exercise("try", prompts=[DOTS, other], crosses=[("matters", "other")])


@given(st.lists(ANSWERS, max_size=9))
def test_dots_are_counted_from_k_people_on_however_many_they_are(answers: list[list[str]]) -> None:
    policy = AnonymityPolicy()
    marginal = build_marginal(DOTS, [DOTS.clean(each) for each in answers], policy)
    if len(answers) < policy.k:
        assert (marginal.shape, marginal.counts, marginal.n) == (Shape.WITHHELD, (), 0)
        return
    assert marginal.n == len(answers)
    counts = [count for _, _, count in marginal.counts]
    assert counts == [sum(each.count(value) for each in answers) for value in ("time", "help")]
    # The order of people and of their dots leaves no trace.
    turned = [DOTS.clean(each[::-1]) for each in answers[::-1]]
    assert build_marginal(DOTS, turned, policy) == marginal


@given(st.lists(ANSWERS, min_size=5, max_size=9))
def test_without_one_person_an_option_differs_by_no_more_than_their_dots(
    answers: list[list[str]],
) -> None:
    policy = AnonymityPolicy(k=4)
    shown = [
        build_marginal(DOTS, [DOTS.clean(each) for each in some], policy)
        for some in (answers, answers[1:])
    ]
    for one, other in pairwise(shown):
        differences = [a[2] - b[2] for a, b in zip(one.counts, other.counts, strict=True)]
        assert min(differences) >= 0
        assert 1 <= sum(differences) <= DOTS.dots
