"""Leaving a result unseen: the question is there while it makes sense, and one press does it."""

from __future__ import annotations

import pytest
from ipywidgets import Button

from kit.console.lines import NOT_SHOWN
from kit.console.unseen import ASKS, ERASE, LINE
from kit.gate.marginals import UNSEEN
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.session.session import Phase
from kit.store import Store
from kit.widgets.text_desk import TextDesk
from tests.console.desk import Desk
from tests.pages import find, find_button, press, read_markup, read_notes
from tests.store.sample import MARKER, add_seats, make_exercise


@pytest.fixture
def desk(store: Store) -> Desk:
    """A page on which a round is closed that twelve people have answered."""
    desk = Desk(store, make_exercise())
    desk.press()
    for token in add_seats(store, desk.round.code, 12):
        submit(store, desk.round.id, token, {"safe": 4, "story": {"text": MARKER, "share": True}})
    desk.press()
    return desk


def find_erase(desk: Desk) -> list[Button]:
    return [each for each in find(desk.console, Button) if each.description == ERASE]


def test_it_says_what_it_means_before_it_does_it(desk: Desk) -> None:
    markup = read_markup(desk.console)
    assert LINE in markup
    assert ASKS in markup
    assert MARKER in str([each.items for each in find_desks(desk)])
    [button] = find_erase(desk)
    button.click()
    desk.console.follow(desk.view)
    assert desk.view.unseen
    assert find_erase(desk) == []
    assert LINE not in read_markup(desk.console)
    assert find_desks(desk) == []
    assert NOT_SHOWN in read_markup(desk.console)
    assert UNSEEN in read_notes(desk.console)
    assert find_button(desk.console) == "Next exercise"


def find_desks(desk: Desk) -> list[TextDesk]:

    return [each for each in find(desk.console, TextDesk) if each.items]


def test_it_is_there_between_close_and_reveal_alone(store: Store) -> None:
    desk = Desk(store, make_exercise())
    seen = [bool(find_erase(desk))]
    tokens = add_seats(store, desk.round.code, 12)
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED):
        advance_round(store, desk.round.id, phase)
        if phase is Phase.PREPARE:
            for token in tokens:
                submit(store, desk.round.id, token, {"safe": 4})
        desk.console.follow(desk.view)
        seen.append(bool(find_erase(desk)))
    assert seen == [False, False, True, False]


def test_whoever_presses_after_the_reveal_is_told(desk: Desk) -> None:
    [button] = find_erase(desk)
    advance_round(desk.store, desk.round.id, Phase.CLOSED)
    button.click()
    assert "This round is revealed already" in " ".join(read_notes(desk.console))
    assert not desk.view.unseen


def test_whoever_reveals_afterwards_is_told(desk: Desk) -> None:
    other = desk.open_page()
    find_erase(desk)[0].click()
    press(other)
    assert "This round has been left unseen already" in " ".join(read_notes(other))
