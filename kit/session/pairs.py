"""Pairs and fours for talking: who sits with whom is drawn by chance, and nobody is left alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kit.language import _

FEWEST = 2

Side = Literal["here", "call"]


@dataclass(frozen=True)
class Places:
    """Where one seat talks.

    Attributes:
        pair: Number of its pair, from 1.
        four: Number of its four, from 1; whole pairs come together in it.
    """

    pair: int
    four: int

    def describe(self) -> str:
        """What its phone says."""
        return _("Your pair: {pair}. Your four: {four}.", pair=self.pair, four=self.four)


def draw_places(people: int, chance: random.Random) -> list[Places]:
    """Draw a pair and a four for everybody.

    An odd one out makes a pair of three. Two pairs make a four; a pair that is left over joins the
    last four, and a pair of three that is left over stays by itself.

    Args:
        people: How many.
        chance: What decides.

    Returns:
        One for each person, in no order that says anything; empty for fewer than two.
    """
    if people < FEWEST:
        return []
    sizes = [2] * (people // 2)
    sizes[-1] += people % 2
    fours = number_fours(sizes)
    drawn = [
        Places(pair=pair, four=fours[pair - 1])
        for pair, size in enumerate(sizes, start=1)
        for _ in range(size)
    ]
    chance.shuffle(drawn)
    return drawn


def number_fours(sizes: Sequence[int]) -> list[int]:
    """The number of the four that each pair belongs to, from 1.

    Args:
        sizes: How many people each pair has; only the last one may have three.
    """
    numbers = [place // 2 + 1 for place in range(len(sizes))]
    if len(sizes) % 2 and len(sizes) > 1 and sizes[-1] == FEWEST:
        numbers[-1] -= 1
    return numbers


def draw_sides(sides: Sequence[Side], chance: random.Random) -> list[Places]:
    """Draw places where some people are in a call: pairs and fours stay within one side.

    A person who is alone on a side is drawn with the others, because nobody is left alone: one pair
    is mixed then.

    Args:
        sides: Where each person is.
        chance: What decides.

    Returns:
        One for each person, in the order of `sides`; empty for fewer than two people.
    """
    called = [place for place, side in enumerate(sides) if side == "call"]
    here = [place for place, side in enumerate(sides) if side == "here"]
    if min(len(called), len(here)) < FEWEST:
        return draw_places(len(sides), chance)
    drawn: dict[int, Places] = {}
    pairs = fours = 0
    for people in (here, called):
        places = draw_places(len(people), chance)
        moved = [replace(each, pair=each.pair + pairs, four=each.four + fours) for each in places]
        drawn |= dict(zip(people, moved, strict=True))
        pairs, fours = max(each.pair for each in moved), max(each.four for each in moved)
    return [drawn[place] for place in range(len(sides))]
