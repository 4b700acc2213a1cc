"""A note between two dashboards: the other shows it, one's own says that it stands there."""

from __future__ import annotations

import pytest
from ipywidgets import Button

from kit.console.console import Console
from kit.console.memo import ARRIVED, CLEAR, SEND, STANDS
from kit.session.memo import EMPTY, FIELD, MAX_LENGTH
from kit.session.session import Phase
from kit.widgets.tab_memory import TabMemory
from tests.console.desk import Desk
from tests.pages import fill, find, find_input, read_errors, read_notes

WORDS = "Two more minutes. Somebody at the door is waiting."


@pytest.fixture
def other(desk: Desk) -> Console:
    return desk.open_page()


def click(desk: Desk, console: Console, words: str) -> None:
    shown = [each for each in find(console, Button) if each.description == words]
    shown[0].click()
    follow(desk, console)


def follow(desk: Desk, *consoles: Console) -> None:
    for each in (desk.console, *consoles):
        each.follow(desk.view)


def send(desk: Desk, console: Console, words: str = WORDS) -> None:
    fill(console, FIELD, value=words)
    click(desk, console, SEND)


def test_the_other_dashboard_shows_it_and_ones_own_says_so(desk: Desk, other: Console) -> None:
    send(desk, desk.console)
    follow(desk, other)
    assert ARRIVED.format(words=WORDS) in read_notes(other)
    assert STANDS.format(words=WORDS) in read_notes(desk.console)
    assert ARRIVED.format(words=WORDS) not in read_notes(desk.console)
    assert find_input(desk.console, FIELD).value == ""
    click(desk, other, CLEAR)
    assert not {ARRIVED.format(words=WORDS), STANDS.format(words=WORDS)} & {
        *read_notes(other),
        *read_notes(desk.console),
    }


def test_a_new_one_takes_its_place_on_both(desk: Desk, other: Console) -> None:
    send(desk, desk.console)
    follow(desk, other)
    send(desk, other, "I see it.")
    assert ARRIVED.format(words="I see it.") in read_notes(desk.console)
    assert STANDS.format(words="I see it.") in read_notes(other)
    assert WORDS not in " ".join(read_notes(desk.console) + read_notes(other))


def test_the_tab_that_wrote_it_knows_its_own_after_a_reload(desk: Desk) -> None:
    send(desk, desk.console)
    kept = next(iter(find(desk.console, TabMemory))).kept
    again = desk.open_page()
    assert ARRIVED.format(words=WORDS) in read_notes(again)  # until the tab has told
    next(iter(find(again, TabMemory))).kept = kept
    assert ARRIVED.format(words=WORDS) not in read_notes(again)
    assert STANDS.format(words=WORDS) in read_notes(again)


def test_it_is_there_in_every_phase_and_in_a_stop(desk: Desk, other: Console) -> None:
    send(desk, desk.console)
    while desk.phase is not Phase.REVEALED:
        desk.press()
        follow(desk, other)
        assert ARRIVED.format(words=WORDS) in read_notes(other)
    desk.controls.stop()
    send(desk, desk.console, "A stop.")
    follow(desk, other)
    assert ARRIVED.format(words="A stop.") in read_notes(other)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("  ", EMPTY),
        ("x" * (MAX_LENGTH + 1), f"Please shorten this by 1 to {MAX_LENGTH} characters."),
    ],
)
def test_what_cannot_be_shown_is_told_beside_the_field(desk: Desk, words: str, told: str) -> None:
    send(desk, desk.console, words)
    assert read_errors(desk.console) == {FIELD: told}
    assert desk.view.memo.words == ""
    send(desk, desk.console)
    assert read_errors(desk.console) == {}


def test_in_a_session_that_has_ended_it_says_so(desk: Desk) -> None:
    desk.store.end_session(desk.round.code)
    send(desk, desk.console)
    assert "has ended" in read_errors(desk.console)[FIELD]
    assert find_input(desk.console, FIELD).value == WORDS
