"""One SQLite file: how it is opened, read, written and scrubbed, and what is said when it fails.

Several processes hold the same file open. A transaction that writes begins with BEGIN IMMEDIATE,
so that what it has read still holds when it writes; readers never wait.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, select
from sqlalchemy.exc import DBAPIError, TimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from kit.errors import StoreError
from kit.store.schema import migrations
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
    sqlite3.SQLITE_BUSY: "is busy. Try again in a moment.",
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
UNKNOWN = "could not be used. Look into the log, and try again."
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


class Database:
    """A SQLite file and the connections to it.

    Args:
        path: The file; made when it is missing, in a folder that exists.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # No message of the engine may repeat an answer.
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)),
            connect_args={"timeout": BUSY_SECONDS},
            hide_parameters=True,
            json_serializer=_write_json,
        )
        self._writing = self._engine.execution_options(**{WRITING: True})
        event.listen(self._engine, "connect", _set_up)
        event.listen(self._engine, "begin", _begin)

    def __repr__(self) -> str:
        return f"<Database {self.name}>"

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that only reads: it sees one moment of the database.

        Raises:
            StoreError: The database cannot be read.
        """
        with self._explain(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that may write: all of it is on the disk afterwards, or nothing.

        Raises:
            StoreError: The database cannot be written.
        """
        with self._explain(), self._writing.begin() as connection:
            yield connection

    def keep_log(self) -> None:
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
        self.keep_log()
        return shared

    def copy_into(self, target: Path, name: str) -> None:
        """Write what is in the database now into an empty file, without anything that was deleted.

        Args:
            target: The file. What it holds after a failure is of no use.
            name: What it is called in messages.

        Raises:
            StoreError: It cannot be written, or there is no room for it.
        """
        with closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            try:
                cursor.execute("VACUUM INTO ?", (str(target),))
            except sqlite3.Error as error:
                if (code := error.sqlite_errorcode & 0xFF) not in NO_COPY:
                    log.error("%s could not be copied (SQLite %s)", self.name, code)
                msg = NO_COPY.get(code, NOT_COPIED).format(name=name, data=self.name)
                raise StoreError(msg) from None
            finally:
                cursor.close()

    def look(self) -> None:
        """Read one row: whether the database answers at all.

        Raises:
            StoreError: It cannot be read.
        """
        with self.read() as connection:
            connection.execute(select(migrations.c.number).limit(1))

    def wait_to_write(self) -> None:
        """Wait until nobody else writes, and write nothing.

        Raises:
            StoreError: The database cannot be written.
        """
        with self.write() as connection:
            connection.execute(select(migrations.c.number).limit(1))

    def has_log(self) -> bool:
        """Whether the write-ahead log holds anything."""
        log_file = self.path.with_name(self.path.name + "-wal")
        return log_file.exists() and log_file.stat().st_size > 0

    def forget(self) -> None:
        """Keep nothing in memory of what was read or written: pages, statements, their values.

        SQLite keeps the pages it has read, a statement the values of its last execution, and
        SQLAlchemy with each compiled statement those of its first one.
        """
        self._engine.clear_compiled_cache()
        self._engine.dispose()

    def close(self) -> None:
        """Let go of the file. The last to do so removes the write-ahead log."""
        self.forget()

    def _run_alone(self, statement: str, seconds: int = BUSY_SECONDS) -> tuple[Any, ...]:
        """Run what SQLite does not allow within a transaction, and give its one row."""
        with self._explain(), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            try:
                cursor.execute(f"PRAGMA busy_timeout={seconds * 1000}")
                cursor.execute(statement)
                return tuple(cursor.fetchone() or ())
            finally:
                cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
                cursor.close()  # a statement that is not finished would stand in VACUUM's way

    @contextmanager
    def _explain(self) -> Iterator[None]:
        """Say what is wrong with the file in words for a person, and keep the rest for the log."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_READONLY:
                # A file that could not be written when it was opened stays so for its connection.
                self._engine.dispose()
            if code not in CURES:
                log.exception("%s could not be used", self.name)
            msg = f"{self.name} {CURES.get(code, UNKNOWN)}"
            raise StoreError(msg) from None
        except TimeoutError:
            msg = f"{self.name} {CURES[sqlite3.SQLITE_BUSY]}"
            raise StoreError(msg) from None


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


def _write_json(value: object) -> str:
    """The same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
