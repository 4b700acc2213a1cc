"""One SQLite file, and what is said when it fails."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kit.errors import StoreError
from kit.store import Store, open_store
from kit.store.sqlite import SQLite
from tests.store.sample import find_bytes
from tests.stores import get_sqlite


def test_a_database_that_is_locked_for_long_says_that_it_is_busy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.store.sqlite.BUSY_SECONDS", 0)
    store = open_store(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"is busy\. Try again"):
        store.add_session("Team", [])
    other.execute("ROLLBACK")
    other.close()
    assert store.add_session("Team", []).title == "Team"
    store.close()


def test_a_damaged_table_is_told_without_repeating_what_was_to_be_written(
    path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(path) as other:
        other.execute("ALTER TABLE sessions RENAME COLUMN title TO name")
    other.close()
    with pytest.raises(StoreError, match=r"could not be used\. Look into the log") as error:
        store.add_session("Our very own team", ["marble_jar.ipynb"])
    assert "very own" not in caplog.text + str(error.value)
    assert "no column named title" in caplog.text


def test_a_connection_that_may_only_read_is_not_kept(store: Store) -> None:
    with store.database.read() as connection:  # as if its file could not be written at that time
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StoreError, match=r"kit\.db cannot be written to"):
        store.add_session("Team", ["a.ipynb"])
    store.add_session("Team", ["a.ipynb"])


def test_what_fails_half_way_through_has_not_happened(store: Store) -> None:
    def write_and_fail() -> None:
        with store.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM sessions")
            raise ZeroDivisionError

    code = store.add_session("Team", ["a.ipynb"]).code
    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert store.get_session(code).title == "Team"


def test_a_reader_sees_one_moment_while_somebody_else_writes(path: Path, store: Store) -> None:
    store.add_session("First", [])
    other = SQLite(path)
    with other.read() as connection:
        count = "SELECT count(*) FROM sessions"
        before = connection.exec_driver_sql(count).scalar_one()
        store.add_session("Second", [])  # a reader holds up no writer
        assert connection.exec_driver_sql(count).scalar_one() == before == 1
    with other.read() as connection:
        assert connection.exec_driver_sql(count).scalar_one() == 2
    other.close()


def test_scrubbing_empties_the_log_and_waits_for_no_reader_unless_it_is_told_to(
    path: Path, store: Store
) -> None:
    store.add_session("Team", [])
    assert get_sqlite(store).has_log()
    other = SQLite(path)
    with other.read() as connection:
        connection.exec_driver_sql("SELECT * FROM sessions").all()
        store.add_session("Team", [])
        assert not store.database.scrub(patient=False)
        assert get_sqlite(store).has_log()
    other.close()
    assert store.database.scrub()
    assert not get_sqlite(store).has_log()


def test_a_file_that_somebody_else_holds_is_known_as_shared(path: Path, store: Store) -> None:
    assert not store.database.is_shared()
    other = open_store(path)
    other.add_session("Team", [])
    assert store.database.is_shared()
    assert len(store.list_sessions()) == 1  # and it goes on as before
    other.close()
    assert not store.database.is_shared()


def test_what_is_deleted_is_overwritten_where_it_stood(path: Path, store: Store) -> None:
    store.add_session("the blue door", [])
    with store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM sessions")
    assert store.database.scrub()
    assert find_bytes(path, [b"the blue door"]) == []


def test_a_file_written_anew_holds_no_byte_of_what_was_deleted(path: Path, store: Store) -> None:
    code = store.add_session("the blue door", []).code
    assert store.purge_session(code)
    assert store.database.sweep()
    assert find_bytes(path, [b"the blue door", code.encode()]) == []


def test_a_database_shows_its_file_name_and_no_more_of_its_path(store: Store) -> None:
    assert repr(store.database) == "<Database kit.db>"
