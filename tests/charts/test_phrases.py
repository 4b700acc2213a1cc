"""The phrases that captions and pictures share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.charts.phrases import add_limit, describe_estimate
from tests.drawings import GUESS, KINDS


@pytest.mark.parametrize(
    ("middle", "words"),
    [
        (0, "Hardly anybody"),
        (7, "Hardly anybody"),
        (27, "About a quarter"),
        (36, "About a third"),
        (52, "About half"),
        (68, "About two thirds"),
        (100, "Nearly everybody"),
    ],
)
def test_every_share_has_a_word(middle: int, words: str) -> None:
    told = describe_estimate(replace(GUESS, estimate=(0, middle, 100)))
    assert told == f"{words} said yes: between 0 and 100 %"


FRACTIONS = {
    "Hardly anybody": 1 / 20,
    "About one in ten": 1 / 10,
    "About a fifth": 1 / 5,
    "About a quarter": 1 / 4,
    "About a third": 1 / 3,
    "About two fifths": 2 / 5,
    "About half": 1 / 2,
    "About three fifths": 3 / 5,
    "About two thirds": 2 / 3,
    "About three quarters": 3 / 4,
    "About four fifths": 4 / 5,
    "About nine in ten": 9 / 10,
    "Nearly everybody": 19 / 20,
}


def test_the_fraction_that_is_said_is_the_nearest_there_is() -> None:
    said = {}
    for middle in range(101):
        words = describe_estimate(replace(GUESS, estimate=(0, middle, 100))).split(" said")[0]
        said[words] = FRACTIONS[words]
        nearest = min(abs(middle - 100 * each) for each in FRACTIONS.values())
        assert abs(middle - 100 * FRACTIONS[words]) <= nearest + 0.5  # thirds are rounded
    assert said == FRACTIONS


def test_counts_are_never_told_as_an_estimate() -> None:
    with pytest.raises(ValueError, match="'kind' has no estimate"):
        describe_estimate(KINDS)


def test_where_each_could_choose_several_the_note_says_how_many() -> None:
    assert add_limit("5 answers", 1) == "5 answers"
    assert add_limit("5 answers", 2) == "5 answers, each could choose up to two"
    assert add_limit("5 answers", 3) == "5 answers, each could choose up to three"
    assert add_limit("5 answers", 12) == "5 answers, each could choose up to 12"
