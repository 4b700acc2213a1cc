"""Which seats the store counts as present: those with an open page, and a little patience."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.server.relay import attendance
from kit.server.relay.attendance import Attendance
from kit.server.store_threads import StoreThreads
from kit.store import Store, open_store
from tests.store.sample import add_seats, prepare_round

NEVER = 3600.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    yield store
    store.close()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attendance, "GATHER", 0.0)
    monkeypatch.setattr(attendance, "GRACE", 0.0)


async def wait_for(store: Store, code: str, present: int) -> None:
    while store.count_present(code) != present:
        await asyncio.sleep(0)


def test_a_seat_whose_page_was_closed_is_left_and_one_whose_line_broke_waits(store: Store) -> None:
    code = prepare_round(store).code
    closed, broken = add_seats(store, code, 2)

    async def play() -> None:
        room = Attendance(StoreThreads(store), code, closed=0.0, lost=NEVER)
        for token in (closed, broken):
            room.come(token)
        room.go(broken, closed=False)
        room.go(closed, closed=True)
        await asyncio.wait_for(wait_for(store, code, 1), 30)
        room.close()

    asyncio.run(play())
    assert store.count_present(code) == 1
    assert store.add_seat(code, closed) is False


def test_a_page_that_is_loaded_again_empties_no_seat(store: Store) -> None:
    code = prepare_round(store).code
    (token, other) = add_seats(store, code, 2)

    async def play() -> None:
        room = Attendance(StoreThreads(store), code, closed=0.0, lost=0.0)
        room.come(token)
        room.go(token, closed=True)
        room.come(token)
        room.go(other, closed=True)  # its timer would have fired after the first one's
        await asyncio.wait_for(wait_for(store, code, 1), 30)
        room.close()

    asyncio.run(play())
    assert store.count_present(code) == 1


def test_a_page_that_comes_while_its_leaving_is_written_down_is_here(store: Store) -> None:
    code = prepare_round(store).code
    (token,) = add_seats(store, code, 1)

    async def play() -> None:
        room = Attendance(StoreThreads(store), code, closed=0.0, lost=0.0)
        room.come(token)
        room.go(token, closed=True)
        await asyncio.wait_for(wait_for(store, code, 0), 30)
        room.come(token)  # its line was admitted before, and added the seat before that
        await asyncio.wait_for(wait_for(store, code, 1), 30)

    asyncio.run(play())
    assert store.count_present(code) == 1


def test_after_a_restart_the_seats_that_do_not_come_back_are_left(store: Store) -> None:
    code = prepare_round(store).code
    tokens = add_seats(store, code, 5)

    async def play() -> None:
        room = Attendance(StoreThreads(store), code, closed=NEVER, lost=NEVER)
        await room.begin()
        room.come(tokens[0])
        room.come(tokens[1])
        room.go(tokens[1], closed=False)  # away for a moment
        await asyncio.wait_for(wait_for(store, code, 2), 30)
        room.close()

    asyncio.run(play())
    assert store.count_present(code) == 2


def test_a_server_that_closes_empties_no_seat(store: Store) -> None:
    code = prepare_round(store).code
    (token,) = add_seats(store, code, 1)

    async def play() -> None:
        room = Attendance(StoreThreads(store), code, closed=0.0, lost=0.0)
        await room.begin()
        room.come(token)
        room.go(token, closed=True)
        room.close()
        await asyncio.sleep(0.05)

    asyncio.run(play())
    assert store.count_present(code) == 1
