"""Submissions before the close, and that nothing of them is left after it."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import text

from kit.errors import KitError, NotFoundError, PhaseError
from kit.session.session import Phase, new_seat_token
from kit.store import Store, open_store
from kit.store.staging import (
    Publication,
    add_submission,
    count_submissions,
    find_submission,
    publishing,
)
from tests.store.sample import MARKER, OpenRound, find_bytes, open_sample, prepare_round
from tests.stores import get_sqlite


def close(store: Store, round_id: int) -> None:
    """Close a round without publishing anything."""
    with publishing(store, round_id) as publication:
        publication.erase()
        publication.set_phase(Phase.CLOSED)


def answer_all(sample: OpenRound, words: str = MARKER) -> None:
    """Answer on every seat, at different lengths."""
    for place, token in enumerate(sample.tokens):
        payload = {"story": {"text": words + "x" * (37 * place % 400), "share": True}}
        add_submission(sample.store, sample.id, token, payload)


def read_keys(path: Path) -> Iterator[bytes]:
    """Every receipt and every key of a round, as the file holds them now."""
    with sqlite3.connect(path) as reader:
        for query in ("SELECT seat_hash FROM staged", "SELECT round_key FROM round_keys"):
            yield from (row[0] for row in reader.execute(query))
    reader.close()


def dump(path: Path) -> list[str]:
    """Every table as text."""
    with sqlite3.connect(path) as reader:
        lines = list(reader.iterdump())
    reader.close()
    return lines


def answer_in_a_process(path: Path, round_id: int, tokens: list[str]) -> int:
    """Answer seat after seat until the round is closed; count what was received."""
    store = open_store(path)
    received = 0
    for token in tokens:
        try:
            add_submission(store, round_id, token, {"safe": 3})
        except PhaseError:
            break
        received += 1
    store.close()
    return received


# Before the close


def test_a_submission_is_there_for_its_own_seat(store: Store) -> None:
    sample = open_sample(store, 2)
    mine, other = sample.tokens
    add_submission(store, sample.id, mine, {"kind": ["other"], "safe": 3})
    assert find_submission(store, sample.id, mine) == {"kind": ["other"], "safe": 3}
    assert find_submission(store, sample.id, other) is None
    assert count_submissions(store, sample.id) == 1


def test_a_submission_takes_the_place_of_the_one_before(store: Store) -> None:
    sample = open_sample(store, 1)
    for safe in (1, 5):
        add_submission(store, sample.id, sample.tokens[0], {"safe": safe})
    assert find_submission(store, sample.id, sample.tokens[0]) == {"safe": 5}
    assert count_submissions(store, sample.id) == 1


def test_a_submission_survives_whatever_ends_the_process(path: Path, store: Store) -> None:
    sample = open_sample(store, 1)
    add_submission(store, sample.id, sample.tokens[0], {"safe": 4})
    again = open_store(path)  # the first one is still open: nothing was tidied up for this
    assert find_submission(again, sample.id, sample.tokens[0]) == {"safe": 4}
    again.close()
    with store.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_a_released_submission_is_fixed_and_a_later_one_is_not(store: Store) -> None:
    sample = open_sample(store, 2)
    early, late = sample.tokens
    add_submission(store, sample.id, early, {"safe": 1})
    with publishing(store, sample.id) as publication:
        publication.release({"n": 1})
    with pytest.raises(PhaseError, match="part of what the room has seen"):
        add_submission(store, sample.id, early, {"safe": 2})
    assert find_submission(store, sample.id, early) == {"safe": 1}
    for safe in (3, 4):
        add_submission(store, sample.id, late, {"safe": safe})
    assert find_submission(store, sample.id, late) == {"safe": 4}


def test_a_form_that_is_still_locked_takes_no_answer(store: Store) -> None:
    current = prepare_round(store)
    token = new_seat_token()
    store.add_seat(current.code, token)
    with pytest.raises(PhaseError, match="The form opens in a moment"):
        add_submission(store, current.id, token, {"safe": 1})
    store.set_phase(current.id, Phase.LEADER, expected=Phase.PREPARE)
    with pytest.raises(PhaseError, match="The leader goes first"):
        add_submission(store, current.id, token, {"safe": 1})
    assert count_submissions(store, current.id) == 0


def test_a_closed_round_refuses_answers(store: Store) -> None:
    sample = open_sample(store, 1)
    close(store, sample.id)
    with pytest.raises(PhaseError, match="your answer was not taken"):
        add_submission(store, sample.id, sample.tokens[0], {"safe": 1})
    assert count_submissions(store, sample.id) == 0


def test_only_a_seat_may_answer(store: Store) -> None:
    sample, other = open_sample(store, 1), open_sample(store, 1)
    for stranger in (new_seat_token(), other.tokens[0]):
        with pytest.raises(NotFoundError, match="no seat in the session"):
            add_submission(store, sample.id, stranger, {"safe": 1})
    with pytest.raises(NotFoundError):
        add_submission(store, 99, sample.tokens[0], {"safe": 1})


# The gate's view


def test_the_gate_sees_the_whole_round_at_one_moment(store: Store) -> None:
    sample = open_sample(store, 3)
    store.set_people(sample.code, 2)
    for token in sample.tokens[:2]:
        add_submission(store, sample.id, token, {"safe": 1})
    with publishing(store, sample.id) as publication:
        assert publication.round.id == sample.id
        assert (publication.seats, publication.people, publication.count) == (3, 2, 2)
        assert (publication.number, publication.last) == (0, None)
        assert publication.staged == [({"safe": 1}, False)] * 2
        publication.release({"n": 2})
    with publishing(store, sample.id) as publication:
        assert (publication.number, publication.last) == (1, {"n": 2})
        assert publication.staged == [({"safe": 1}, True)] * 2
    assert "safe" not in repr(publication)


def test_snapshots_are_numbered_and_stay_after_the_erase(store: Store) -> None:
    sample = open_sample(store, 1)
    assert store.list_snapshots(sample.id) == []
    for n in (5, 10):
        with publishing(store, sample.id) as publication:
            publication.release({"n": n})
    close(store, sample.id)
    assert store.list_snapshots(sample.id) == [{"n": 5}, {"n": 10}]


def test_a_close_that_fails_half_way_changes_nothing(store: Store) -> None:
    sample = open_sample(store, 5)
    answer_all(sample)

    def fail() -> None:
        with publishing(store, sample.id) as publication:
            publication.release({"n": 5})
            publication.erase()
            publication.set_phase(Phase.CLOSED)
            msg = "not now"
            raise KitError(msg)

    with pytest.raises(KitError, match="not now"):
        fail()
    assert store.get_round_by_id(sample.id).phase is Phase.OPEN
    assert store.list_snapshots(sample.id) == []
    assert count_submissions(store, sample.id) == 5
    assert find_submission(store, sample.id, sample.tokens[0]) is not None


def test_what_two_processes_have_sent_is_in_or_refused_and_never_lost(
    path: Path, store: Store
) -> None:
    sample = open_sample(store, 300)
    halves = [sample.tokens[:150], sample.tokens[150:]]
    with get_context("spawn").Pool(2) as pool:
        calls = [pool.apply_async(answer_in_a_process, (path, sample.id, half)) for half in halves]
        while count_submissions(store, sample.id) < 20:
            time.sleep(0.002)
        with publishing(store, sample.id) as publication:
            staged = len(publication.staged)
            assert publication.count == staged
            publication.erase()
            publication.set_phase(Phase.CLOSED)
        received = [call.get(60) for call in calls]
    assert sum(received) == staged
    assert count_submissions(store, sample.id) == 0


# After the close


def test_nothing_of_a_closed_round_is_left_in_any_file(path: Path, store: Store) -> None:
    sample = open_sample(store, 60)
    answer_all(sample)
    answer_all(sample, MARKER[::-1])
    traces = [MARKER.encode(), MARKER[::-1].encode(), *read_keys(path)]
    assert len(traces) == 63
    assert find_bytes(path, traces)
    close(store, sample.id)
    assert find_bytes(path, traces) == []
    assert find_submission(store, sample.id, sample.tokens[0]) is None


def test_nothing_is_left_either_while_another_round_is_open(path: Path, store: Store) -> None:
    chance = random.Random(7)
    for _ in range(12):  # a plain DELETE leaves something in about one of four
        first, other = open_sample(store, 30), open_sample(store, 30)
        for pair in zip(first.tokens, other.tokens, strict=True):
            for sample, token, words in zip((first, other), pair, (MARKER, "open"), strict=True):
                payload = {"story": words + "x" * chance.randrange(1000)}
                add_submission(store, sample.id, token, payload)
        own = [find_submission(store, other.id, token) for token in other.tokens]
        traces = {MARKER.encode(), *read_keys(path)}
        close(store, first.id)
        traces -= set(read_keys(path))
        assert len(traces) == 32
        assert find_bytes(path, traces) == []
        assert [find_submission(store, other.id, token) for token in other.tokens] == own
        add_submission(store, other.id, other.tokens[0], {"safe": 2})
        close(store, other.id)


def test_the_order_of_submissions_leaves_no_trace(path: Path, store: Store) -> None:
    sample = open_sample(store, 25)
    store.close()
    dumps = []
    for attempt in range(3):
        copy = path.with_name(f"copy-{attempt}.db")
        shutil.copy(path, copy)
        again = open_store(copy)
        people = list(enumerate(sample.tokens))
        random.Random(attempt).shuffle(people)
        for place, token in people:
            add_submission(again, sample.id, token, {"safe": 1 + place % 5})
        with publishing(again, sample.id) as publication:
            publication.release({"safe": [payload["safe"] for payload, _ in publication.staged]})
        before = dump(copy)
        close(again, sample.id)
        again.close()
        dumps.append((before, dump(copy)))
    assert dumps[0] == dumps[1] == dumps[2]


def test_a_scrub_that_a_power_cut_prevented_is_made_up_for(path: Path, store: Store) -> None:
    sample = open_sample(store, 10)
    answer_all(sample)
    with store.database.write() as connection:
        publication = Publication(connection, sample.id)
        publication.erase()
        publication.set_phase(Phase.CLOSED)
    left = path.with_name("left") / "kit.db"
    left.parent.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(path.with_name(path.name + suffix), left.with_name(left.name + suffix))
    assert find_bytes(left, [MARKER.encode()])
    again = open_store(left)
    assert find_bytes(left, [MARKER.encode()]) == []
    again.close()


@pytest.mark.one_file
def test_a_scrub_says_when_somebody_is_still_reading(store: Store) -> None:
    sample = open_sample(store, 1)
    with store.database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM staged").scalar()
        add_submission(store, sample.id, sample.tokens[0], {"safe": 1})
        assert not store.database.scrub(patient=False)
    assert store.database.scrub()
    assert not get_sqlite(store).has_log()


def test_answers_that_an_older_version_has_taken_in_still_have_seats(store: Store) -> None:
    # It marked nobody as having answered, and a round may be open while the kit is renewed.
    sample = open_sample(store, 3)
    answer_all(sample)
    with store.database.write() as connection:
        connection.execute(text("UPDATE seats SET here = false, answered = false"))
    assert store.drop_absent_seats(sample.code) == 3
    with publishing(store, sample.id) as publication:
        assert (publication.count, publication.seats, publication.total) == (3, 3, 3)
