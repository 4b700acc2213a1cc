"""The buttons for pairs: one draws, one takes away, and the page says which."""

from __future__ import annotations

from kit.console.pairs import DRAWN, PairControls
from kit.errors import KitError, PhaseError
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


def test_what_could_not_be_drawn_is_told_and_not_said_to_be_drawn() -> None:
    warned: list[KitError] = []
    error = PhaseError("The session has ended.")

    def refuse(_drawn: bool) -> None:
        raise error

    controls = PairControls(refuse, warned.append)
    _note, draw, _take = controls.children
    draw.click()
    assert warned == [error]
    assert read_notes(controls) == []
