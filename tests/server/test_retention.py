"""Ended sessions go after some days, by a clock that has gone evenly, while nobody answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from kit.gate.publication import close_round
from kit.server.retention import EVERY, JUMP, LEFT, SET, STEADY, Retention, find_first_day
from kit.server.store_threads import StoreThreads
from kit.session.session import Phase
from kit.store import Store, open_store
from tests.server.clock import Clock
from tests.store.sample import NOTEBOOK, find_bytes, open_sample

DAYS = 30
TODAY = date.today()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    yield store
    store.close()


@pytest.fixture
def clock() -> Clock:
    """What the wall says: noon, so that an hour later it is the same day."""
    clock = Clock()
    clock.now = datetime.combine(TODAY, time(12)).timestamp()
    return clock


@pytest.fixture
def steady() -> Clock:
    return Clock()


@pytest.fixture
def retention(store: Store, clock: Clock, steady: Clock) -> Retention:
    return Retention(StoreThreads(store), DAYS, clock, steady)


def pass_time(seconds: float, *clocks: Clock) -> None:
    for each in clocks:
        each.now += seconds


def add_ended(store: Store, days: int, title: str = "Old") -> str:
    """A session that ended so many days ago."""
    code = store.add_session(title, [NOTEBOOK]).code
    store.end_session(code)
    with store.database.write() as connection:
        day = (TODAY - timedelta(days=days)).isoformat()
        change = text("UPDATE sessions SET ended_on = :day WHERE code = :code")
        connection.execute(change, {"day": day, "code": code})
    return code


def list_codes(store: Store) -> set[str]:
    return {each.code for each in store.list_sessions()}


def test_a_session_is_kept_for_all_its_days() -> None:
    assert find_first_day(date(2026, 3, 31), 30) == date(2026, 3, 1)


def test_what_ended_before_is_erased_and_all_else_is_kept(
    retention: Retention, store: Store, clock: Clock, steady: Clock, tmp_path: Path
) -> None:
    gone = add_ended(store, DAYS + 1, "Long-ago-in-the-north")
    kept = {add_ended(store, DAYS), add_ended(store, 0), store.add_session("Now", []).code}
    rehearsal = store.add_session("Rehearsal", [], rehearsal=True).code
    retention.look(store)
    assert gone in list_codes(store)  # an hour has not passed
    pass_time(STEADY, clock, steady)
    retention.look(store)
    assert list_codes(store) == kept
    assert [each.code for each in store.list_rehearsals()] == [rehearsal]
    assert find_bytes(tmp_path / "kit.db", [gone.encode(), b"Long-ago-in-the-north"]) == []


def test_what_a_session_that_goes_on_comes_back_to_is_kept(
    retention: Retention, store: Store, clock: Clock, steady: Clock
) -> None:
    first = add_ended(store, 400)
    second = store.add_session("Second", [], follows=first).code
    third = store.add_session("Third", [], follows=second).code
    store.end_session(second)
    with store.database.write() as connection:
        connection.execute(text("UPDATE sessions SET ended_on = '2020-01-01' WHERE ended"))
    pass_time(STEADY, clock, steady)
    retention.look(store)
    assert list_codes(store) == {first, second, third}
    store.end_session(third)
    retention.look(store)
    assert list_codes(store) == {third}


def test_a_session_of_which_nobody_knows_when_it_ended_is_kept(store: Store) -> None:
    code = add_ended(store, 400)
    with store.database.write() as connection:
        connection.execute(text("UPDATE sessions SET ended_on = NULL"))
    assert store.list_expired(TODAY) == []
    assert store.purge_expired(TODAY) == (0, True)
    assert list_codes(store) == {code}


def test_while_a_round_is_open_nothing_is_erased(
    retention: Retention, store: Store, clock: Clock, steady: Clock
) -> None:
    add_ended(store, 400)
    sample = open_sample(store, 5)
    pass_time(STEADY, clock, steady)
    retention.look(store)
    assert len(list_codes(store)) == 2
    close_round(store, sample.id)
    assert store.get_round_by_id(sample.id).phase is Phase.CLOSED
    retention.look(store)
    assert list_codes(store) == {sample.code}


@pytest.mark.parametrize("jump", [400 * 86_400.0, 2 * JUMP, -2 * JUMP, -400 * 86_400.0])
def test_after_a_clock_has_jumped_an_hour_passes_first(
    retention: Retention,
    store: Store,
    clock: Clock,
    steady: Clock,
    jump: float,
    caplog: pytest.LogCaptureFixture,
) -> None:
    code = add_ended(store, 5)
    pass_time(STEADY, clock, steady)
    retention.look(store)
    assert caplog.messages == []
    clock.now += jump
    for _ in range(int(STEADY // EVERY)):
        pass_time(EVERY, clock, steady)
        retention.look(store)
        assert list_codes(store) == {code}
    assert caplog.messages == [SET]
    clock.now -= jump  # somebody has put it right
    pass_time(EVERY, clock, steady)
    retention.look(store)
    pass_time(STEADY, clock, steady)
    retention.look(store)
    assert list_codes(store) == {code}


def test_a_clock_that_is_put_right_soon_after_the_start_erases_nothing(
    store: Store, clock: Clock, steady: Clock
) -> None:
    code = add_ended(store, 5)
    clock.now += 70 * 365 * 86_400.0  # of a machine without a battery
    retention = Retention(StoreThreads(store), DAYS, clock, steady)
    pass_time(EVERY, clock, steady)
    retention.look(store)
    clock.now -= 70 * 365 * 86_400.0
    for _ in range(20):
        pass_time(EVERY, clock, steady)
        retention.look(store)
    assert list_codes(store) == {code}


def test_what_could_not_be_swept_clean_is_swept_again(
    retention: Retention,
    store: Store,
    clock: Clock,
    steady: Clock,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    code = add_ended(store, 400, "Long-ago-in-the-north")
    pass_time(STEADY, clock, steady)
    with store.database.read() as connection:
        connection.execute(text("SELECT * FROM sessions")).all()
        retention.look(store)
    assert LEFT % "kit.db" in caplog.messages
    assert code not in list_codes(store)
    caplog.clear()
    retention.look(store)
    assert caplog.messages == []
    assert find_bytes(tmp_path / "kit.db", [b"Long-ago-in-the-north"]) == []


def test_no_code_of_what_is_erased_is_written(
    retention: Retention,
    store: Store,
    clock: Clock,
    steady: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    codes = [add_ended(store, 40 + number) for number in range(2)]
    pass_time(STEADY, clock, steady)
    retention.look(store)
    assert caplog.messages == ["2 sessions were erased that ended more than 30 days ago"]
    assert not any(code in caplog.text for code in codes)
