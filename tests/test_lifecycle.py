"""A session on its way along the agenda: next, back, out of turn, in another order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kit.errors import PhaseError
from kit.gate.publication import close_round, submit
from kit.lifecycle import advance_round, move_to, reorder, skip_round
from kit.session.progress import build_course
from kit.session.session import Phase, Round
from kit.store import Store
from kit.store.staging import count_submissions
from tests.store.sample import EXERCISE, NOTEBOOK, add_seats

AGENDA = [NOTEBOOK, "welcome.ipynb"]
LONG = ["a.ipynb", "b.ipynb", "c.ipynb", "d.ipynb"]


def begin(store: Store, agenda: Sequence[str] = LONG, minutes: Sequence[int] = ()) -> Round:
    """A session in its first exercise, which has been set up."""
    session = store.add_session("Team", agenda, minutes=minutes)
    return set_up(store, store.add_round(session.code, agenda[0], 0))


def set_up(store: Store, current: Round) -> Round:
    store.set_definition(current.id, EXERCISE)
    return store.get_round_by_id(current.id)


def open_form(store: Store, current: Round) -> Round:
    """Open a round, and say where it stands."""
    return advance_round(store, current.id, current.phase)


def play(store: Store, current: Round) -> Round:
    """Play a round up to its result."""
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED):
        advance_round(store, current.id, phase)
    return store.get_round_by_id(current.id)


def list_states(store: Store, code: str) -> list[str]:
    course = build_course(store.get_session(code), store.list_rounds(code))
    return [item.state for item in course.items]


# Moving


def test_a_session_goes_on_goes_back_and_leaves_out(store: Store) -> None:
    first = play(store, begin(store))
    second = move_to(store, first.id, 2, expected=Phase.REVEALED)
    assert (second.notebook, second.number, second.agenda_place) == ("c.ipynb", 2, 2)
    assert list_states(store, first.code) == ["done", "passed", "now", "ahead"]
    back = move_to(store, set_up(store, second).id, 0, expected=Phase.PREPARE)
    assert (back.notebook, back.number, back.agenda_place) == ("a.ipynb", 3, 0)
    assert list_states(store, first.code) == ["now", "ahead", "ahead", "ahead"]
    done = play(store, set_up(store, back))
    following = advance_round(store, done.id, Phase.REVEALED)
    assert (following.notebook, following.agenda_place) == ("b.ipynb", 1)


def test_after_the_last_exercise_one_may_be_played_again(store: Store) -> None:
    first = play(store, begin(store, AGENDA[:1]))
    assert advance_round(store, first.id, Phase.REVEALED).phase is Phase.DONE
    again = move_to(store, first.id, 0, expected=Phase.DONE)
    assert (again.number, again.notebook, again.phase) == (2, NOTEBOOK, Phase.PREPARE)
    with pytest.raises(PhaseError, match="another round by now"):
        move_to(store, first.id, 0, expected=Phase.DONE)
    assert len(store.list_rounds(first.code)) == 2


def test_nobody_leaves_an_open_form_or_a_result_the_room_has_not_seen(store: Store) -> None:
    current = open_form(store, begin(store))
    (token,) = add_seats(store, current.code, 1)
    submit(store, current.id, token, {"safe": 3, "kind": ["other"]})
    with pytest.raises(PhaseError, match="Close it and reveal"):
        move_to(store, current.id, 1, expected=Phase.OPEN)
    with pytest.raises(PhaseError, match="is open already"):
        move_to(store, current.id, 1, expected=Phase.PREPARE)
    assert count_submissions(store, current.id) == 1
    close_round(store, current.id)
    with pytest.raises(PhaseError, match="Reveal the result before"):
        move_to(store, current.id, 1, expected=Phase.CLOSED)
    assert store.get_round(current.code).id == current.id


def test_there_is_nothing_beyond_the_agenda(store: Store) -> None:
    current = begin(store)
    for place in (-1, len(LONG)):
        with pytest.raises(PhaseError, match="not on the agenda"):
            move_to(store, current.id, place, expected=Phase.PREPARE)


def test_what_is_to_come_changes_places_and_takes_its_minutes_along(store: Store) -> None:
    current = begin(store, minutes=[1, 2, 3, 4])
    reorder(store, current.code, 3, -2, expected=LONG)
    session = store.get_session(current.code)
    assert session.agenda == ("a.ipynb", "d.ipynb", "b.ipynb", "c.ipynb")
    assert session.minutes == (1, 4, 2, 3)
    with pytest.raises(PhaseError, match="changed on another page"):
        reorder(store, current.code, 3, -1, expected=LONG)
    for place, by in ((0, 1), (1, -1), (3, 1)):
        with pytest.raises(PhaseError, match="still to come"):
            reorder(store, current.code, place, by, expected=session.agenda)
    play(store, current)
    assert advance_round(store, current.id, Phase.REVEALED).notebook == "d.ipynb"


# Leaving behind what cannot be played


def test_an_exercise_that_cannot_be_played_is_left_behind_before_it_is_set_up(store: Store) -> None:
    session = store.add_session("Team", AGENDA)
    current = store.add_round(session.code, NOTEBOOK)
    following = skip_round(store, current.id)
    assert (following.notebook, following.number) == ("welcome.ipynb", 2)
    with pytest.raises(PhaseError):
        skip_round(store, current.id)
    with pytest.raises(PhaseError, match="last exercise"):
        skip_round(store, following.id)


def test_an_open_exercise_that_is_left_behind_is_closed_like_any_other(store: Store) -> None:
    session = store.add_session("Team", AGENDA)
    current = store.add_round(session.code, NOTEBOOK)
    store.set_definition(current.id, EXERCISE)
    advance_round(store, current.id, Phase.PREPARE)
    for token in add_seats(store, session.code, 6):
        submit(store, current.id, token, {"safe": 3, "kind": ["other"]})
    assert skip_round(store, current.id).number == 2
    assert [each["final"] for each in store.list_snapshots(current.id)] == [True]
    assert count_submissions(store, current.id) == 0
