"""One SQLite file, and what is said when it fails."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kit.errors import StoreError
from kit.store import Store, open_store


def test_a_database_that_is_locked_for_long_says_that_it_is_busy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.store.database.BUSY_SECONDS", 0)
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
