"""The quiet button that stops the session, and the large one that lets it go on."""

from __future__ import annotations

import pytest
from ipywidgets import Button

from kit.console.stop import STOP
from kit.lifecycle import advance_round
from kit.session.session import Phase
from kit.store import Store
from tests.console.desk import Desk
from tests.pages import find, find_button, press, read_markup, read_notes
from tests.store.sample import add_seats, make_exercise


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, make_exercise())


def find_stop(desk: Desk) -> list[Button]:
    return [each for each in find(desk.console, Button) if each.description == STOP]


def stop(desk: Desk) -> None:
    find_stop(desk)[0].click()
    desk.console.follow(desk.view)


def test_one_press_stops_and_one_press_goes_on_with_what_was_there_before(desk: Desk) -> None:
    desk.press()
    before = find_button(desk.console)
    assert before == "Close"
    stop(desk)
    assert desk.view.is_stopped
    assert find_stop(desk) == []
    assert find_button(desk.console) == "Go on"
    assert "A short pause." in read_markup(desk.console)
    press(desk.console)
    desk.console.follow(desk.view)
    assert not desk.view.is_stopped
    assert (find_button(desk.console), desk.phase) == (before, Phase.OPEN)


def test_the_timer_of_a_form_says_how_it_stands(desk: Desk, store: Store) -> None:
    ends_at = 4_000_000_000.0
    store.set_phase(desk.round.id, Phase.OPEN, expected=Phase.PREPARE, ends_at=ends_at)
    stop(desk)
    left = ends_at - desk.view.stopped_at
    minutes, seconds = divmod(-(-int(left * 1000) // 1000), 60)
    told = [each for each in read_notes(desk.console) if each.startswith("The timer stands still")]
    assert told == [f"The timer stands still, with {minutes}:{seconds:02} left."]
    buttons = [each.description for each in find(desk.console, Button)]
    assert "1 minute more" not in buttons


def test_a_press_from_another_page_that_comes_too_late_says_what_to_do(desk: Desk) -> None:
    desk.press()
    other = desk.open_page()
    desk.store.stop_session(desk.round.code)
    press(other)  # "Close", as that page still shows it
    assert "The session is stopped for a moment. Press Go on first." in read_notes(other)
    assert desk.phase is Phase.OPEN


def test_a_question_before_a_final_step_ends_with_the_stop(desk: Desk) -> None:
    desk.press()
    add_seats(desk.store, desk.round.code, 9)
    desk.console.follow(desk.view)
    press(desk.console)
    assert find_button(desk.console) == "Close with no answers"
    stop(desk)
    press(desk.console)
    desk.console.follow(desk.view)
    assert find_button(desk.console) == "Close"


def test_once_nothing_comes_any_more_there_is_nothing_to_stop(desk: Desk) -> None:
    current = desk.round
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED):
        assert len(find_stop(desk)) == 1
        advance_round(desk.store, current.id, phase)
        desk.console.follow(desk.view)
    desk.store.finish_round(current.id)
    desk.store.set_agenda(current.code, [], expected=desk.store.get_session(current.code).rows)
    desk.console.follow(desk.view)
    assert find_stop(desk) == []
