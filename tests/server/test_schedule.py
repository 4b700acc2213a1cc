"""Closed when the last day is over at two looks, and not a moment before; opened by the day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kit.errors import StoreError
from kit.gate.publication import submit
from kit.lifecycle import open_round
from kit.notebooks.agenda import Agenda
from kit.server.schedule import Schedule
from kit.server.state import ServerState
from kit.session.session import Phase
from kit.store import Store, open_store
from kit.store.notices import NoticeHub
from tests.store.sample import EXERCISE, NOTEBOOK, add_seats
from tests.waiting import PATIENCE, wait_until

FIRST, LAST = date(2027, 1, 17), date(2027, 1, 31)
AFTER = LAST + timedelta(days=1)
Look = Callable[..., None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    yield store
    store.close()


@pytest.fixture
def look(store: Store, tmp_path: Path) -> Iterator[Look]:
    """One server that looks on several days, one after the other."""
    hub = NoticeHub()

    def look(*days: date) -> None:
        house = ServerState(store, "", tmp_path, Agenda("", "", None, ()), "key", hub)
        coming = iter(days)
        schedule = Schedule(house, lambda: next(coming))

        async def follow() -> None:
            for _ in days:
                await schedule.look()
            await house.close()

        try:
            asyncio.run(follow())
        finally:
            house.threads.close()

    yield look
    hub.close()


def set_up(store: Store, *, opened: bool = True, answers: int = 6) -> str:
    code = store.add_session("Later", [NOTEBOOK], days=(FIRST, LAST), people=9).code
    current = store.add_round(code, NOTEBOOK)
    if opened:
        store.set_definition(current.id, EXERCISE)
        open_round(store, current.id, expected=Phase.PREPARE)
        for token in add_seats(store, code, answers):
            submit(store, current.id, token, {"safe": 3})
    return code


@pytest.mark.parametrize(
    ("days", "ended"),
    [
        ((FIRST, LAST, LAST), False),
        ((AFTER,), False),
        ((AFTER, LAST), False),
        ((AFTER, LAST, AFTER), False),  # a clock that was wrong for a moment closes nothing
        ((AFTER, AFTER), True),
        ((LAST, AFTER, AFTER + timedelta(days=40)), True),
    ],
)
def test_it_is_closed_when_the_last_day_is_over_at_two_looks(
    store: Store, look: Look, days: tuple[date, ...], ended: bool
) -> None:
    code = set_up(store)
    look(*days)
    assert store.get_session(code).ended is ended
    assert bool(store.list_snapshots(store.get_round(code).id)) is ended


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes of sessions whose notebook a room's kernel would have read, in their order."""
    codes: list[str] = []

    async def load(house: ServerState, code: str) -> None:
        codes.append(code)
        await house.write(define, code)

    def define(store: Store, code: str) -> None:
        store.set_definition(store.get_round(code).id, EXERCISE)

    monkeypatch.setattr(ServerState, "get_room", load)
    return codes


def test_before_the_first_day_nothing_is_loaded(
    store: Store, look: Look, loaded: list[str]
) -> None:
    code = set_up(store, opened=False)
    look(FIRST - timedelta(days=1), FIRST - timedelta(days=1))
    assert (store.get_round(code).phase, loaded) == (Phase.PREPARE, [])


def test_on_the_first_day_the_notebook_is_read_and_the_form_opened_once(
    store: Store, look: Look, loaded: list[str]
) -> None:
    code = set_up(store, opened=False)
    look(FIRST, FIRST, LAST)
    assert (store.get_round(code).phase, loaded) == (Phase.OPEN, [code])


def test_it_looks_by_itself_until_it_is_closed_whatever_one_look_meets(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("kit.server.schedule.EVERY", 0)
    code, hub = set_up(store), NoticeHub()
    house = ServerState(store, "", tmp_path, Agenda("", "", None, ()), "key", hub)
    looks = 0

    def read_day() -> date:
        nonlocal looks
        looks += 1
        if looks == 1:
            msg = "The database cannot be read."
            raise StoreError(msg)
        return AFTER

    async def follow() -> None:
        schedule = Schedule(house, read_day)
        schedule.start()
        await wait_until(store, lambda: store.get_session(code).ended)
        assert code not in repr(schedule)
        schedule.close()
        await asyncio.sleep(0)
        before = looks
        for _ in range(20):
            await house.read(Store.list_sessions)
        assert looks == before
        await house.close()

    try:
        asyncio.run(asyncio.wait_for(follow(), PATIENCE))
    finally:
        house.threads.close()
        hub.close()
    assert "The database cannot be read." in caplog.text


def test_what_cannot_be_opened_is_told_without_a_word_of_anybody_and_holds_up_no_other(
    store: Store, look: Look, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = set_up(store, opened=False), set_up(store)
    change = "UPDATE sessions SET opens_on = '2027-02-01', closes_on = '2027-02-14' WHERE code = ?"
    with store.database.write() as connection:
        connection.exec_driver_sql(change, (broken,))
    look(AFTER, AFTER)
    assert store.get_session(other).ended
    assert not store.get_session(broken).ended
    assert "could not be opened or closed" in caplog.text
    assert broken not in caplog.text


def test_what_is_thrown_away_meanwhile_is_no_fault(store: Store, look: Look) -> None:
    code = set_up(store)
    store.end_session(code)
    store.purge_session(code)
    look(AFTER, AFTER)
    assert store.list_sessions() == []


def test_what_is_open_is_left_open_without_a_word(
    store: Store, look: Look, caplog: pytest.LogCaptureFixture
) -> None:
    code = set_up(store)
    before = store.get_round(code)
    look(FIRST, LAST)
    assert store.get_round(code) == before
    assert caplog.records == []
