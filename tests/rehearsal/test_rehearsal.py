"""A rehearsal: a session of its own that is gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.exercise.exercise import Exercise
from kit.exercise.yes_no import YesNo
from kit.gate.publication import find_own_submission
from kit.lifecycle import advance_round
from kit.rehearsal import rehearsal
from kit.rehearsal.cards import EARLIER
from kit.rehearsal.people import PEOPLE
from kit.rehearsal.rehearsal import start_rehearsal
from kit.session.session import Phase
from kit.store.folders import remove_folder
from kit.views.cards import read_board
from tests.places import ROOT
from tests.store.sample import EXERCISE
from tests.waiting import play, wait_for_progress, wait_until


@pytest.fixture(autouse=True)
def end_rehearsals() -> Iterator[None]:
    yield
    rehearsal._running.clear()
    rehearsal._last = None
    for folder in rehearsal._folders:
        remove_folder(folder)
    rehearsal._folders.clear()


def test_a_rehearsal_is_a_session_of_its_own_with_people_in_it() -> None:
    async def scenario() -> None:
        begun = start_rehearsal(EXERCISE)
        store = begun.store
        assert store.get_round(begun.code).id == begun.round_id
        assert store.get_round(begun.code).exercise == EXERCISE
        await wait_until(store, lambda: store.count_seats(begun.code) == PEOPLE + 1)
        assert store.has_seat(begun.code, begun.own_seat)
        board = read_board(store, begun.code)
        assert (len(board.now), len(board.last)) == (4, EARLIER)
        rehearsal._running[0].stop()
        store.close()

    play(scenario())


def test_the_people_of_a_rehearsal_answer_when_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rehearsal, "REHEARSING", (0.0, 0.0))

    async def scenario() -> None:
        begun = start_rehearsal(EXERCISE)
        store, round_id = begun.store, begun.round_id
        await wait_until(store, lambda: store.count_seats(begun.code) == PEOPLE + 1)
        advance_round(store, round_id, Phase.PREPARE)
        done = f"{PEOPLE} of {PEOPLE + 1} finished"
        await wait_for_progress(store, round_id, done)
        assert find_own_submission(store, round_id, begun.own_seat) is None
        rehearsal._running[0].stop()
        store.close()

    play(scenario())


def test_a_new_rehearsal_sends_the_people_of_the_one_before_away() -> None:
    async def scenario() -> None:
        first = start_rehearsal(EXERCISE)
        second = start_rehearsal(EXERCISE)
        await wait_until(second.store, lambda: second.store.count_seats(second.code) == PEOPLE + 1)
        assert first.store.count_seats(first.code) == 1
        rehearsal._running[0].stop()
        first.store.close()
        second.store.close()

    play(scenario())


def test_without_an_event_loop_a_rehearsal_has_only_oneself() -> None:
    begun = start_rehearsal(EXERCISE)
    assert begun.store.count_seats(begun.code) == 1
    begun.store.close()


def test_a_notebook_that_is_run_again_goes_on_with_the_part_that_has_begun() -> None:
    part = Exercise("one-try", prompts=[YesNo("try", "Shall we try it?")])
    first = start_rehearsal(EXERCISE, part)
    assert first.part == 0
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
        advance_round(first.store, first.round_id, phase)
    second = start_rehearsal(EXERCISE, part)
    assert (second.code, second.part, second.own_seat) == (first.code, 1, first.own_seat)
    assert second.store.get_round_by_id(second.round_id).phase is Phase.OPEN
    anew = start_rehearsal(EXERCISE, part)
    assert anew.code != first.code
    assert anew.part == 0
    other = start_rehearsal(part)
    assert other.store.get_round(other.code).exercise == part
    for each in (first, anew, other):
        each.store.close()


BEGIN_AND_DIE = """
import os, signal, tempfile
from kit.rehearsal.rehearsal import start_rehearsal
from kit.room.gallery import _open
from tests.store.sample import EXERCISE
start_rehearsal(EXERCISE)
_open()
print(*os.listdir(tempfile.gettempdir()))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_what_a_killed_kernel_has_left_goes_when_the_next_rehearsal_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    command = [sys.executable, "-c", BEGIN_AND_DIE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    left = set(done.stdout.split())
    assert {name.rpartition("-")[0] for name in left} == {"kit-rehearsal", "kit-gallery"}
    start_rehearsal(EXERCISE).store.close()
    assert left.isdisjoint(each.name for each in tmp_path.iterdir())
    assert rehearsal._folders[0].parent == tmp_path
