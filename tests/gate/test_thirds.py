"""Thirds of a scale, and how far a group agrees: the same whichever way a question is asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kit.exercise.scale import Scale
from kit.gate.thirds import describe_spread, get_part, get_third, label_thirds

SCALE = Scale("safe", "How safe?", low=1, high=5)
bounds = st.tuples(st.integers(-5, 3), st.integers(1, 10)).map(lambda pair: (pair[0], sum(pair)))


def make_scale(ends: tuple[int, int]) -> Scale:
    return Scale("safe", "How safe?", low=ends[0], high=ends[1])


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_part_and_what_is_left_of_it_lie_in_thirds_that_mirror_each_other(
    amount: int, more: int
) -> None:
    whole = amount + more
    assert get_part(amount, whole) == 2 - get_part(whole - amount, whole)


def test_what_lies_on_the_boundary_of_two_thirds_counts_as_the_middle() -> None:
    assert [get_part(amount, 6) for amount in range(7)] == [0, 0, 1, 1, 1, 2, 2]
    assert get_part(0, 0) == 1  # of nobody there is no more on one side than on the other


@given(bounds)
def test_the_steps_of_a_scale_rise_through_its_thirds_and_mirror(ends: tuple[int, int]) -> None:
    scale = make_scale(ends)
    thirds = [get_third(scale, step) for step in range(scale.low, scale.high + 1)]
    assert thirds == sorted(thirds)
    assert thirds == [2 - third for third in reversed(thirds)]
    assert {thirds[0], thirds[-1]} == {0, 2}


def test_a_label_names_the_steps_of_its_third() -> None:
    assert label_thirds(SCALE) == ("Low: 1 to 2", "Middle: 3", "High: 4 to 5")
    assert label_thirds(make_scale((1, 7))) == ("Low: 1 to 2", "Middle: 3 to 5", "High: 6 to 7")
    assert label_thirds(make_scale((0, 1))) == ("Low: 0", "Middle", "High: 1")


@given(bounds, st.data())
def test_a_group_agrees_as_far_when_the_question_is_turned_round(
    ends: tuple[int, int], data: st.DataObject
) -> None:
    scale = make_scale(ends)
    steps = st.integers(scale.low, scale.high)
    said = data.draw(st.lists(steps, min_size=1, max_size=9))
    turned = [scale.low + scale.high - number for number in said]
    assert describe_spread(scale, said) == describe_spread(scale, turned)


def test_a_group_is_split_only_if_both_outer_thirds_have_a_quarter() -> None:
    assert describe_spread(SCALE, [1, 1, 3, 3, 5, 5, 3, 3]) == "split"
    assert describe_spread(SCALE, [1, 3, 3, 3, 3, 5, 5, 5]) == "mixed"
    assert describe_spread(SCALE, [3, 3, 3, 2, 4]) == "aligned"
