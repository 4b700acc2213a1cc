"""A copy of a database: whole or not there, without what was erased, and never of an open round."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import threading
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest
from sqlalchemy import text

from kit.errors import PhaseError, StoreError
from kit.gate.publication import close_round, submit
from kit.lifecycle import finish_alone, open_round
from kit.session.session import Phase, Role
from kit.store import Store, copy_store, open_store
from kit.store.copies import copy_database, has_answers
from kit.store.sqlite import SQLite
from kit.views.round import get_view
from tests.store.old_files import play, read_rows, write_old
from tests.store.sample import MARKER, OpenRound, find_bytes, open_sample, prepare_round
from tests.store.small_disk import SMALL, run_with_small_files
from tests.store.test_scheduled import answer as answer_alone
from tests.store.test_scheduled import set_up
from tests.stores import get_sqlite

OPEN = "A round is open in kit.db, and its answers may be in no second file."


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder / "copy.db"


def answer(sample: OpenRound) -> None:
    for token in sample.tokens:
        raw = {"kind": ["other"], "story": {"text": MARKER, "share": False}}
        submit(sample.store, sample.id, token, raw)


def test_a_copy_has_every_row_and_is_for_this_account_alone(path: Path, target: Path) -> None:
    rows = play(path, opened=False)
    copy_store(path, target)
    assert read_rows(target) == rows
    assert target.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in target.parent.iterdir()] == ["copy.db"]


def test_while_a_round_is_open_there_is_none(path: Path, store: Store, target: Path) -> None:
    sample = open_sample(store, 5)
    prepare_round(store)
    with pytest.raises(StoreError, match=OPEN):
        copy_store(path, target)
    answer(sample)
    with pytest.raises(StoreError, match="Close it, then run"):
        copy_store(path, target)
    assert list(target.parent.iterdir()) == []
    close_round(store, sample.id)
    copy_store(path, target)
    assert target.exists()


def test_answers_that_are_still_there_are_not_copied_whatever_the_phase_says(
    path: Path, store: Store, target: Path
) -> None:
    sample = open_sample(store, 5)
    answer(sample)
    with store.database.write() as connection:
        connection.execute(text("UPDATE rounds SET phase = 'closed'"))
    with pytest.raises(StoreError, match=OPEN):
        copy_store(path, target)


def test_what_a_close_has_erased_is_in_no_copy(path: Path, store: Store, target: Path) -> None:
    """Not even where the log could not be emptied, as somebody was reading all the time."""
    sample = open_sample(store, 9)
    answer(sample)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM staged").fetchall()
        close_round(store, sample.id)
        assert find_bytes(path, [MARKER.encode()])
        copy_store(path, target)
    assert MARKER.encode() not in target.read_bytes()
    assert read_rows(target)["staged"] == []


def open_a_round(path: Path, pipe: Pipe) -> None:
    """In a process of its own: open a round, which takes as long as somebody copies."""
    store = open_store(path)
    current = store.list_sessions()[0]
    pipe.send("ready")
    pipe.recv()
    store.set_phase(store.get_round(current.code).id, Phase.OPEN, expected=Phase.PREPARE)
    pipe.send("open")
    store.close()


def test_no_round_can_be_opened_between_the_look_and_the_copy(
    path: Path, store: Store, target: Path
) -> None:
    prepare_round(store)
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=open_a_round, args=(path, there))
    process.start()
    assert here.recv() == "ready"
    database = SQLite(path)
    answers = []

    def may_copy(connection: object) -> bool:
        free = not has_answers(connection)  # type: ignore[arg-type]
        here.send("open it now")
        answers.append(here.poll(0.5))  # nobody can before this returns, however long it takes
        return free

    assert copy_database(database, target, may_copy)
    assert here.recv() == "open"
    process.join()
    database.close()
    assert answers == [False]
    assert [row["phase"] for row in read_rows(target)["rounds"]] == ["prepare"]
    assert [row["phase"] for row in read_rows(path)["rounds"]] == ["open"]


def test_people_join_and_answer_before_and_after(path: Path, store: Store, target: Path) -> None:
    """A server goes on: what it writes meanwhile waits its turn and is kept."""
    prepare_round(store)
    code = store.list_sessions()[0].code
    stop, faults, seats = threading.Event(), list[Exception](), list[str]()

    def join() -> None:
        while not stop.is_set():
            token = os.urandom(16).hex()
            try:
                store.add_seat(code, token)
            except (StoreError, PhaseError) as error:
                faults.append(error)
            seats.append(token)

    thread = threading.Thread(target=join)
    thread.start()
    for number in range(5):
        copy_store(path, target.with_name(f"{number}.db"))
    stop.set()
    thread.join()
    assert not faults
    assert store.count_seats(code) == len(seats)
    counts = [len(read_rows(target.with_name(f"{number}.db"))["seats"]) for number in range(5)]
    assert counts == sorted(counts)


def test_a_copy_is_served_as_the_database_was(path: Path, target: Path) -> None:
    rows = play(path, opened=False)
    copy_store(path, target)
    store = open_store(target)
    now = next(each for each in store.list_sessions() if not each.ended)
    assert store.get_round(now.code).phase is Phase.REVEALED
    assert read_rows(target) == rows
    store.end_session(now.code)
    store.close()


def test_an_older_database_is_copied_and_not_brought_up_to_date(path: Path, target: Path) -> None:
    write_old(path, play(path.with_name("played.db"), opened=False), 3)
    old = read_rows(path)
    copy_store(path, target)
    assert read_rows(target) == read_rows(path) == old
    assert "commitments" not in old


def test_nothing_is_replaced(path: Path, store: Store, target: Path) -> None:
    target.write_text("mine")
    with pytest.raises(StoreError, match="is there already, and a copy replaces nothing"):
        copy_store(path, target)
    target.unlink()
    target.symlink_to("nowhere")
    with pytest.raises(StoreError, match="is there already"):
        copy_store(path, target)
    with pytest.raises(StoreError, match="is there already"):
        copy_store(path, path)
    with pytest.raises(StoreError, match="is there already"):
        copy_store(path, target.parent)


def test_what_comes_under_the_name_meanwhile_is_kept(
    path: Path, store: Store, target: Path
) -> None:
    def may_copy(_connection: object) -> bool:
        target.write_text("mine")
        return True

    with pytest.raises(StoreError, match="is there already"):
        copy_database(get_sqlite(store), target, may_copy)
    assert target.read_text() == "mine"
    assert [each.name for each in target.parent.iterdir()] == ["copy.db"]


def test_a_place_that_cannot_be_written_is_told(path: Path, store: Store, target: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no folder .*gone' for copy\.db"):
        copy_store(path, target.parent / "gone" / "copy.db")
    with pytest.raises(StoreError, match="cannot be made"):
        copy_store(path, Path("/proc/copy.db"))


def test_a_missing_an_empty_and_a_foreign_database_are_told(path: Path, target: Path) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        copy_store(path, target)
    path.touch()
    with pytest.raises(StoreError, match=r"kit\.db is empty"):
        copy_store(path, target)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")
    with pytest.raises(StoreError, match="belongs to another program"):
        copy_store(path, target)
    path.write_text("no database at all, but some words that are long enough for one" * 20)
    with pytest.raises(StoreError, match="is not a database"):
        copy_store(path, target)
    assert list(target.parent.iterdir()) == []


def test_a_file_that_may_not_grow_is_told_and_leaves_no_half_copy(
    path: Path, store: Store, target: Path
) -> None:
    prepare_round(store)
    get_sqlite(store).empty_log()
    call = f"copy_store(path, Path({str(target)!r}))"
    told = run_with_small_files(SMALL, call, path)
    assert told.startswith("copy.db could not be written to its end; the disk may be full")
    assert list(target.parent.iterdir()) == []
    assert run_with_small_files(2 * path.stat().st_size, call, path) == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A disk of its own with room for 64 kB, where this account may have one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only an administrator can make a disk")
    return place


def test_a_disk_that_is_full_is_told_and_is_left_as_it_was(
    path: Path, store: Store, small_disk: Path
) -> None:
    prepare_round(store)
    try:
        with pytest.raises(StoreError, match=r"copy\.db cannot be written: the disk is full"):
            copy_store(path, small_disk / "copy.db")
        assert list(small_disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)


def test_of_what_a_team_answers_alone_a_copy_has_the_questions_and_no_answer(
    path: Path, store: Store, target: Path
) -> None:
    first, current = set_up(store)
    tokens = answer_alone(store, current, 6)
    with store.database.read() as connection:
        key = connection.scalar(text("SELECT round_key FROM round_keys"))
    assert copy_store(path, target)
    assert find_bytes(target, [MARKER.encode(), key]) == []
    assert target.stat().st_mode & 0o777 == 0o600
    there, copied = read_rows(path), read_rows(target)
    assert copied.keys() == there.keys()
    for name in ("staged", "round_keys"):
        assert there[name]
        assert copied[name] == []
    assert not any(row["answered"] for row in copied["seats"])
    assert len(copied["seats"]) == len(there["seats"])
    assert copied["sessions"] == there["sessions"]
    # A server that starts from it opens them anew, for the same phones.
    again = open_store(target)
    (before,) = again.list_rounds(current.code)
    assert (before.phase, before.played) == (Phase.PREPARE, False)
    opened = open_round(again, before.id, expected=Phase.PREPARE)
    for token in tokens:
        submit(again, opened.id, token, {"kind": ["other"]})
    finish_alone(again, current.code)
    assert get_view(again, opened.id, Role.SCREEN).snapshot is not None
    again.close()
    assert store.get_round(current.code).phase is Phase.OPEN
    assert store.find_scheduled(first) is not None


def test_a_round_that_somebody_leads_is_waited_for_beside_one_that_is_answered_alone(
    path: Path, store: Store, target: Path
) -> None:
    _first, current = set_up(store)
    sample = open_sample(store, 5)
    answer(sample)
    with pytest.raises(StoreError, match=OPEN):
        copy_store(path, target)
    close_round(store, sample.id)
    assert copy_store(path, target)
    assert read_rows(target)["snapshots"]
    finish_alone(store, current.code)
    target.unlink()
    assert not copy_store(path, target)


def test_where_there_is_no_room_no_copy_without_answers_stays(
    path: Path, store: Store, tmp_path: Path
) -> None:
    set_up(store)
    place = tmp_path / "none" / "copy.db"
    with pytest.raises(StoreError, match="There is no folder"):
        copy_store(path, place)
    taken = tmp_path / "taken.db"
    taken.write_text("mine")
    with pytest.raises(StoreError, match="replaces nothing"):
        copy_store(path, taken)
    assert taken.read_text() == "mine"
