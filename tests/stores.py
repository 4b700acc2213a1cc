"""New stores for tests, each on a copy of one that has been made, and none writes its SQL anew."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from kit.store import Store, open_store
from kit.store.sqlite import SQLite


class Statements(dict[Any, Any]):
    """The SQL of statements, for all databases of a process.

    SQLAlchemy keeps a statement's text for one database. Tests open thousands, and writing the same
    statements again took a sixth of their time. The first part of a key is the database's dialect.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: Any, text: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), text)


STATEMENTS: Final = Statements()


@event.listens_for(Engine, "engine_connect")
def share_statements(connection: Connection) -> None:
    """Let a connection take the text of a statement from any other one's."""
    connection.execution_options(compiled_cache=STATEMENTS)


def make_store(path: Path) -> Store:
    """A new store. Its tables, which take 40 ms, are made once for all tests of a process."""
    path.write_bytes(read_new())
    return open_store(path)


@cache
def read_new() -> bytes:
    """The file of a store in which nothing has happened yet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kit.db")
        open_store(path).close()
        return path.read_bytes()


def get_sqlite(store: Store) -> SQLite:
    """The file of a store that has one, for tests that look into it."""
    assert isinstance(store.database, SQLite)
    return store.database
