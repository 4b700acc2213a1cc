"""The buttons for pairs: one draws, one takes away, and the page says which."""

from __future__ import annotations

from kit.console.pairs import DRAWN, PairControls
from tests.pages import read_notes


def test_numbers_are_drawn_and_taken_away_with_a_press() -> None:
    told: list[bool] = []
    controls = PairControls(told.append, lambda error: None)
    _note, draw, take = controls.children
    draw.click()
    assert read_notes(controls) == [DRAWN]
    draw.click()
    take.click()
    assert read_notes(controls) == []
    assert told == [True, True, False]
