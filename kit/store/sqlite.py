"""One SQLite file: how it is opened, read, written and scrubbed, and what is said when it fails.

Several processes hold the same file open. A transaction that writes begins with BEGIN IMMEDIATE,
so that what it has read still holds when it writes; readers never wait.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from kit.errors import StoreError
from kit.store.database import BUSY, Database, get_settings
from kit.store.step_copies import erase_step_copies

log = logging.getLogger("kit.store")

BUSY_SECONDS = 5
ASK_AGAIN = 4  # milliseconds for which SQLite waits for the lock before it is asked again
SWITCH_PAUSES = (0.0, 0.02, 0.05, 0.1, 0.2)  # seconds
SETTINGS = (
    "synchronous=FULL",  # a commit is on the disk before anybody is told "Received"
    "secure_delete=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",  # no answer in a temporary file
)
WRITING = "kit_writing"
CURES = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened. Check that this account may write in its folder, "
        "or choose another place with --data."
    ),
    sqlite3.SQLITE_CORRUPT: "is damaged. Go back to a copy, or choose another file with --data.",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full. Make room and try again.",
    sqlite3.SQLITE_NOTADB: "is not a database. Choose another file with --data.",
    sqlite3.SQLITE_READONLY: (
        "cannot be written to. Give this account the right to write the file and its folder, "
        "or choose another place with --data."
    ),
}
NO_ROOM = (
    "{name} cannot be written: the disk is full. Make room and try again, or name another place."
)
NO_COPY = {
    sqlite3.SQLITE_FULL: NO_ROOM,
    sqlite3.SQLITE_IOERR: (
        "{name} could not be written to its end; the disk may be full, or let no file be so large. "
        "Make room and try again, or name another place."
    ),
    sqlite3.SQLITE_CANTOPEN: "{name} cannot be written. Name another place.",
    sqlite3.SQLITE_BUSY: "{data} is busy. Try again in a moment.",
    sqlite3.SQLITE_CORRUPT: "{data} is damaged, and cannot be copied. Go back to an earlier copy.",
}
NOT_COPIED = "{data} could not be copied. Look into the log, and try again."


class SQLite(Database):
    """A SQLite file and the connections to it.

    Args:
        path: The file; made when it is missing, in a folder that exists.
    """

    faults = (DBAPIError, sqlite3.Error)

    def __init__(self, path: Path) -> None:
        self.path = path
        engine = create_engine(
            URL.create("sqlite", database=str(path)),
            connect_args={"timeout": BUSY_SECONDS},
            **get_settings(),
        )
        super().__init__(engine, engine.execution_options(**{WRITING: True}))
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    def prepare(self) -> None:
        """Write changes to a log beside the file first, so that readers never wait for writers.

        Raises:
            StoreError: The database cannot be written.
        """
        for pause in SWITCH_PAUSES:
            if self._run_alone("PRAGMA journal_mode")[0] == "wal":
                return
            # Of several processes that meet over a new file, SQLite sends all but one away at once.
            with suppress(StoreError):
                self._run_alone("PRAGMA journal_mode=WAL")
            time.sleep(pause)
        self._run_alone("PRAGMA journal_mode=WAL")

    def scrub(self, *, patient: bool = True) -> bool:
        """After erasing: empty the log, and erase the copies that were made before an update.

        Args:
            patient: Wait a while for readers to finish.

        Returns:
            Whether the log is empty now. If somebody was reading, the next scrub gets it.
        """
        erase_step_copies(self.path)
        return self.empty_log(patient=patient)

    def empty_log(self, *, patient: bool = True) -> bool:
        """Move everything into the file and empty the write-ahead log, where old pages linger.

        Args:
            patient: Wait a while for readers to finish.

        Returns:
            Whether the log is empty now.
        """
        seconds = BUSY_SECONDS if patient else 0
        try:
            busy = self._run_alone("PRAGMA wal_checkpoint(TRUNCATE)", seconds)[0] != 0
        except StoreError:
            busy = True  # what was to be kept has been committed long before
        if busy and patient:
            log.warning("The log of %s could not be emptied; the next close does it", self.name)
        return not busy

    def sweep(self) -> bool:
        """Write the whole file anew, so that no page of it holds anything that was deleted.

        Returns:
            Whether that could be done, and the write-ahead log is empty.
        """
        self.scrub()  # overwrites the deleted rows in their old places first
        try:
            self._run_alone("VACUUM")
        except StoreError:
            log.warning("%s could not be written anew", self.name)
            return False
        return self.scrub()

    def is_shared(self) -> bool:
        """Whether somebody else has the file open now, a running server for instance."""
        try:
            # SQLite gives up its log only for the one who is alone with the file.
            shared = self._run_alone("PRAGMA journal_mode=DELETE", 0) != ("delete",)
        except StoreError:
            shared = True
        self.prepare()
        return shared

    def copy_into(self, target: Path, name: str) -> None:
        """Write what is in the database now into an empty file, without anything that was deleted.

        Args:
            target: The file. What it holds after a failure is of no use.
            name: What it is called in messages.

        Raises:
            StoreError: It cannot be written, or there is no room for it.
        """
        self.ask_guard(writing=False)
        with (
            self._explain_copy(name),
            closing(self._engine.raw_connection()) as connection,
            closing(connection.cursor()) as cursor,
        ):
            cursor.execute("VACUUM INTO ?", (str(target),))

    def copy_rows_into(
        self, target: Path, name: str, *, without: Collection[str], change: Sequence[str]
    ) -> None:
        """The same, with some tables left empty. Of their rows nothing is ever in the file.

        Args:
            target: The file. What it holds after a failure is of no use.
            name: What it is called in messages.
            without: Names of the tables of which no row is copied.
            change: Statements that set right in the copy what these rows belonged to.

        Raises:
            StoreError: It cannot be written, or there is no room for it.
        """
        self.ask_guard(writing=False)
        with (
            self._explain_copy(name),
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            copy.execute("ATTACH ? AS whole", (str(self.path),))
            copy.execute("BEGIN")
            made = "SELECT name, type, sql FROM whole.sqlite_master WHERE sql IS NOT NULL"
            for table, kind, statement in copy.execute(made).fetchall():
                copy.execute(statement)
                if kind == "table" and table not in without:
                    rows = f'SELECT * FROM whole."{table}"'  # noqa: S608 -- names are our own
                    copy.execute(f'INSERT INTO main."{table}" {rows}')
            for statement in change:
                copy.execute(statement)
            copy.execute("COMMIT")

    @contextmanager
    def _explain_copy(self, name: str) -> Iterator[None]:
        """Say why a copy of that name cannot be made."""
        try:
            yield
        except sqlite3.Error as error:
            if (code := error.sqlite_errorcode & 0xFF) not in NO_COPY:
                log.error("%s could not be copied (SQLite %s)", self.name, code)
            msg = NO_COPY.get(code, NOT_COPIED).format(name=name, data=self.name)
            raise StoreError(msg) from None

    def has_log(self) -> bool:
        """Whether the write-ahead log holds anything."""
        log_file = self.path.with_name(self.path.name + "-wal")
        return log_file.exists() and log_file.stat().st_size > 0

    def _run_alone(self, statement: str, seconds: int = BUSY_SECONDS) -> tuple[Any, ...]:
        """Run what SQLite does not allow within a transaction, and give its one row."""
        self.ask_guard(writing=True)
        with self._explain(), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            try:
                cursor.execute(f"PRAGMA busy_timeout={seconds * 1000}")
                cursor.execute(statement)
                return tuple(cursor.fetchone() or ())
            finally:
                cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
                cursor.close()  # a statement that is not finished would stand in VACUUM's way

    def make_tables(self, connection: Connection) -> bool:
        """The steps make them, in a new file as in an old one."""
        return False

    def lock_together(self, connection: Connection, find: Callable[[], Collection[str]]) -> None:
        """Nobody else writes anyway."""

    def _lock(self, connection: Connection, code: str, round_id: int, seat: str) -> None:
        """The file was taken as the transaction began."""

    def _find_cure(self, error: BaseException) -> str:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_READONLY:
            # A file that could not be written when it was opened stays so for its connection.
            self._engine.dispose()
        return CURES.get(code, "")


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Settings of a fresh connection; the driver leaves BEGIN to us."""
    connection.isolation_level = None
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    """Begin a transaction: one that may write takes the lock before it reads."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    if not connection.get_execution_options().get(WRITING, False):
        driver.execute("BEGIN")
        return
    # SQLite itself would ask ever more rarely, and stand back for those who come later.
    driver.execute(f"PRAGMA busy_timeout={ASK_AGAIN}")
    try:
        _take_lock(driver, time.monotonic() + BUSY_SECONDS)
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _take_lock(driver: sqlite3.Connection, deadline: float) -> None:
    """Ask for the lock until it is given or the deadline has passed."""
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        else:
            return
