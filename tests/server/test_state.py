"""Which session a server plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.errors import NotFoundError
from kit.notebooks.agenda import Agenda
from kit.server.state import ServerState
from kit.session.plan import Row
from kit.store import Store, open_store
from kit.store.notices import NoticeHub

Build = Callable[[str | None], ServerState]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    yield store
    store.close()


@pytest.fixture
def build(store: Store, tmp_path: Path) -> Iterator[Build]:
    hub = NoticeHub()
    agenda = Agenda("", "", None, (Row("jar.ipynb", 20),))
    yield lambda follows: ServerState(store, "", tmp_path, agenda, "key", hub, follows=follows)
    hub.close()


def test_a_session_that_follows_is_begun_once_and_found_again(store: Store, build: Build) -> None:
    earlier = build(None).get_session()
    later = build(earlier.code).get_session()
    assert (later.follows, later.code != earlier.code) == (earlier.code, True)
    assert build(earlier.code).get_session().code == later.code
    assert len(store.list_sessions()) == 2


def test_a_session_follows_none_that_is_not_there(store: Store, build: Build) -> None:
    with pytest.raises(NotFoundError, match="after --follows"):
        build("BCDFGH").get_session()
    assert store.list_sessions() == []
