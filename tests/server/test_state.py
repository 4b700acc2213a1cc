"""Which session a server plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.errors import EndedError, NotFoundError
from kit.notebooks.agenda import Agenda
from kit.server.state import ServerState
from kit.session.plan import Row
from kit.session.session import Session
from kit.store import Store, open_store
from kit.store.notices import NoticeHub

Find = Callable[[str | None], Session]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    yield store
    store.close()


@pytest.fixture
def find_session(store: Store, tmp_path: Path) -> Iterator[Find]:
    hub = NoticeHub()
    agenda = Agenda("", "", None, (Row("jar.ipynb", 20),))

    def find(follows: str | None) -> Session:
        house = ServerState(store, "", tmp_path, agenda, "key", hub, follows=follows)

        async def get() -> Session:
            return await house.get_session()

        try:
            return asyncio.run(get())
        finally:
            house.threads.close()

    yield find
    hub.close()


def test_a_session_that_follows_is_begun_once_and_found_again(
    store: Store, find_session: Find
) -> None:
    earlier = find_session(None)
    later = find_session(earlier.code)
    assert (later.follows, later.code != earlier.code) == (earlier.code, True)
    assert find_session(earlier.code).code == later.code
    assert len(store.list_sessions()) == 2


def test_a_session_follows_none_that_is_not_there(store: Store, find_session: Find) -> None:
    with pytest.raises(NotFoundError, match="after --follows"):
        find_session("BCDFGH")
    assert store.list_sessions() == []


def test_a_rehearsal_that_is_being_thrown_away_gets_no_room_any_more(
    store: Store, tmp_path: Path
) -> None:
    hub = NoticeHub()
    agenda = Agenda("", "", None, (Row("jar.ipynb", 20),))
    house = ServerState(store, "", tmp_path, agenda, "key", hub)
    code = store.add_session("Rehearsal", ["jar.ipynb"], rehearsal=True).code
    store.add_round(code, "jar.ipynb")
    house.thrown_away.add(code)

    async def come_back() -> None:
        await house.get_room(code)

    try:
        with pytest.raises(EndedError):
            asyncio.run(come_back())
    finally:
        house.threads.close()
        hub.close()
    assert house.rooms == {}
