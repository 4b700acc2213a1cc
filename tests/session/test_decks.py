"""A deck of names: everybody is dealt before anybody is dealt again."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kit.session.decks import Deck

NAMES = ["Ada", "Ben", "Chris", "Dana", "Eli"]


@given(st.integers(0, 99), st.integers(1, 12), st.integers(1, 30))
def test_nobody_is_dealt_again_before_all_are_out(seed: int, names: int, holders: int) -> None:
    every = [f"name {n}" for n in range(names)]
    deck = Deck(every, random.Random(seed))
    dealt = [deck.draw(holder) for holder in range(holders)]
    counts = [dealt.count(name) for name in every]
    assert max(counts) - min(counts) <= 1


@given(st.lists(st.integers(0, 3), max_size=40), st.integers(0, 99))
def test_another_name_is_another_one_and_no_name_is_lost(draws: list[int], seed: int) -> None:
    deck = Deck(NAMES, random.Random(seed))
    held: dict[int, str] = {}
    for holder in draws:
        before = held.get(holder)
        held[holder] = deck.draw(holder)
        assert held[holder] != before
        assert len(set(held.values())) == len(held)  # more names than holders: no name twice
    left = [deck.draw(f"new {n}") for n in range(len(NAMES) - len(held))]
    assert sorted([*held.values(), *left]) == NAMES


def test_a_name_that_is_put_back_comes_next() -> None:
    deck = Deck(NAMES, random.Random(1))
    name = deck.draw("one")
    deck.draw("two")
    deck.put_back("one")
    deck.put_back("one")
    assert deck.draw("three") == name


def test_a_deck_of_one_or_none() -> None:
    one, none = Deck(["Ada"], random.Random(1)), Deck([], random.Random(1))
    assert [one.draw("a"), one.draw("a"), one.draw("b")] == ["Ada", "Ada", "Ada"]
    assert none.draw("a") == ""
