"""A talk against a clock, from the dashboard: begun, lengthened, stopped; who has the screen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from ipywidgets import Button, Text

from kit.console.talk import (
    MORE,
    PAIRS,
    SHOW_CLOCK,
    SHOW_PICTURE,
    STOP,
    THREES,
    TOGETHER,
    TalkStart,
    read_minutes,
)
from kit.errors import PhaseError
from kit.session.talk import Talk
from tests.console.desk import Desk
from tests.pages import find, read_notes


def list_buttons(desk: Desk) -> list[str]:
    own = {MORE, STOP, SHOW_CLOCK, SHOW_PICTURE, PAIRS, THREES, TOGETHER}
    return [each.description for each in find(desk.console, Button) if each.description in own]


def press(desk: Desk, words: str) -> None:
    (button,) = (each for each in find(desk.console, Button) if each.description == words)
    button.click()
    desk.console.follow(desk.view)


def get_talk(desk: Desk) -> Talk:
    talk = desk.view.round.talk
    assert talk is not None
    return talk


@pytest.mark.parametrize(("words", "turns"), [(PAIRS, 2), (THREES, 3), (TOGETHER, 1)])
def test_a_talk_is_begun_with_so_many_turns(desk: Desk, words: str, turns: int) -> None:
    press(desk, words)
    ends = get_talk(desk).ends
    assert len(ends) == turns
    assert {round(after - before) for before, after in pairwise(ends)} <= {180}


def test_while_it_is_on_it_can_be_lengthened_and_stopped_and_none_begun(desk: Desk) -> None:
    assert list_buttons(desk) == [PAIRS, THREES, TOGETHER]
    press(desk, PAIRS)
    assert list_buttons(desk) == [MORE, STOP, SHOW_PICTURE]
    first, second = get_talk(desk).ends
    press(desk, MORE)
    assert get_talk(desk).ends == (first + 60, second + 60)
    press(desk, STOP)
    assert desk.view.round.talk is None
    assert list_buttons(desk) == [PAIRS, THREES, TOGETHER]


def test_the_screen_goes_to_the_picture_and_back_to_the_clock(desk: Desk) -> None:
    press(desk, PAIRS)
    press(desk, SHOW_PICTURE)
    assert not get_talk(desk).leads
    assert SHOW_CLOCK in list_buttons(desk)
    press(desk, SHOW_CLOCK)
    assert get_talk(desk).leads


@pytest.mark.parametrize(
    ("text", "seconds"), [("3", 180), (" 1.5 ", 90), ("1,5", 90), ("2½", 150), ("½", 30)]
)
def test_minutes_are_read_as_people_write_them(text: str, seconds: int) -> None:
    assert read_minutes(text) == seconds


@pytest.mark.parametrize("text", ["", "three", "1e999", "nan", "3 min"])
def test_what_is_no_number_is_answered_with_the_cure(text: str) -> None:
    with pytest.raises(PhaseError, match=r"Enter minutes from 0\.5 to 30, such as 3 or 1\.5"):
        read_minutes(text)


def test_minutes_that_cannot_be_are_told_and_begin_nothing(desk: Desk) -> None:
    (start,) = find(desk.console, TalkStart)
    (field,) = find(start, Text)
    for wrong, told in {"soon": "is not a number of minutes", "90": "30 minutes each"}.items():
        field.value = wrong
        press(desk, PAIRS)
        assert desk.view.round.talk is None
        assert any(told in note for note in read_notes(desk.console))
