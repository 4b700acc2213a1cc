"""From a map to its shares, and on to a group's means: bounds, order, and all turned round."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.exercise.energy import (
    DRAINS,
    GIVES,
    NEUTRAL,
    SIZES,
    EnergyShares,
    Task,
    average_shares,
    describe_turn,
    read_shares,
    round_share,
    share_energy,
)

tasks = st.tuples(st.sampled_from(SIZES), st.sampled_from([GIVES, NEUTRAL, DRAINS]))
maps = st.lists(tasks, max_size=20)
halves = st.integers(0, 10).flatmap(lambda a: st.tuples(st.just(10 * a), tens_up_to(10 - a)))
answers = st.builds(lambda now, then: EnergyShares(*now, *then), halves, halves)
groups = st.lists(answers, min_size=1, max_size=40)


def tens_up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most).map(lambda tens: 10 * tens)


def turn(listed: list[Task]) -> list[Task]:
    """What gave energy drains it, and the other way round."""
    return [(size, -does) for size, does in listed]


def turn_shares(shares: EnergyShares) -> EnergyShares:
    giving_now, draining_now, giving_next, draining_next = shares
    return EnergyShares(draining_now, giving_now, draining_next, giving_next)


def go_back(shares: EnergyShares) -> EnergyShares:
    """Next and now exchanged."""
    return EnergyShares(*shares[2:], *shares[:2])


# One person's map


@given(maps)
def test_shares_are_tens_and_never_more_than_everything(listed: list[Task]) -> None:
    giving, draining = share_energy(listed)
    assert {giving % 10, draining % 10} == {0}
    assert min(giving, draining) >= 0
    assert giving + draining <= 100


@given(maps)
def test_a_map_that_is_turned_round_has_the_same_shares_the_other_way_round(
    listed: list[Task],
) -> None:
    assert share_energy(turn(listed)) == share_energy(listed)[::-1]


@given(maps, st.randoms())
def test_the_order_of_tasks_changes_nothing(listed: list[Task], chance: random.Random) -> None:
    assert share_energy(chance.sample(listed, len(listed))) == share_energy(listed)


@given(maps)
def test_a_share_is_at_most_five_points_from_the_truth(listed: list[Task]) -> None:
    whole = sum(size for size, _ in listed)
    for share, what in zip(share_energy(listed), (GIVES, DRAINS), strict=True):
        part = sum(size for size, does in listed if does == what)
        assert abs(share * whole - 100 * part) <= 5 * whole


@pytest.mark.parametrize(
    ("listed", "shares"),
    [
        ([], (0, 0)),
        ([(3, GIVES)], (100, 0)),
        ([(1, GIVES), (1, DRAINS)], (50, 50)),
        ([(3, GIVES), (1, DRAINS)], (70, 20)),  # 75 and 25: halves go down
        ([(1, GIVES), (1, NEUTRAL), (1, DRAINS)], (30, 30)),
    ],
)
def test_shares_of_a_few_maps(listed: list[Task], shares: tuple[int, int]) -> None:
    assert share_energy(listed) == shares


@given(maps, maps)
def test_what_a_map_gives_is_taken(now: list[Task], then: list[Task]) -> None:
    shares = [*share_energy(now), *share_energy(then)]
    assert read_shares(shares) == EnergyShares(*shares)


@pytest.mark.parametrize(
    "raw",
    [
        [],
        [50, 50, 50],
        [50, 50, 50, 50, 0],
        [60, 50, 0, 0],
        [0, 0, 100, 10],
        [45, 0, 0, 0],
        [-10, 0, 0, 0],
        [110, 0, 0, 0],
        [50.0, 0, 0, 0],
        [True, 0, 0, 0],
        ["50", 0, 0, 0],
    ],
)
def test_what_is_no_four_shares_is_not_taken(raw: list[object]) -> None:
    assert read_shares(raw) is None


# A group


@given(groups)
def test_means_are_fives_and_never_more_than_everything(group: list[EnergyShares]) -> None:
    means = average_shares(group)
    assert {mean % 5 for mean in means} == {0}
    assert min(means) >= 0
    assert (
        max(means.giving_now + means.draining_now, means.giving_next + means.draining_next) <= 100
    )


@given(groups)
def test_means_turn_round_with_the_group(group: list[EnergyShares]) -> None:
    means = average_shares(group)
    assert average_shares([turn_shares(each) for each in group]) == turn_shares(means)
    assert average_shares([go_back(each) for each in group]) == go_back(means)


@given(groups, st.randoms())
def test_who_answered_first_changes_no_mean_and_no_word(
    group: list[EnergyShares], chance: random.Random
) -> None:
    shuffled = chance.sample(group, len(group))
    assert average_shares(shuffled) == average_shares(group)
    assert describe_turn(shuffled) == describe_turn(group)


@given(answers, st.integers(1, 30))
def test_a_group_of_one_mind_has_that_mind(shares: EnergyShares, n: int) -> None:
    assert average_shares([shares] * n) == shares


@given(groups)
def test_the_way_back_is_told_the_other_way_round(group: list[EnergyShares]) -> None:
    swapped = {"more": "less", "less": "more", "about the same": "about the same"}
    there, back = (
        read_turn(describe_turn(group)),
        read_turn(describe_turn([go_back(each) for each in group])),
    )
    assert back == tuple(swapped[word] for word in there)


def read_turn(words: str) -> tuple[str, str]:
    giving, draining = words.removeprefix("From now to next: ").split(" on work that ")[:2]
    return giving, draining.split(", ")[1]


def test_small_changes_of_few_people_are_no_turn() -> None:
    still = EnergyShares(40, 40, 40, 40)
    moved = EnergyShares(40, 40, 60, 20)
    assert describe_turn([still] * 4 + [moved]) == (
        "From now to next: about the same on work that gives energy, "
        "about the same on work that drains it."
    )
    assert describe_turn([still] * 3 + [moved] * 2) == (
        "From now to next: more on work that gives energy, less on work that drains it."
    )


@given(st.integers(0, 1000), st.integers(1, 40), st.sampled_from([5, 10]))
def test_rounding_finds_the_nearest_step_and_takes_the_lower_of_two(
    amount: int, whole: int, step: int
) -> None:
    steps = range(0, amount + 2 * step, step)
    nearest = min(steps, key=lambda each: (abs(each * whole - amount), each))
    assert round_share(amount, whole, step) == nearest
