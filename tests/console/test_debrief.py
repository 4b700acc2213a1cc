"""What the room said: written, looked at by the room, corrected, and only then kept."""

from __future__ import annotations

import pytest
from ipywidgets import Button

from kit.console.console import Console
from kit.console.debrief import (
    ASKED,
    CORRECTED,
    EMPTY,
    ERASE,
    HIDE,
    KEEP,
    KEPT,
    SHOW,
    SHOW_AGAIN,
    WAITS,
)
from kit.session.debrief import FIELD, Debrief
from kit.session.session import Phase
from tests.console.desk import Desk
from tests.pages import (
    fill,
    find,
    find_button,
    find_input,
    is_shown,
    press,
    read_errors,
    read_notes,
)

SAID = "We were loud.\nNobody was asked."


@pytest.fixture
def revealed(desk: Desk) -> Desk:
    while desk.phase is not Phase.REVEALED:
        desk.press()
    return desk


def write(desk: Desk, words: str, console: Console | None = None) -> None:
    fill(console or desk.console, FIELD, value=words)
    desk.console.follow(desk.view)


def click(desk: Desk, words: str, console: Console | None = None) -> None:
    page = console or desk.console
    next(each for each in find(page, Button) if each.description == words).click()
    desk.console.follow(desk.view)


def list_own(desk: Desk) -> list[str]:
    own = {SHOW, SHOW_AGAIN, KEEP, HIDE, ERASE}
    return [each.description for each in find(desk.console, Button) if each.description in own]


def read_debrief(desk: Desk) -> Debrief:
    return desk.store.get_debrief(desk.round.id)


def test_the_field_is_there_while_the_result_is_on_the_screen(desk: Desk) -> None:
    shown: list[tuple[Phase, bool]] = []
    while desk.phase is not Phase.DONE:
        shown.append((desk.phase, is_shown(desk.console, FIELD)))
        desk.press()
    shown.append((desk.phase, is_shown(desk.console, FIELD)))
    assert [phase for phase, there in shown if there] == [Phase.REVEALED]


def test_it_is_shown_before_it_is_kept(revealed: Desk) -> None:
    write(revealed, SAID)
    assert read_debrief(revealed) == Debrief(SAID)
    assert list_own(revealed) == [SHOW]
    click(revealed, SHOW)
    assert read_debrief(revealed) == Debrief(SAID, SAID)
    assert list_own(revealed) == [KEEP, HIDE]
    click(revealed, KEEP)
    assert read_debrief(revealed) == Debrief(SAID, "", SAID)
    assert KEPT in read_notes(revealed.console)
    assert list_own(revealed) == [SHOW, ERASE]


def test_a_correction_is_shown_before_it_is_kept(revealed: Desk) -> None:
    write(revealed, SAID)
    click(revealed, SHOW)
    write(revealed, "We were loud.")
    assert list_own(revealed) == [SHOW_AGAIN, KEEP, HIDE]
    assert read_debrief(revealed).asked == SAID
    click(revealed, KEEP)
    assert CORRECTED in read_notes(revealed.console)
    assert read_debrief(revealed).kept == ""
    click(revealed, SHOW_AGAIN)
    click(revealed, KEEP)
    assert read_debrief(revealed) == Debrief("We were loud.", "", "We were loud.")


def test_what_may_lead_to_a_person_is_asked_about_once_before_the_room_sees_it(
    revealed: Desk,
) -> None:
    write(revealed, "We heard Anna Schmidt say it.")
    click(revealed, SHOW)
    assert "“Anna Schmidt” looks like a name" in " ".join(read_notes(revealed.console))
    assert read_debrief(revealed).asked == ""
    click(revealed, SHOW)
    assert read_debrief(revealed).asked == "We heard Anna Schmidt say it."


@pytest.mark.parametrize("words", ["x" * 301, "a\nb\nc\nd", " \n "])
def test_what_cannot_be_shown_is_told_beside_the_field(revealed: Desk, words: str) -> None:
    write(revealed, words)
    click(revealed, SHOW)
    assert FIELD in read_errors(revealed.console)
    assert read_debrief(revealed).asked == ""
    assert find_input(revealed.console, FIELD).value == words
    write(revealed, "a")
    assert read_errors(revealed.console) == {}


def test_nothing_written_is_nothing_to_show(revealed: Desk) -> None:
    click(revealed, SHOW)
    assert read_errors(revealed.console) == {FIELD: EMPTY}


def test_it_is_taken_off_the_screen_and_stays_written(revealed: Desk) -> None:
    write(revealed, SAID)
    click(revealed, SHOW)
    click(revealed, HIDE)
    assert read_debrief(revealed) == Debrief(SAID)
    assert list_own(revealed) == [SHOW]


def test_what_was_kept_can_be_erased(revealed: Desk) -> None:
    write(revealed, SAID)
    click(revealed, SHOW)
    click(revealed, KEEP)
    click(revealed, ERASE)
    assert read_debrief(revealed) == Debrief()
    assert find_input(revealed.console, FIELD).value == ""


def test_two_dashboards_have_the_same_words_and_a_reload_finds_them(revealed: Desk) -> None:
    other = revealed.open_page()
    write(revealed, SAID)
    click(revealed, SHOW)
    other.follow(revealed.view)
    assert find_input(other, FIELD).value == SAID
    assert find_input(revealed.open_page(), FIELD).value == SAID
    fill(other, FIELD, value="Another word.")
    click(revealed, KEEP)  # this page has not heard of it: what the screen shows is kept
    assert read_debrief(revealed).kept == SAID


def test_a_page_that_shows_what_is_no_longer_on_the_screen_keeps_nothing(revealed: Desk) -> None:
    write(revealed, SAID)
    click(revealed, SHOW)
    revealed.store.ask_debrief(revealed.round.id, "Another word.")
    next(each for each in find(revealed.console, Button) if each.description == KEEP).click()
    assert read_debrief(revealed).kept == ""
    assert "on another page" in " ".join(read_notes(revealed.console))


def test_going_on_asks_first_where_words_would_be_lost(revealed: Desk) -> None:
    write(revealed, SAID)
    press(revealed.console)
    assert revealed.view.phase.value == "revealed"
    assert "not kept" in " ".join(read_notes(revealed.console))
    assert find_button(revealed.console) == "Go on without it"
    press(revealed.console)
    assert revealed.view.phase.value == "done"
    assert read_debrief(revealed) == Debrief()


def test_going_on_asks_nothing_where_all_is_kept(revealed: Desk) -> None:
    write(revealed, SAID)
    click(revealed, SHOW)
    click(revealed, KEEP)
    press(revealed.console)
    assert revealed.phase is Phase.DONE
    assert read_debrief(revealed).kept == SAID


def test_in_a_stop_nothing_is_kept_that_the_room_does_not_see(revealed: Desk) -> None:
    write(revealed, SAID)
    click(revealed, SHOW)
    revealed.controls.stop()
    revealed.console.follow(revealed.view)
    assert list_own(revealed) == [HIDE]
    assert WAITS in read_notes(revealed.console)
    revealed.controls.let_go_on(revealed.view.stopped_at)
    revealed.console.follow(revealed.view)
    assert list_own(revealed) == [KEEP, HIDE]
    assert ASKED in read_notes(revealed.console)
