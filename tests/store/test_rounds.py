"""Rounds: one after the other, onward only."""

# Holds kit/store/round_rows.py too: rows are read and written in the transactions tried here.

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from kit.errors import NotFoundError, PhaseError
from kit.gate.publication import close_round
from kit.session.session import Phase, Round
from kit.store import Store, open_store
from kit.store.rounds import LONGEST_TITLE
from tests.store.sample import EXERCISE, NOTEBOOK, open_sample, prepare_round


def reveal(store: Store, round_id: int) -> None:
    """Take a prepared round to its reveal without a single answer."""
    store.set_phase(round_id, Phase.REVEALED, expected=Phase.PREPARE)


def test_a_session_plays_the_round_that_began_last(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK])
    first = store.add_round(session.code, NOTEBOOK)
    assert (first.number, first.phase, first.exercise) == (1, Phase.PREPARE, None)
    store.set_phase(first.id, Phase.DONE, expected=Phase.PREPARE)
    second = store.add_round(session.code, "welcome.ipynb")
    assert second.number == 2
    assert store.get_round(session.code) == second
    assert [each.id for each in store.list_rounds(session.code)] == [first.id, second.id]


def test_the_next_round_waits_until_this_one_is_done(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK])
    store.add_round(session.code, NOTEBOOK)
    with pytest.raises(PhaseError, match="round before is being prepared"):
        store.add_round(session.code, NOTEBOOK)
    assert len(store.list_rounds(session.code)) == 1


def test_where_there_is_no_round_it_says_so(store: Store) -> None:
    session = store.add_session("Team", [NOTEBOOK])
    with pytest.raises(NotFoundError, match="No exercise has begun yet"):
        store.get_round(session.code)
    for look in (store.get_round, store.list_rounds):
        with pytest.raises(NotFoundError, match="no session with this code"):
            look("BCDFGH")
    with pytest.raises(NotFoundError, match="not there any more"):
        store.get_round_by_id(99)


def test_a_round_moves_on_from_where_it_was_seen(store: Store) -> None:
    current = prepare_round(store)
    moved = store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE, ends_at=1234567890.25)
    assert (moved.phase, moved.ends_at) == (Phase.OPEN, 1234567890.25)
    assert store.get_round_by_id(current.id) == moved
    with pytest.raises(PhaseError, match="is open already"):
        store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)


def test_of_two_who_open_at_once_one_is_told_that_it_is_open(store: Store) -> None:
    current = prepare_round(store)
    told: list[str] = []
    start = threading.Barrier(2)

    def press() -> None:
        start.wait()
        try:
            told.append(store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE).phase)
        except PhaseError as error:
            told.append(str(error))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 2
    assert Phase.OPEN in told
    assert any("is open already" in each for each in told)


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.REVEALED, Phase.DONE, Phase.PREPARE])
def test_an_open_round_is_only_ever_closed_by_the_gate(store: Store, phase: Phase) -> None:
    sample = open_sample(store, 1)
    with pytest.raises(PhaseError, match="Close it"):
        store.set_phase(sample.id, phase, expected=Phase.OPEN)
    assert store.get_round_by_id(sample.id).phase is Phase.OPEN


@pytest.mark.parametrize("phase", [Phase.PREPARE, Phase.OPEN, Phase.REVEALED])
def test_no_round_goes_back(store: Store, phase: Phase) -> None:
    current = prepare_round(store)
    reveal(store, current.id)
    with pytest.raises(PhaseError, match="Start a new round"):
        store.set_phase(current.id, phase, expected=Phase.REVEALED)


@pytest.mark.parametrize("phase", [Phase.LEADER, Phase.OPEN])
def test_a_round_without_a_definition_does_not_begin(store: Store, phase: Phase) -> None:
    session = store.add_session("Team", [NOTEBOOK])
    current = store.add_round(session.code, NOTEBOOK)
    with pytest.raises(PhaseError, match="has not been set up yet"):
        store.set_phase(current.id, phase, expected=Phase.PREPARE)


def test_finishing_a_round_begins_the_one_that_follows(store: Store) -> None:
    current = prepare_round(store)
    reveal(store, current.id)
    following = store.finish_round(current.id, "welcome.ipynb")
    assert (following.number, following.notebook) == (2, "welcome.ipynb")
    assert store.get_round(current.code) == following
    assert store.get_round_by_id(current.id).phase is Phase.DONE
    with pytest.raises(PhaseError, match="is done already"):
        store.finish_round(current.id, "welcome.ipynb")
    assert len(store.list_rounds(current.code)) == 2


def test_the_last_round_is_finished_without_another(store: Store) -> None:
    current = prepare_round(store)
    reveal(store, current.id)
    done = store.finish_round(current.id)
    assert (done.id, done.phase) == (current.id, Phase.DONE)


def test_a_round_that_cannot_be_followed_is_not_finished_either(store: Store) -> None:
    current = prepare_round(store)
    reveal(store, current.id)
    store.end_session(current.code)
    with pytest.raises(PhaseError, match="session has ended"):
        store.finish_round(current.id, "welcome.ipynb")
    assert store.get_round_by_id(current.id).phase is Phase.REVEALED


def test_whatever_changes_is_told_after_it_is_kept(store: Store) -> None:
    seen: list[tuple[str, object]] = []

    def look(code: str, what: str) -> None:
        rounds = [each.phase.value for each in store.list_rounds(code)]
        seen.append((what, rounds or store.count_seats(code)))

    store.notices.listen(look)
    code = store.add_session("Team", [NOTEBOOK]).code
    store.add_seat(code, "one")
    store.add_seat(code, "one")
    current = store.add_round(code, NOTEBOOK)
    store.set_definition(current.id, EXERCISE)
    reveal(store, current.id)
    store.finish_round(current.id, NOTEBOOK)
    assert seen == [
        ("session", 0),
        ("seats", 1),
        ("round", ["prepare"]),
        ("round", ["prepare"]),
        ("phase", ["revealed"]),
        ("phase", ["done", "prepare"]),
        ("round", ["done", "prepare"]),
    ]


def test_a_timer_is_moved_for_everybody_and_only_while_it_runs(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    with pytest.raises(PhaseError):
        store.move_timer(current.id, 60.0)
    far = 4e9
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE, ends_at=far)
    heard: list[str] = []
    store.notices.listen(lambda _code, what: heard.append(what))
    assert store.move_timer(current.id, 60.0).ends_at == far + 60.0
    assert store.move_timer(current.id, -120.0).ends_at == far - 60.0
    assert store.get_round_by_id(current.id).phase is Phase.OPEN
    assert heard == ["phase", "phase"]
    close_round(store, current.id)
    with pytest.raises(PhaseError):
        store.move_timer(current.id, 60.0)


def test_a_round_without_a_timer_says_so(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
    with pytest.raises(PhaseError, match="has no timer"):
        store.move_timer(current.id, 60.0)


def test_the_chosen_picture_belongs_to_its_round_and_is_forgotten_with_it(store: Store) -> None:
    current, heard = prepare_round(store), []
    reveal(store, current.id)
    store.notices.listen(lambda _code, what: heard.append(what))
    for title in ("Which act?", "Which act?", "How safe is it?"):
        store.set_picture(current.id, title)
    assert store.get_round(current.code).picture == "How safe is it?"
    assert heard == ["picture", "picture"]
    assert store.finish_round(current.id, NOTEBOOK).picture == ""
    assert store.get_round_by_id(current.id).picture == ""
    with pytest.raises(PhaseError, match="This round is done"):
        store.set_picture(current.id, "Which act?")


def test_no_more_of_a_pictures_title_is_kept_than_a_title_has(store: Store) -> None:
    current = prepare_round(store)
    store.set_picture(current.id, "x" * 100_000)
    assert store.get_round(current.code).picture == "x" * LONGEST_TITLE


# Breaks


def begin_break(store: Store) -> Round:
    """A session in a break, from which an exercise follows."""
    current = prepare_round(store)
    reveal(store, current.id)
    return store.begin_break(current.id, 1, 4_000_000_020.0)


def test_a_break_outlives_the_process_and_goes_with_the_next_round(
    path: Path, store: Store
) -> None:
    pause = begin_break(store)
    again = open_store(path)
    assert again.get_round(pause.code) == pause
    assert (pause.is_break, pause.ends_at, pause.break_place) == (True, 4_000_000_020.0, 1)
    assert pause.break_began_at is not None
    assert pause.break_began_at % 60 == 0
    again.finish_round(pause.id, NOTEBOOK, 2, expected=Phase.DONE)
    again.close()
    assert not store.get_round_by_id(pause.id).is_break
    assert store.get_round_by_id(pause.id).break_place == 1


def test_a_break_is_given_more_time_and_less_and_is_never_over_before_now(store: Store) -> None:
    pause = begin_break(store)
    assert pause.ends_at is not None
    more = store.move_timer(pause.id, 60)
    assert (more.ends_at, more.is_break) == (pause.ends_at + 60, True)
    over = store.move_timer(pause.id, -4_000_000_000)
    assert over.ends_at == pytest.approx(time.time(), abs=60)
    assert over.is_break  # nothing goes on by itself


def test_a_break_begins_behind_what_the_room_has_seen_alone(store: Store) -> None:
    opened = open_sample(store, 1)
    with pytest.raises(PhaseError, match="Close it and reveal"):
        store.begin_break(opened.id, 1, 60.0, expected=Phase.OPEN)
    close_round(store, opened.id)
    with pytest.raises(PhaseError, match="Reveal the result before"):
        store.begin_break(opened.id, 1, 60.0, expected=Phase.CLOSED)
    assert not store.get_round_by_id(opened.id).is_break


def test_the_join_picture_is_shown_in_a_break_and_not_after_it(store: Store) -> None:
    pause = begin_break(store)
    store.set_picture(pause.id, "kit:join")
    assert store.get_round_by_id(pause.id).picture == "kit:join"
    store.finish_round(pause.id, NOTEBOOK, 2, expected=Phase.DONE)
    assert store.get_round_by_id(pause.id).picture == ""
    with pytest.raises(PhaseError, match="This round is done"):
        store.set_picture(pause.id, "kit:join")
