"""Bringing a database up to date: the steps it lacks, each in one transaction with its record.

One of an earlier version is copied first, unless a round is open in it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, insert, inspect, select

from kit.errors import StoreError
from kit.store.copies import copy_database, has_answers
from kit.store.database import Database
from kit.store.migrations import ADDITIVE, STEPS, Step
from kit.store.schema import migrations
from kit.store.sqlite import SQLite
from kit.store.step_copies import build_step_path

log = logging.getLogger("kit.store")

COPIED = "%s is brought up to date. As it was it lies in %s, until something is erased."
NOT_COPIED = "%s is brought up to date while a round is open, so there is no %s with its answers."


def migrate(database: Database, steps: tuple[Step, ...] = STEPS) -> None:
    """Bring a database up to the last step; one that is there already is only read.

    Args:
        database: A new database, or one of an earlier or of this version.
        steps: All steps there are, in order.

    Raises:
        StoreError: The database belongs to a newer version, or to another program; or there is no
            room for the copy.
    """
    with database.read() as connection:
        done = check_version(connection, database.name, len(steps))
    if 0 < done < len(steps) and isinstance(database, SQLite):
        _copy_first(database, done)
    database.prepare()
    if done == 0 and _make_tables(database, steps):
        return
    for number, step in enumerate(steps[done:], start=done + 1):
        with database.write() as connection:
            # Another process may have taken this step since the number was read.
            if _get_number(connection, database.name) < number:
                migrations.create(connection, checkfirst=True)
                step(connection)
                _record(connection, [(number, step)])


def _make_tables(database: Database, steps: Sequence[Step]) -> bool:
    """Make the tables of an empty database at once, where it does not take the first steps."""
    with database.write() as connection:
        # Another process may have made them since the number was read.
        if _get_number(connection, database.name) or not database.make_tables(connection):
            return False
        _record(connection, enumerate(steps, start=1))
    return True


def _record(connection: Connection, taken: Iterable[tuple[int, Step]]) -> None:
    """Keep which steps were taken, and whether a kit that does not know one may go on."""
    rows: list[dict[str, object]] = [
        {"number": number, "name": step.__name__} for number, step in taken
    ]
    known = {each["name"] for each in inspect(connection).get_columns(migrations.name)}
    if migrations.c.breaks.name in known:
        additive = {step.__name__ for step in ADDITIVE}
        rows = [row | {"breaks": row["name"] not in additive} for row in rows]
    connection.execute(insert(migrations), rows)


def check_version(connection: Connection, name: str, last: int, *, least: int = 0) -> int:
    """Number of the last step that a database has taken; 0 for an empty one.

    Args:
        connection: The transaction.
        name: What the database is called in messages.
        last: The last step that there is.
        least: How many it must have taken.

    Raises:
        StoreError: The database belongs to a newer version, or to another program; or it has
            taken fewer steps than it must.
    """
    done = _get_number(connection, name)
    if done > last and _breaks(connection, last):
        msg = (
            f"{name} was written by a newer version of the workshop kit. "
            "Update the kit, or choose another file with --data."
        )
        raise StoreError(msg)
    if done < least:
        msg = f"{name} is empty. Name the database that was served with --data."
        raise StoreError(msg)
    return done


def _copy_first(database: SQLite, done: int) -> None:
    """Keep a database as it is before its next steps, and say so in a line."""

    def may_copy(connection: Connection) -> bool:
        # Another process may have taken a step since the number was read, and has made the copy.
        return _get_number(connection, database.name) == done and not has_answers(connection)

    copy = build_step_path(database.path, done)
    try:
        copied = copy_database(database, copy, may_copy, replace=True)
    except StoreError as error:
        msg = f"{database.name} is of an earlier version, and is copied before its update. {error}"
        raise StoreError(msg) from error
    log.warning(COPIED if copied else NOT_COPIED, database.name, copy.name)


def _breaks(connection: Connection, last: int) -> bool:
    """Whether a kit cannot go on that knows no step after `last`."""
    later = select(migrations.c.number).where(migrations.c.number > last, migrations.c.breaks)
    return connection.execute(later.limit(1)).first() is not None


def _get_number(connection: Connection, name: str) -> int:
    """Number of the last step taken; 0 for an empty database."""
    tables = inspect(connection).get_table_names()
    if migrations.name in tables:
        return int(connection.scalar(select(func.max(migrations.c.number))) or 0)
    if tables:
        msg = f"{name} belongs to another program. Choose another file with --data."
        raise StoreError(msg)
    return 0
