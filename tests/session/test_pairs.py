"""Pairs and fours: everybody has a place, nobody sits alone, and chance decides."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kit.session.pairs import FEWEST, Side, draw_places, draw_sides

SIDES: tuple[Side, Side] = ("here", "call")
rooms = st.integers(2, 300)
seeds = st.integers(0, 2**32)


@given(rooms, seeds)
def test_everybody_talks_with_one_or_two_others(people: int, seed: int) -> None:
    drawn = draw_places(people, random.Random(seed))
    sizes = Counter(each.pair for each in drawn)
    assert len(drawn) == people
    assert set(sizes) == set(range(1, people // 2 + 1))
    assert set(sizes.values()) <= {2, 3}
    assert list(sizes.values()).count(3) == people % 2


@given(st.integers(4, 300), seeds)
def test_a_four_is_made_of_whole_pairs(people: int, seed: int) -> None:
    drawn = draw_places(people, random.Random(seed))
    fours = {each.pair: each.four for each in drawn}
    assert all(fours[each.pair] == each.four for each in drawn)
    sizes = Counter(each.four for each in drawn)
    assert set(sizes) == set(range(1, len(sizes) + 1))
    assert all(3 <= size <= 6 for size in sizes.values())


def test_fewer_than_two_have_nobody_to_talk_to() -> None:
    assert draw_places(1, random.Random(1)) == draw_places(0, random.Random(1)) == []


def test_the_next_draw_is_another_one() -> None:
    chance = random.Random(7)
    assert draw_places(40, chance) != draw_places(40, chance)


@given(here=st.integers(0, 40), called=st.integers(0, 40), seed=st.integers(0, 99))
def test_pairs_and_fours_stay_on_one_side_and_nobody_is_left_alone(
    here: int, called: int, seed: int
) -> None:
    chance = random.Random(seed)
    room, call = (SIDES[0], SIDES[1])
    sides = [room] * here + [call] * called
    chance.shuffle(sides)
    drawn = draw_sides(sides, chance)
    if here + called < FEWEST:
        assert drawn == []
        return
    mixed = 0
    for number in {each.pair for each in drawn}:
        inside = [side for side, each in zip(sides, drawn, strict=True) if each.pair == number]
        assert len(inside) in (2, 3)
        mixed += len(set(inside)) > 1
    # A person who is alone on a side sits with one pair of the other.
    assert mixed == (min(here, called) == 1)
    if min(here, called) != 1:
        for number in {each.four for each in drawn}:
            inside = [side for side, each in zip(sides, drawn, strict=True) if each.four == number]
            assert len(set(inside)) == 1
    pairs, fours = ({getattr(each, name) for each in drawn} for name in ("pair", "four"))
    assert pairs == set(range(1, len(pairs) + 1))
    assert fours == set(range(1, len(fours) + 1))
