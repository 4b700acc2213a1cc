"""The number of people in the room, and what it means for more seats than that."""

from __future__ import annotations

from pathlib import Path

import pytest
from ipywidgets import Button

import kit
from kit.console.headcount import NONE_CALL, SOME_CALL, HeadCount
from kit.errors import PhaseError
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.session.session import Phase, Role, new_seat_token
from kit.store import open_store
from kit.views.round import get_view
from tests.console.desk import Desk
from tests.pages import find


def test_a_person_with_two_browsers_does_not_unlock_the_others_answers(tmp_path: Path) -> None:
    store = open_store(tmp_path / "kit.db")
    session = store.add_session("Workshop", ["jar.ipynb"])
    current = store.add_round(session.code, "jar.ipynb")
    choice = kit.Choice("kind", "Which?", options=["a", "b"])
    store.set_definition(current.id, kit.Exercise("jar", prompts=[choice]))
    tokens = [new_seat_token() for _ in range(5)]
    for token in tokens:
        store.add_seat(session.code, token)
    heads = HeadCount(
        lambda people: store.set_people(session.code, people),
        lambda locked: store.set_lock(session.code, locked),
        lambda: None,
        lambda hybrid: store.set_hybrid(session.code, hybrid),
    )
    heads.follow(get_view(store, current.id, Role.FACILITATOR))
    field, note, lock, _drop, _call = heads.children
    field.value = "many"
    assert "how many people" in note.text
    field.value = "4"
    heads.follow(get_view(store, current.id, Role.FACILITATOR))
    assert store.find_people(session.code) == 4
    assert "5 seats, 4 people" in note.text
    assert get_view(store, current.id, Role.SCREEN).people is None
    lock.click()
    with pytest.raises(PhaseError, match="Nobody else is let in"):
        store.add_seat(session.code, new_seat_token())
    assert not store.add_seat(session.code, tokens[0])  # who is in stays in
    heads.follow(get_view(store, current.id, Role.FACILITATOR))
    assert lock.description == "Let people in again"
    lock.click()
    heads.follow(get_view(store, current.id, Role.FACILITATOR))
    assert lock.description == "Let nobody else in"
    assert not store.get_session(session.code).locked
    advance_round(store, current.id, Phase.PREPARE)
    for token in tokens:
        submit(store, current.id, token, {"kind": ["a"]})
    advance_round(store, current.id, Phase.OPEN)
    advance_round(store, current.id, Phase.CLOSED)
    view = get_view(store, current.id, Role.SCREEN)
    assert view.snapshot is None
    assert view.withheld
    store.close()


def test_a_press_says_that_some_are_in_a_call_and_another_that_nobody_is(desk: Desk) -> None:
    for said in (True, False):
        (button,) = (
            each
            for each in find(desk.console, Button)
            if each.description == (SOME_CALL if said else NONE_CALL)
        )
        button.click()
        assert desk.view.hybrid is said
        assert get_view(desk.store, desk.round.id, Role.PARTICIPANT).hybrid is said
        desk.console.follow(desk.view)
