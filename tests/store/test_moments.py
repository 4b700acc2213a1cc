"""What is read in one moment fits together, is asked once, and nothing is written in it."""

# Holds kit/store/database.py too: a moment is a transaction of it.

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event

from kit.errors import NotFoundError, StoreError
from kit.session.session import Role, new_seat_token
from kit.store import Store
from kit.store.database import IN_A_MOMENT
from kit.views.round import get_view
from tests.store.sample import prepare_round


@pytest.fixture
def begun(store: Store) -> Iterator[list[object]]:
    """The transactions that have begun, in order."""
    begun: list[object] = []
    note = begun.append
    event.listen(store.database._engine, "begin", note)
    yield begun
    event.remove(store.database._engine, "begin", note)


def test_a_moment_is_one_transaction_and_shows_what_was_there_when_it_began(
    store: Store, begun: list[object]
) -> None:
    code = store.add_session("Before", []).code
    begun.clear()
    with store.database.moment():
        assert begun == []  # nothing has been read yet
        assert store.get_session(code).title == "Before"
        with ThreadPoolExecutor(1) as other:
            added = other.submit(store.add_session, "Meanwhile", []).result()
        begun.clear()
        with store.database.moment():
            assert [each.code for each in store.list_sessions()] == [code]
        with pytest.raises(NotFoundError):
            store.get_session(added.code)
        assert store.get_session(code).title == "Before"  # what was not there ends nothing
        assert begun == []
    assert len(store.list_sessions()) == 2


def test_nothing_is_written_in_a_moment(store: Store) -> None:
    with store.database.moment():
        assert store.list_sessions() == []
        with pytest.raises(RuntimeError, match=IN_A_MOMENT):
            store.add_session("Team", [])
    assert store.add_session("Team", []).title == "Team"


def test_a_moment_that_fails_is_over(store: Store, begun: list[object]) -> None:
    code = store.add_session("Team", []).code
    begun.clear()
    with (
        pytest.raises(StoreError),
        store.database.moment(),
        store.database.read() as connection,
    ):
        connection.exec_driver_sql("SELECT no_column FROM sessions")
    assert store.get_session(code).title == "Team"
    assert len(begun) == 2


@pytest.mark.parametrize("role", Role)
def test_a_page_reads_in_one_transaction(store: Store, begun: list[object], role: Role) -> None:
    round_id = prepare_round(store).id
    begun.clear()
    get_view(store, round_id, role)
    assert len(begun) == 1


def test_the_same_is_asked_once_in_a_moment_and_anew_in_the_next(store: Store) -> None:
    code = prepare_round(store).code
    asked: list[object] = []
    event.listen(
        store.database._engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_more: asked.append(statement),
    )
    with store.database.moment():
        assert (store.count_seats(code), store.count_present(code)) == (0, 0)
        asked.clear()
        assert (store.count_seats(code), store.count_present(code)) == (0, 0)
        assert asked == []
        with pytest.raises(NotFoundError):
            store.count_seats("BCDFGHJK")
    store.add_seat(code, new_seat_token())
    assert (store.count_seats(code), store.count_present(code)) == (1, 1)
    with store.database.moment():
        assert (store.count_seats(code), store.count_present(code)) == (1, 1)
        with ThreadPoolExecutor(1) as other:
            other.submit(store.add_seat, code, new_seat_token()).result()
            assert store.count_seats(code) == 1
            assert other.submit(store.count_seats, code).result() == 2
