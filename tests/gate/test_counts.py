"""How a prompt's responses are counted, and when they are not counted at all."""

from __future__ import annotations

import pytest

from kit.exercise.choice import Choice
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.counts import build_marginal
from kit.gate.marginals import TOO_FEW, Marginal, Shape
from kit.gate.randomised_response import estimate_share

POLICY = AnonymityPolicy()
KIND = Choice("kind", "Which?", ["a", "b", "c"], max_choices=2)
SAFE = Scale("safe", "How safe?", low=1, high=5)
DELICATE = YesNo("quiet", "Did you keep quiet?", randomised=True)


def test_who_may_be_somebodys_second_browser_is_counted_and_unlocks_nothing() -> None:
    six = [("a",)] * 6
    shown = build_marginal(KIND, six, POLICY, taken_off=1)
    assert (shown.n, shown.counts) == (6, (("a", "a", 6), ("b", "b", 0), ("c", "c", 0)))
    withheld = build_marginal(KIND, six, POLICY, taken_off=2)
    assert (withheld.n, withheld.counts, withheld.summary) == (0, (), TOO_FEW)
    assert build_marginal(SAFE, [3] * 15, POLICY, taken_off=1).shape is Shape.BUCKETS
    assert build_marginal(SAFE, [3] * 15, POLICY).shape is Shape.FULL


def test_somebody_who_chose_two_is_counted_with_both_and_is_one_answer() -> None:
    marginal = build_marginal(KIND, [("a", "b")] * 5, POLICY)
    assert marginal.n == 5
    assert [count for _, _, count in marginal.counts] == [5, 5, 0]


def test_through_a_coin_only_delicate_questions_are_estimated() -> None:
    fifteen = [True] * 9 + [False] * 6
    estimated = build_marginal(DELICATE, fifteen, POLICY, coin=True)
    assert (estimated.shape, estimated.counts) == (Shape.ESTIMATE, ())
    assert build_marginal(DELICATE, fifteen, POLICY).shape is Shape.FULL
    plain = YesNo("loud", "Were you loud?")
    assert build_marginal(plain, fifteen, POLICY, coin=True).shape is Shape.FULL


def test_an_estimate_stands_under_its_question_with_the_number_of_answers_behind_it() -> None:
    assert build_marginal(DELICATE, [True] * 9 + [False] * 6, POLICY, coin=True) == Marginal(
        prompt="quiet",
        type="YesNo",
        text="Did you keep quiet?",
        n=15,
        counts=(),
        shape=Shape.ESTIMATE,
        estimate=estimate_share(9, 15),
    )


@pytest.mark.parametrize(("n", "extra"), [(14, 0), (15, 1), (5, 0), (0, 0)])
def test_of_too_few_coins_nothing_is_told(n: int, extra: int) -> None:
    marginal = build_marginal(DELICATE, [True] * n, POLICY, taken_off=extra, coin=True)
    assert (marginal.shape, marginal.n, marginal.estimate) == (Shape.WITHHELD, 0, None)


def test_nobody_at_all_is_withheld_like_too_few() -> None:
    assert build_marginal(KIND, [], POLICY).shape is Shape.WITHHELD
    assert build_marginal(KIND, [("a",)], POLICY, taken_off=3).shape is Shape.WITHHELD


def test_of_a_question_with_too_few_answers_nothing_is_left_but_what_was_asked() -> None:
    assert build_marginal(KIND, [("a",)] * 4, POLICY) == Marginal(
        prompt="kind",
        type="Choice",
        text="Which?",
        n=0,
        counts=(),
        shape=Shape.WITHHELD,
        summary=TOO_FEW,
    )
