"""A session on its way along the agenda: next, back, out of turn, in another order."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from kit.errors import PhaseError
from kit.exercise.exercise import Exercise
from kit.exercise.yes_no import YesNo
from kit.gate.publication import close_round, submit
from kit.lifecycle import advance_round, move_to, play_again, reorder, skip_round
from kit.session.plan import Row
from kit.session.progress import build_course
from kit.session.session import Phase, Round
from kit.store import Store
from kit.store.staging import count_submissions
from tests.store.sample import EXERCISE, NOTEBOOK, add_seats, make_exercise

AGENDA = [NOTEBOOK, "welcome.ipynb"]
LONG = ["a.ipynb", "b.ipynb", "c.ipynb", "d.ipynb"]


def begin(store: Store, agenda: Sequence[str | Row] = LONG) -> Round:
    """A session in its first exercise, which has been set up."""
    session = store.add_session("Team", agenda)
    return set_up(store, store.add_round(session.code, session.agenda[0], 0))


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


# Parts

PART = Exercise("one-try", prompts=[YesNo("try", "Shall we try it?")])


def begin_parts(store: Store) -> Round:
    """A session in the first of two parts, which has been revealed."""
    current = begin(store, AGENDA)
    store.set_definition(current.id, EXERCISE, [PART])
    return play(store, current)


def test_part_two_follows_at_once_with_its_form_open_and_ends_like_any_round(store: Store) -> None:
    first = begin_parts(store)
    second = advance_round(store, first.id, Phase.REVEALED)
    assert (second.phase, second.exercise, second.part) == (Phase.OPEN, PART, 1)
    assert (second.notebook, second.agenda_place, second.later) == (NOTEBOOK, 0, ())
    assert second.began_at == store.get_round_by_id(first.id).began_at
    assert store.get_round_by_id(first.id).phase is Phase.DONE
    assert list_states(store, first.code) == ["now", "ahead"]
    (token,) = add_seats(store, first.code, 1)
    submit(store, second.id, token, {"try": True})
    advance_round(store, second.id, Phase.OPEN)
    assert count_submissions(store, second.id) == 0
    revealed = advance_round(store, second.id, Phase.CLOSED)
    assert store.get_round_by_id(revealed.id).picture == PART.prompts[0].text
    following = advance_round(store, second.id, Phase.REVEALED)
    assert (following.notebook, following.part) == ("welcome.ipynb", 0)


def test_what_is_on_the_screen_stays_there_when_part_two_begins(store: Store) -> None:
    first = begin_parts(store)
    store.set_picture(first.id, "Thanks, with names#2")
    second = advance_round(store, first.id, Phase.REVEALED)
    assert store.get_round_by_id(second.id).picture == "Thanks, with names#2"


def test_of_two_who_press_part_two_one_is_told_that_it_has_begun(store: Store) -> None:
    first = begin_parts(store)
    advance_round(store, first.id, Phase.REVEALED)
    with pytest.raises(PhaseError, match="is done already"):
        advance_round(store, first.id, Phase.REVEALED)
    assert [each.part for each in store.list_rounds(first.code)] == [0, 1]
    with pytest.raises(PhaseError, match="is done already"):
        store.begin_part(first.id)


def test_a_part_that_does_not_come_cannot_begin(store: Store) -> None:
    alone = play(store, begin(store, AGENDA))
    with pytest.raises(PhaseError, match="the last part"):
        store.begin_part(alone.id)
    assert store.get_round_by_id(alone.id).phase is Phase.REVEALED


def test_parts_to_come_may_change_until_they_begin(store: Store) -> None:
    current = begin(store, AGENDA)
    store.set_definition(current.id, EXERCISE, [PART])
    play(store, current)
    other = Exercise("one-try", prompts=[YesNo("try", "For two weeks?")])
    store.set_definition(current.id, EXERCISE, [other])
    second = advance_round(store, current.id, Phase.REVEALED)
    assert second.exercise == other
    with pytest.raises(PhaseError, match="has changed since this round began"):
        store.set_definition(second.id, PART)


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
    rows = [Row(name, minutes) for minutes, name in enumerate(LONG, start=1)]
    current = begin(store, rows)
    reorder(store, current.code, 3, -2, expected=rows)
    session = store.get_session(current.code)
    assert session.rows == (rows[0], rows[3], rows[1], rows[2])
    with pytest.raises(PhaseError, match="changed on another page"):
        reorder(store, current.code, 3, -1, expected=rows)
    for place, by in ((0, 1), (1, -1), (3, 1)):
        with pytest.raises(PhaseError, match="still to come"):
            reorder(store, current.code, place, by, expected=session.rows)
    play(store, current)
    assert advance_round(store, current.id, Phase.REVEALED).notebook == "d.ipynb"


# Breaks

PAUSE = Row("", 7, "", "break")
BROKEN = [Row("a.ipynb", 10), PAUSE, Row("b.ipynb", 20)]


def rest(store: Store, agenda: Sequence[str | Row] = BROKEN) -> Round:
    """A session in the break after its first exercise."""
    return advance_round(store, play(store, begin(store, agenda)).id, Phase.REVEALED)


def test_after_an_exercise_there_is_its_break_and_after_that_the_next_one(store: Store) -> None:
    before = time.time()
    pause = rest(store)
    assert pause.is_break
    assert (pause.phase, pause.break_place, pause.number) == (Phase.DONE, 1, 1)
    assert pause.ends_at is not None
    assert 7 * 60 <= pause.ends_at - before <= 8 * 60 + 1
    assert list_states(store, pause.code) == ["done", "now", "ahead"]
    following = advance_round(store, pause.id, Phase.DONE)
    assert (following.notebook, following.agenda_place) == ("b.ipynb", 2)
    assert not store.get_round_by_id(pause.id).is_break
    assert list_states(store, pause.code) == ["done", "done", "now"]


def test_of_two_who_begin_or_end_a_break_at_once_one_is_told(store: Store) -> None:
    pause = rest(store)
    with pytest.raises(PhaseError, match="is done already"):
        advance_round(store, pause.id, Phase.REVEALED)
    advance_round(store, pause.id, Phase.DONE)
    with pytest.raises(PhaseError):
        advance_round(store, pause.id, Phase.DONE)
    assert [each.notebook for each in store.list_rounds(pause.code)] == ["a.ipynb", "b.ipynb"]


def test_a_break_comes_after_the_last_part_of_an_exercise(store: Store) -> None:
    first = begin(store, BROKEN)
    store.set_definition(first.id, EXERCISE, [PART])
    current = advance_round(store, play(store, first).id, Phase.REVEALED)
    assert (current.part, current.phase) == (1, Phase.OPEN)
    for phase in (Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
        current = advance_round(store, current.id, phase)
    assert (current.part, current.is_break) == (1, True)
    assert list_states(store, current.code) == ["done", "now", "ahead"]
    assert advance_round(store, current.id, Phase.DONE).notebook == "b.ipynb"


def test_a_break_is_skipped_or_taken_later(store: Store) -> None:
    first = play(store, begin(store, BROKEN))
    second = set_up(store, move_to(store, first.id, 2, expected=Phase.REVEALED))
    assert list_states(store, first.code) == ["done", "passed", "now"]
    pause = move_to(store, second.id, 1, expected=Phase.PREPARE)
    assert (pause.id, pause.is_break, pause.break_place) == (second.id, True, 1)
    assert advance_round(store, pause.id, Phase.DONE).notebook == "b.ipynb"


def test_two_breaks_in_a_row_are_one(store: Store) -> None:
    pause = rest(store, [BROKEN[0], PAUSE, PAUSE, BROKEN[2]])
    assert pause.ends_at is not None
    assert pause.ends_at - time.time() > 13 * 60
    assert list_states(store, pause.code) == ["done", "now", "now", "ahead"]
    assert advance_round(store, pause.id, Phase.DONE).agenda_place == 3


def test_nobody_is_sent_into_a_break_from_which_nothing_follows(store: Store) -> None:
    first = play(store, begin(store, [PAUSE, BROKEN[0], PAUSE]))
    assert first.agenda_place == 0  # as `begin` has it; the row at its place is no exercise
    done = advance_round(store, first.id, Phase.REVEALED)
    assert (done.phase, done.is_break) == (Phase.DONE, False)
    with pytest.raises(PhaseError, match="No exercise comes after this break"):
        move_to(store, first.id, 2, expected=Phase.DONE)
    slack = begin(store, [BROKEN[0], Row("", 4, "Slack", "slack")])
    with pytest.raises(PhaseError, match="not on the agenda"):
        move_to(store, slack.id, 1, expected=Phase.PREPARE)


def test_a_break_can_be_moved_with_what_is_to_come_but_not_once_it_is_there(store: Store) -> None:
    first = begin(store, [*BROKEN, "c.ipynb"])
    rows = store.get_session(first.code).rows
    reorder(store, first.code, 1, 1, expected=rows)
    assert [row.notebook for row in store.get_session(first.code).rows] == [
        *("a.ipynb", "b.ipynb", ""),
        "c.ipynb",
    ]
    pause = rest(store, [*BROKEN, "c.ipynb"])
    rows = store.get_session(pause.code).rows
    with pytest.raises(PhaseError, match="still to come"):
        reorder(store, pause.code, 1, 1, expected=rows)
    reorder(store, pause.code, 3, -1, expected=rows)
    assert advance_round(store, pause.id, Phase.DONE).notebook == "c.ipynb"


def test_an_ended_session_begins_no_break(store: Store) -> None:
    first = play(store, begin(store, BROKEN))
    store.end_session(first.code)
    with pytest.raises(PhaseError, match="has ended"):
        advance_round(store, first.id, Phase.REVEALED)
    assert not store.get_round(first.code).is_break


def test_an_exercise_that_fails_before_or_in_its_break_is_left_for_the_next_one(
    store: Store,
) -> None:
    for pause in (False, True):
        current = rest(store) if pause else begin(store, BROKEN)
        following = skip_round(store, current.id)
        assert (following.notebook, following.agenda_place) == ("b.ipynb", 2)


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


# Playing a rehearsal's exercise again


@pytest.mark.parametrize("phase", [each for each in Phase if each is not Phase.LEADER])
def test_an_exercise_is_played_again_from_wherever_it_stands(store: Store, phase: Phase) -> None:
    session = store.add_session("Team", AGENDA)
    current = store.add_round(session.code, NOTEBOOK, 0)
    store.set_definition(current.id, EXERCISE)
    while current.phase is not phase:
        if current.phase is Phase.REVEALED:
            current = store.finish_round(current.id)
        else:
            current = advance_round(store, current.id, current.phase)
    again = play_again(store, current.id)
    assert (again.number, again.notebook, again.agenda_place) == (2, NOTEBOOK, 0)
    assert (again.phase, again.exercise) == (Phase.PREPARE, None)
    assert store.get_round_by_id(current.id).phase is Phase.DONE
    assert count_submissions(store, current.id) == 0


def test_words_of_a_leader_whose_turn_never_came_go_with_an_exercise_that_is_skipped(
    store: Store,
) -> None:
    code = store.add_session("Team", [NOTEBOOK, NOTEBOOK]).code
    current = store.add_round(code, NOTEBOOK)
    store.set_definition(current.id, make_exercise(leader=True))
    store.set_leader(current.id, {"name": "Ada", "act": "stayed late"})
    skip_round(store, current.id)
    assert store.get_leader(current.id) == {}
