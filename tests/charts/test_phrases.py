"""The phrases that captions and pictures share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.charts.phrases import describe_estimate
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


def test_counts_are_never_told_as_an_estimate() -> None:
    with pytest.raises(ValueError, match="'kind' has no estimate"):
        describe_estimate(KINDS)
