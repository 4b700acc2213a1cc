"""Opening a store, and what is said where it cannot be opened."""

# Holds kit/store/part.py too: what a part stands on does nothing by itself.

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.errors import StoreError
from kit.store import Store, open_store
from tests.stores import get_sqlite

NOBODY = 65534


def read_refusal(place: str | Path) -> str:
    """What is said where a store cannot be opened."""
    with pytest.raises(StoreError) as error:
        open_store(place)
    return str(error.value)


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder, and an account that has no right to write there."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    root = os.name == "posix" and os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    else:
        folder.chmod(0o555)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_store_keeps_what_was_put_into_it(path: Path) -> None:
    store = open_store(path)
    session = store.add_session("Team", ["marble_jar.ipynb", "welcome.ipynb"])
    store.close()
    again = open_store(str(path))
    assert again.get_session(session.code) == session
    again.close()


def test_a_store_opens_by_its_address_too(path: Path) -> None:
    store = open_store(path)
    code = store.add_session("Team", []).code
    again = open_store(f"sqlite:///{path}")
    assert again.get_session(code).title == "Team"
    again.close()
    store.close()


def test_opening_a_store_that_is_up_to_date_writes_nothing(path: Path, store: Store) -> None:
    store.add_session("Team", [])
    store.database.scrub()
    before = path.read_bytes()
    open_store(path).close()
    assert path.read_bytes() == before
    assert not get_sqlite(store).has_log()


@pytest.mark.one_file
def test_a_store_shows_its_file_name_and_nothing_from_within(store: Store) -> None:
    code = store.add_session("Secret team", []).code
    assert repr(store) == "<Store kit.db>"
    assert code not in repr(store.notices)


def test_a_folder_is_refused_with_a_file_to_name_instead(tmp_path: Path) -> None:
    words = read_refusal(tmp_path)
    assert "is a folder" in words
    assert str(tmp_path / "kit.db") in words


def test_a_missing_folder_is_named_with_the_cure(tmp_path: Path) -> None:
    words = read_refusal(tmp_path / "nowhere" / "kit.db")
    assert str(tmp_path / "nowhere") in words
    assert "Make the folder" in words
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("a letter to my aunt, longer than the head of a database. " * 40)
    before = path.read_bytes()
    assert read_refusal(path) == ("kit.db is not a database. Choose another file with --data.")
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    before = path.read_bytes()
    assert "belongs to another program" in read_refusal(path)
    assert path.read_bytes() == before


def test_a_database_of_a_newer_kit_is_refused_with_the_cure(path: Path, store: Store) -> None:
    with sqlite3.connect(path) as newer:
        newer.execute("INSERT INTO migrations VALUES (99, 'add_tomorrow', 1)")
    newer.close()
    words = read_refusal(path)
    assert words.startswith("kit.db was written by a newer version")
    assert "Update the kit" in words


def test_a_folder_without_the_right_to_write_is_refused_with_the_cure(as_nobody: Path) -> None:
    words = read_refusal(as_nobody / "kit.db")
    assert words.startswith("kit.db cannot be opened")
    assert "write in its folder" in words


def test_a_file_without_the_right_to_write_is_refused_with_the_cure(
    path: Path, as_nobody: Path
) -> None:
    if os.name == "posix" and os.geteuid() == NOBODY:
        os.seteuid(0)
        open_store(as_nobody / "kit.db").close()
        os.seteuid(NOBODY)
    else:
        as_nobody.chmod(0o755)
        open_store(as_nobody / "kit.db").close()
        (as_nobody / "kit.db").chmod(0o444)
        as_nobody.chmod(0o555)
    assert "write" in read_refusal(as_nobody / "kit.db")


@pytest.mark.parametrize(
    "place", ["mysql://localhost/kit", "sqlite://", "what://is this", "", ":memory:"]
)
def test_what_is_no_file_is_refused_with_what_to_give(place: str) -> None:
    assert "Give --data the path of" in read_refusal(place)
