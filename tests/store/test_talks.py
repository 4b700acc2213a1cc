"""The timer for talking: kept while the round stands where it was started, and no longer."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.errors import PhaseError
from kit.gate.publication import close_round
from kit.session.session import Phase, Round
from kit.session.talk import Talk, begin_talk
from kit.store import Store, open_store
from tests.store.sample import EXERCISE, prepare_round


def read(store: Store, current: Round) -> Talk:
    talk = store.get_round_by_id(current.id).talk
    assert talk is not None
    return talk


def test_a_talk_outlives_the_process(tmp_path: Path) -> None:
    store = open_store(tmp_path / "kit.db")
    current = prepare_round(store, EXERCISE)
    before = time.time()
    store.begin_talk(current.id, 2, 180)
    talk = read(store, current)
    assert before + 180 <= talk.ends[0] <= time.time() + 180
    assert talk.ends[1] == talk.ends[0] + 180
    store.close()
    again = open_store(tmp_path / "kit.db")
    assert read(again, current) == talk
    again.close()


def test_one_that_runs_is_not_started_again_and_one_that_is_over_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = prepare_round(store, EXERCISE)
    store.begin_talk(current.id, 2, 180)
    talk = read(store, current)
    store.begin_talk(current.id, 1, 600)  # the second tap, or the other facilitator
    assert read(store, current) == talk
    monkeypatch.setattr("kit.store.talks.get_now", lambda: talk.ends[-1] + 1)
    store.begin_talk(current.id, 1, 600)
    assert read(store, current) == begin_talk(1, 600, talk.ends[-1] + 1)


def test_it_is_lengthened_and_stopped(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    store.lengthen_talk(current.id, 60)  # nobody talks
    store.end_talk(current.id)
    assert store.get_round_by_id(current.id).talk is None
    store.begin_talk(current.id, 2, 180)
    first, second = read(store, current).ends
    store.lengthen_talk(current.id, 60)
    assert read(store, current).ends == (first + 60, second + 60)
    store.end_talk(current.id)
    assert store.get_round_by_id(current.id).talk is None


def test_whoever_turns_to_a_picture_takes_the_screen_from_the_clock(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    store.set_picture(current.id, "Jar")
    store.begin_talk(current.id, 2, 180)
    ends = read(store, current).ends
    store.set_picture(current.id, "Jar")  # the one that was there before the talk
    assert read(store, current) == Talk(ends, leads=False)
    store.show_talk(current.id, True)
    assert read(store, current) == Talk(ends)
    assert store.get_round_by_id(current.id).picture == "Jar"


def test_each_change_is_told_and_nothing_else_is(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    heard: list[str] = []
    store.notices.listen(lambda _code, what: heard.append(what))
    store.begin_talk(current.id, 2, 180)
    store.begin_talk(current.id, 2, 180)
    store.show_talk(current.id, True)
    store.end_talk(current.id)
    store.end_talk(current.id)
    assert heard == ["talk", "talk"]


def test_every_step_of_the_round_ends_the_talk(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    steps: list[Callable[[], object]] = [
        lambda: store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE),
        lambda: close_round(store, current.id),
        lambda: store.set_phase(current.id, Phase.REVEALED, expected=Phase.CLOSED),
        lambda: store.begin_break(current.id, 1, 4_000_000_000.0),
    ]
    for step in steps:
        store.begin_talk(current.id, 2, 180)
        step()
        assert store.get_round_by_id(current.id).talk is None
    with pytest.raises(PhaseError, match="next exercise"):
        store.begin_talk(current.id, 2, 180)


def test_a_timer_that_is_moved_leaves_the_talk_as_it_is(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE, ends_at=4_000_000_000.0)
    store.begin_talk(current.id, 2, 180)
    talk = read(store, current)
    store.move_timer(current.id, 60)
    assert read(store, current) == talk


def test_the_end_of_the_session_ends_it_and_none_begins_after_that(store: Store) -> None:
    current = prepare_round(store, EXERCISE)
    store.begin_talk(current.id, 2, 180)
    store.end_session(current.code)
    assert store.get_round_by_id(current.id).talk is None
    with pytest.raises(PhaseError, match="has ended"):
        store.begin_talk(current.id, 2, 180)
