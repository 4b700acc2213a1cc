"""The one large button: it asks before it closes a round that hardly anybody has answered."""

from __future__ import annotations

import time

import pytest
from ipywidgets import Button

from kit.console.next_button import ASKED, fold_cautions
from kit.gate.publication import submit
from kit.session.plan import Row
from kit.store import Store
from tests.console.desk import Desk
from tests.pages import find, find_button, press, read_markup, read_notes
from tests.store.sample import add_seats, make_exercise


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    desk.press()
    desk.press()
    assert desk.phase == "open"
    return desk


def answer(desk: Desk, count: int, of: int) -> None:
    for place, token in enumerate(add_seats(desk.store, desk.round.code, of)):
        if place < count:
            submit(desk.store, desk.round.id, token, {"safe": 3})
    desk.console.follow(desk.view)


def test_one_press_closes_a_round_that_has_been_answered(open_desk: Desk) -> None:
    answer(open_desk, 9, of=12)
    press(open_desk.console)
    assert open_desk.phase == "closed"


def test_closing_with_no_answers_takes_a_second_press_and_says_why(open_desk: Desk) -> None:
    answer(open_desk, 0, of=12)
    press(open_desk.console)
    assert open_desk.phase == "open"
    assert find_button(open_desk.console) == "Close with no answers"
    assert any("Nobody has finished yet" in note for note in read_notes(open_desk.console))
    press(open_desk.console)
    assert open_desk.phase == "closed"


def test_of_two_pages_each_is_asked_on_its_own(open_desk: Desk) -> None:
    answer(open_desk, 1, of=12)
    other = open_desk.open_page()
    press(open_desk.console)
    press(other)
    assert open_desk.phase == "open"
    assert find_button(other) == "Close anyway"
    press(other)
    press(open_desk.console)
    assert open_desk.phase == "closed"
    assert any("is closed already" in note for note in read_notes(open_desk.console))


def test_a_question_that_is_not_true_any_more_is_taken_back(open_desk: Desk) -> None:
    answer(open_desk, 0, of=12)
    press(open_desk.console)
    open_desk.console.follow(open_desk.view)
    assert find_button(open_desk.console) == "Close with no answers"
    answer(open_desk, 1, of=1)
    assert find_button(open_desk.console) == "Close"
    assert not any("Nobody" in note for note in read_notes(open_desk.console))
    press(open_desk.console)
    assert find_button(open_desk.console) == "Close anyway"


def test_after_a_while_the_question_ends_and_is_asked_anew(
    open_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(open_desk, 0, of=12)
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    press(open_desk.console)
    now[0] += ASKED + 0.1
    press(open_desk.console)
    assert open_desk.phase == "open"
    assert find_button(open_desk.console) == "Close with no answers"
    now[0] += ASKED + 0.1
    open_desk.console.follow(open_desk.view)
    assert find_button(open_desk.console) == "Close"


def test_the_last_button_leads_to_the_end_of_the_session(store: Store) -> None:
    desk = Desk(store, make_exercise())
    store.set_agenda(
        desk.round.code,
        desk.round.notebook.split(),
        expected=store.get_session(desk.round.code).rows,
    )
    for _ in range(3):
        desk.press()
    assert find_button(desk.console) == "Finish"
    desk.press()
    assert desk.phase == "done"
    assert find_button(desk.console) == "End the session"
    press(desk.console)  # the page's script leads there; the kernel does nothing
    assert desk.phase == "done"
    (button,) = [each for each in find(desk.console, Button) if "kit-to-end" in each._dom_classes]
    assert button.description == "End the session"
    assert "end the session" in read_markup(desk.console)


@pytest.fixture
def resting(store: Store) -> Desk:
    """A desk at the reveal, with a break before the next exercise."""
    desk = Desk(store, make_exercise())
    rows = store.get_session(desk.round.code).rows
    pause = Row("", 7, "", "break")
    store.set_agenda(desk.round.code, [rows[0], pause, rows[1]], expected=rows)
    for _ in range(3):
        desk.press()
    assert desk.phase == "revealed"
    return desk


def list_words(desk: Desk) -> list[str]:
    """What the buttons say that may be pressed now."""
    return [each.description for each in find(desk.console, Button)]


def test_a_break_is_begun_and_ended_by_the_large_button(resting: Desk) -> None:
    assert find_button(resting.console) == "Begin the break, 7 minutes"
    assert "Skip the break" in list_words(resting)
    resting.press()
    assert resting.view.round.is_break
    assert find_button(resting.console) == "Next exercise: Welcome"
    assert "Skip the break" not in list_words(resting)
    press(resting.console)
    assert resting.store.get_round(resting.round.code).notebook == "welcome.ipynb"


def test_a_break_is_skipped_with_one_press(resting: Desk) -> None:
    (skip,) = [each for each in find(resting.console, Button) if each.description[:4] == "Skip"]
    other = resting.open_page()
    skip.click()
    current = resting.store.get_round(resting.round.code)
    assert (current.notebook, current.agenda_place) == ("welcome.ipynb", 2)
    press(other)  # who begins the break at the same moment is told
    assert any("is done already" in note for note in read_notes(other))
    assert resting.store.get_round(resting.round.code) == current


def test_of_two_who_end_a_break_at_once_the_second_ends_nothing(resting: Desk) -> None:
    resting.press()
    other = resting.open_page()
    press(resting.console)
    press(other)
    assert any("This round is done" in note for note in read_notes(other))
    assert len(resting.store.list_rounds(resting.round.code)) == 2


def test_a_press_on_its_way_does_not_take_the_step_after_the_one_that_was_read(
    open_desk: Desk,
) -> None:
    answer(open_desk, 9, of=12)
    other = open_desk.open_page()
    (close,) = [each for each in find(other, Button) if each.description == "Close"]
    press(open_desk.console)
    other.follow(open_desk.view)  # it has heard of the close before the press arrives
    close.click()
    assert open_desk.phase == "closed"
    assert any("is closed already" in note for note in read_notes(other))


def test_one_sentence_leads_above_the_button_and_the_rest_is_folded_behind_it() -> None:
    assert fold_cautions(()) == ("", "")
    assert fold_cautions(["Only 3 have joined."]) == ("Only 3 have joined.", "")
    told = ["Closing shows none: it takes 7. Wait for more.", "7 seats, 5 people. Correct it."]
    assert fold_cautions(told) == (
        "Closing shows none: it takes 7.",
        "Wait for more. 7 seats, 5 people. Correct it.",
    )
