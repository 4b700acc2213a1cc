"""Seats: who is here, who has answered, and the seats that nobody sits in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from kit.errors import PhaseError
from kit.gate.publication import close_round, submit
from kit.session.session import new_seat_token
from kit.store import Store
from kit.store.schema import seats as table
from kit.store.seats import Refusal
from tests.store.sample import OpenRound, add_seats, open_sample, prepare_round

RAW = {"kind": ["other"]}


@pytest.fixture
def sample(store: Store) -> OpenRound:
    return open_sample(store, 6)


def test_a_seat_that_nobody_sits_in_is_not_counted_and_comes_back(sample: OpenRound) -> None:
    store, code, tokens = sample.store, sample.code, sample.tokens
    store.leave_seats(code, tokens[:4])
    assert (store.count_present(code), store.count_seats(code)) == (2, 6)
    assert not store.add_seat(code, tokens[0])
    assert (store.count_present(code), store.count_seats(code)) == (3, 6)


def test_a_seat_that_has_answered_the_open_round_counts_until_the_close(sample: OpenRound) -> None:
    store, code, tokens = sample.store, sample.code, sample.tokens
    for token in tokens[:5]:
        submit(store, sample.id, token, RAW)
    store.leave_seats(code, tokens)
    assert store.count_present(code) == 5
    close_round(store, sample.id)
    assert store.count_present(code) == 0


def test_after_the_close_nothing_says_which_seats_have_answered(sample: OpenRound) -> None:
    submit(sample.store, sample.id, sample.tokens[0], RAW)
    query = select(table.c.answered).where(table.c.code == sample.code)
    for expected in (1, 0):
        with sample.store.database.read() as connection:
            assert sum(connection.execute(query).scalars()) == expected
        if expected:
            close_round(sample.store, sample.id)


def test_the_end_of_a_session_forgets_who_has_answered_too(sample: OpenRound) -> None:
    submit(sample.store, sample.id, sample.tokens[0], RAW)
    sample.store.end_session(sample.code)
    with sample.store.database.read() as connection:
        assert not any(connection.execute(select(table.c.answered)).scalars())


def test_a_close_forgets_its_own_sessions_answers_alone(sample: OpenRound) -> None:
    other = open_sample(sample.store, 2)
    for each in (sample, other):
        submit(each.store, each.id, each.tokens[0], RAW)
        each.store.leave_seats(each.code, each.tokens)
    close_round(sample.store, sample.id)
    assert other.store.count_present(other.code) == 1


def test_seats_of_before_are_left_unless_their_page_is_known(sample: OpenRound) -> None:
    store, code, tokens = sample.store, sample.code, sample.tokens
    before = store.list_here(code)
    (late,) = add_seats(store, code, 1)  # who joins meanwhile is not in question
    store.leave_others(code, before, [tokens[0], late, "nobody's"])
    assert store.count_present(code) == 2
    assert len(before) == 6


def test_dropped_seats_are_those_that_nobody_sits_in_and_that_have_not_answered(
    sample: OpenRound,
) -> None:
    store, code, tokens = sample.store, sample.code, sample.tokens
    submit(store, sample.id, tokens[0], RAW)
    store.leave_seats(code, tokens[:3])
    assert store.drop_absent_seats(code) == 2
    assert store.drop_absent_seats(code) == 0
    assert store.count_seats(code) == 4
    assert store.has_seat(code, tokens[0])
    assert store.add_seat(code, tokens[1])  # it takes a new one


def test_empty_seats_make_room_in_a_full_session(store: Store) -> None:
    store.max_seats = 5
    code = prepare_round(store).code
    tokens = add_seats(store, code, 5)
    newcomer = new_seat_token()
    for refused in (store.add_seat, store.check_seat):
        with pytest.raises(PhaseError, match="full"):
            refused(code, newcomer)
    store.check_seat(code, tokens[0])  # who has a seat keeps it
    store.leave_seats(code, tokens[1:4])
    store.check_seat(code, newcomer)
    assert store.add_seat(code, newcomer)
    assert (store.count_seats(code), store.count_present(code)) == (3, 3)


def test_who_comes_back_in_the_instant_in_which_others_need_room_keeps_the_seat(
    store: Store,
) -> None:
    store.max_seats = 5
    code = prepare_round(store).code
    tokens = add_seats(store, code, 5)
    store.leave_seats(code, tokens[:3])
    newcomers = [new_seat_token() for _ in range(3)]
    outcomes = store.add_seats(code, [*newcomers, tokens[0], tokens[4]])
    assert outcomes == [True, True, Refusal.FULL, False, False]
    came = [*newcomers[:2], tokens[0], tokens[4]]
    assert all(store.has_seat(code, token) for token in came)
    assert (store.count_seats(code), store.count_present(code)) == (5, 5)


def test_in_a_locked_session_seats_are_kept_for_who_has_one(store: Store) -> None:
    code = prepare_round(store).code
    tokens = add_seats(store, code, 2)
    store.set_lock(code, True)
    store.leave_seats(code, tokens)
    assert not store.add_seat(code, tokens[0])
    for refused in (store.add_seat, store.check_seat):
        with pytest.raises(PhaseError, match="Nobody else is let in"):
            refused(code, new_seat_token())


def test_who_leaves_a_session_that_is_over_or_erased_is_no_fault(store: Store) -> None:
    code = prepare_round(store).code
    tokens = add_seats(store, code, 2)
    store.end_session(code)
    store.leave_seats(code, tokens)
    store.purge_session(code)
    store.leave_seats(code, tokens)
    store.leave_others(code, [b"x"], tokens)


def test_a_page_that_comes_back_to_its_seat_waits_for_nobody_who_writes(
    path: Path, store: Store
) -> None:
    code = prepare_round(store).code
    (token,) = add_seats(store, code, 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.add_seat(code, token) is False
