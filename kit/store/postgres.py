"""A PostgreSQL database that several servers share, and what is said when it fails.

Whoever writes holds locks of PostgreSQL until the transaction ends (`pg_advisory_xact_lock`), which
come first in it: what it reads afterwards is what was committed before. One that says which session
it changes holds the whole database shared and this session alone; one that says which seat, the
session shared too and the seat alone. Any other one holds the whole database alone, as on SQLite.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import URL, Connection, create_engine, insert, select, text
from sqlalchemy.exc import DBAPIError

from kit.errors import StoreError
from kit.session.clock import set_now
from kit.store.database import BUSY, Database, get_settings
from kit.store.schema import metadata, round_keys, rounds

log = logging.getLogger("kit.store")

CONNECT_SECONDS = 3
SILENT_MILLISECONDS = 8000  # after which a host that does not answer is given up
LOCK_MILLISECONDS = 5000
SCRUB_MILLISECONDS = 2000
POOL = {"pool_size": 2, "max_overflow": 8, "pool_timeout": 5, "pool_pre_ping": True}
LIMITS: Final = (
    f"SET LOCAL statement_timeout = {SILENT_MILLISECONDS}; "
    f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}; "
    # A server that is stopped in the middle of a change must not hold up the others.
    f"SET LOCAL idle_in_transaction_session_timeout = {SILENT_MILLISECONDS}"
)
APPLICATION = "trust-workshop-kit"
WHOLE, SESSION, SEAT, FAMILY, TURN = range(1802073088, 1802073093)
SILENT = "does not answer. Try again in a moment; if that does not help, see to its server."
CURES = {
    "08": SILENT,
    "57P": SILENT,
    "28": "does not let this account in. Check the name in --data and the password in PGPASSFILE.",
    "3D": "is not there. Make the database, or name another one with --data.",
    "42501": "cannot be written to. Give this account the right to make tables in it.",
    "25006": "can only be read now. Name the server that takes changes, or wait until it does.",
    "53": "cannot take more: its disk, its memory or its connections are used up. Make room.",
    "25P03": BUSY,  # it stood still in the middle of a change
    "55P03": BUSY,
    "57014": BUSY,
    "40": BUSY,
    "XX001": "is damaged. Go back to a backup.",
    "XX002": "is damaged. Go back to a backup.",
}
REFUSALS = {
    "authentication failed": CURES["28"],
    "pg_hba.conf": CURES["28"],
    "no password supplied": CURES["28"],
    'role "': CURES["28"],
    "too many": CURES["53"],
    "remaining connection slots": CURES["53"],
    'database "': CURES["3D"],
}
NO_DRIVER = (
    "PostgreSQL needs two more packages. Install them with: "
    "pip install 'trust-workshop-kit[postgres]'"
)


class PostgreSQL(Database):
    """A PostgreSQL database and the connections to it.

    Args:
        url: Its address. The database is there; its tables are made where they are missing.

    Raises:
        StoreError: The packages that it needs are not installed.
    """

    def __init__(self, url: URL) -> None:
        try:
            import cryptography  # noqa: F401
            import psycopg
        except ImportError as error:
            raise StoreError(NO_DRIVER) from error
        self.url = url.set(drivername="postgresql+psycopg")
        self.faults = (DBAPIError, psycopg.Error)  # type: ignore[misc]
        engine = create_engine(
            self.url,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "tcp_user_timeout": SILENT_MILLISECONDS,
                "application_name": APPLICATION,
                "prepare_threshold": None,  # PgBouncer gives each transaction another connection
            },
            # A picture of the database would be taken before the locks are given: each statement of
            # a transaction that writes sees what is committed by then.
            isolation_level="READ COMMITTED",
            **POOL,
            **get_settings(),
        )
        reading = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        super().__init__(reading, engine)
        self._codes: dict[int, str] = {}

    @property
    def name(self) -> str:
        """The database's name, for messages; never its address."""
        return self.url.database or "postgres"

    @contextmanager
    def _begin_to_read(self) -> Iterator[Connection]:
        with super()._begin_to_read() as connection:
            connection.exec_driver_sql(LIMITS)
            yield connection

    @property
    def address(self) -> str:
        """Where it is, as libpq reads it; with the password, if there is one."""
        return build_conninfo(self.url)

    def prepare(self) -> None:
        """Nothing is to be done: several processes read and write at once."""

    def follow_clock(self) -> None:
        """Go by the clock of the database in this process; each change sets it anew."""
        with self.read() as connection:
            asked = text("SELECT extract(epoch FROM clock_timestamp())")
            set_now(float(connection.scalar(asked) or 0.0))

    def make_tables(self, connection: Connection) -> bool:
        """Make all tables as they stand after the last step."""
        metadata.create_all(connection, checkfirst=False)
        # Of such a table nothing is written to a log. After a crash it is empty.
        connection.execute(text(f"ALTER TABLE {round_keys.name} SET UNLOGGED"))
        return True

    def scrub(self, *, patient: bool = True) -> bool:
        """After erasing: write the rounds' keys anew, so that no deleted one is in any file.

        Args:
            patient: Wait a while for readers to finish.

        Returns:
            Whether that could be done. If not, the next scrub does it.
        """
        self.ask_guard(writing=True)
        wait = SCRUB_MILLISECONDS if patient else 1
        try:
            with self._explain(), self._writing.begin() as connection:
                connection.exec_driver_sql(f"{LIMITS}; SET LOCAL lock_timeout = {wait}")
                connection.exec_driver_sql(f"LOCK TABLE {round_keys.name}")
                kept = [dict(row) for row in connection.execute(select(round_keys)).mappings()]
                # It gets a new file, and the old one goes; VACUUM would keep what others may see.
                connection.exec_driver_sql(f"TRUNCATE {round_keys.name}")
                if kept:
                    connection.execute(insert(round_keys), kept)
        except StoreError:
            log.warning("Keys in %s could not be written anew; the next close does it", self.name)
            return False
        return True

    def sweep(self) -> bool:
        """The same, and let new rows take the place of all deleted ones.

        What is deleted stays in the write-ahead log and in backups until these are gone.
        """
        names = ", ".join(table.name for table in metadata.sorted_tables if table is not round_keys)
        self.ask_guard(writing=True)
        try:
            with self._explain(), self._writing.connect() as connection:
                alone = connection.execution_options(isolation_level="AUTOCOMMIT")
                alone.exec_driver_sql(f"VACUUM (SKIP_LOCKED) {names}")
        except StoreError:
            log.warning("%s could not be vacuumed", self.name)
            return False
        return self.scrub()

    def is_shared(self) -> bool:
        """Whether another process of the kit is connected to the database now."""
        query = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND application_name LIKE :kit AND pid <> pg_backend_pid()"
        )
        self.forget()  # the only connection of this process is the one that asks
        with self.read() as connection:
            return int(connection.scalar(query, {"kit": f"{APPLICATION}%"}) or 0) > 0

    @contextmanager
    def alone(self, what: str) -> Iterator[None]:
        """Let nobody else do meanwhile what takes several transactions."""
        self.ask_guard(writing=True)
        with self._explain(), self._writing.begin() as connection:
            connection.exec_driver_sql(LIMITS)
            self._take(connection, [(TURN, hash_lock(what), False)])
            yield

    def lock_together(self, connection: Connection, find: Callable[[], Collection[str]]) -> None:
        """Let nobody publish meanwhile what is held against what this transaction publishes."""
        self._take(connection, [(FAMILY, hash_lock(code), False) for code in find()])

    def _lock(self, connection: Connection, code: str, round_id: int, seat: str) -> None:
        connection.exec_driver_sql(LIMITS)
        code = code or (self._find_code(connection, round_id) if round_id else "")
        locks = [(WHOLE, 0, bool(code))]
        if code:
            locks.append((SESSION, hash_lock(code), bool(seat)))
        if seat:
            locks.append((SEAT, hash_lock(code + seat), False))
        self._take(connection, locks)

    def _take(self, connection: Connection, locks: Collection[tuple[int, int, bool]]) -> None:
        """Take locks in one order, so that no two transactions wait for each other."""
        calls = (
            f"pg_advisory_xact_lock{'_shared' if shared else ''}({kind}, {number})"
            for kind, number, shared in sorted(locks)
        )
        # Numbers alone are put into it.
        asked = f"SELECT {', '.join(calls)}, extract(epoch FROM clock_timestamp())"  # noqa: S608
        # All servers go by the clock of the database.
        set_now(float(connection.exec_driver_sql(asked).one()[-1]))

    def _find_code(self, connection: Connection, round_id: int) -> str:
        """The code of a round's session, which never changes; "" where there is no such round."""
        if round_id not in self._codes:
            query = select(rounds.c.code).where(rounds.c.id == round_id)
            code = connection.scalar(query)
            if code is None:
                return ""
            self._codes[round_id] = code
        return self._codes[round_id]

    def _find_cure(self, error: BaseException) -> str:
        import psycopg

        state: Any = getattr(error, "sqlstate", None)
        if state is None and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            # While it connects the driver tells no state, only what the server has said.
            said = str(error)
            return next((cure for words, cure in REFUSALS.items() if words in said), SILENT)
        known = (CURES[state[:n]] for n in (5, 3, 2) if state and state[:n] in CURES)
        return next(known, "")


def build_conninfo(url: URL) -> str:
    """An address as libpq reads it, with several hosts too (`?host=a:5432&host=b:5432`)."""
    from psycopg.conninfo import make_conninfo

    url = url.set(drivername="postgresql+psycopg")
    _, given = url.get_dialect()().create_connect_args(url)
    return make_conninfo(**given)


def hash_lock(name: str) -> int:
    """The number under which something is locked: 32 bits with a sign. A clash only costs time."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big", signed=True)
