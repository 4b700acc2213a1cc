"""A database: transactions that read, transactions that write, and what stays after an erasure.

`SQLite` (one file) and `PostgreSQL` (a server that several nodes share) are the two there are.
"""

from __future__ import annotations

import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError, TimeoutError

from kit.errors import StoreError
from kit.store.moments import Moments
from kit.store.schema import migrations

log = logging.getLogger("kit.store")

BUSY = "is busy. Try again in a moment."
UNKNOWN = "could not be used. Look into the log, and try again."
IN_A_MOMENT = "This writes in a moment that is only read. Write before it or after it."


class Database(ABC):
    """Where everything is kept.

    Args:
        engine: Its connections. No message of theirs may repeat an answer.
        writing: The same, for transactions that may write.

    Attributes:
        guard: Called before each transaction with whether it may write; raises where the thread
            must not do so. None for no such rule.
        moments: In which each thread reads now.
        faults: What its driver raises.
    """

    guard: Callable[[bool], None] | None = None
    faults: ClassVar[tuple[type[Exception], ...]] = (DBAPIError,)

    def __init__(self, engine: Engine, writing: Engine) -> None:
        self._engine = engine
        self._writing = writing
        self.moments = Moments()

    def __repr__(self) -> str:
        return f"<Database {self.name}>"

    @property
    @abstractmethod
    def name(self) -> str:
        """What it is called in messages."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that only reads: it sees one moment of the database.

        Raises:
            StoreError: The database cannot be read.
        """
        self.ask_guard(writing=False)
        moment = self.moments.present
        with self._explain():
            if moment is None:
                with self._begin_to_read() as connection:
                    yield connection
            else:
                yield moment.open(self._begin_to_read)

    @contextmanager
    def moment(self) -> Iterator[None]:
        """All that this thread reads in here is read in one transaction, and fits together.

        It begins with the first that is read. Nothing may be written in here.

        Raises:
            StoreError: The database cannot be read.
        """
        with self._explain(), self.moments.hold():
            yield

    @contextmanager
    def write(self, *, code: str = "", round_id: int = 0, seat: str = "") -> Iterator[Connection]:
        """One transaction that may write: all of it is kept afterwards, or nothing.

        Nobody else writes meanwhile what this one reads or writes. Whoever changes no more than one
        session, or one seat in it, says so: the others may go on at the same time where the
        database can do that.

        Args:
            code: The session that alone is changed; "" for any.
            round_id: The same, by one of its rounds; 0 for none.
            seat: The secret of the seat that alone is changed in that session.

        Raises:
            StoreError: The database cannot be written.
            RuntimeError: This thread is in the middle of a moment.
        """
        self.ask_guard(writing=True)
        if self.moments.present is not None:
            raise RuntimeError(IN_A_MOMENT)
        with self._explain(), self._writing.begin() as connection:
            self._lock(connection, code, round_id, seat)
            yield connection

    @contextmanager
    def alone(self, what: str) -> Iterator[None]:
        """Let nobody else do meanwhile what takes several transactions, on any server.

        Args:
            what: A name for it.
        """
        yield

    @abstractmethod
    def lock_together(self, connection: Connection, find: Callable[[], Collection[str]]) -> None:
        """Keep those from publishing whose results are held against those of this transaction.

        Args:
            connection: The transaction, which has said which session it changes.
            find: Gives the codes of all these sessions.
        """

    @abstractmethod
    def make_tables(self, connection: Connection) -> bool:
        """Make all tables in an empty database at once; False where its steps make them."""

    @abstractmethod
    def prepare(self) -> None:
        """Get a database ready in which several processes read and write.

        Raises:
            StoreError: The database cannot be written.
        """

    @abstractmethod
    def scrub(self, *, patient: bool = True) -> bool:
        """After erasing: do away with what was erased, as far as the engine keeps it.

        Args:
            patient: Wait a while for readers to finish.

        Returns:
            Whether that could be done. If not, the next scrub does it.
        """

    @abstractmethod
    def sweep(self) -> bool:
        """Do away with all that was ever erased, as far as the engine can.

        Returns:
            Whether that could be done.
        """

    @abstractmethod
    def is_shared(self) -> bool:
        """Whether another process has the database open now, a running server for instance."""

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

    def forget(self) -> None:
        """Keep nothing in memory of what was read or written: statements and their values.

        A driver keeps what it has read or the values of its last statement with a connection, and
        SQLAlchemy with each compiled statement those of its first execution.
        """
        self._engine.clear_compiled_cache()
        self._engine.dispose()

    def close(self) -> None:
        """Let go of it."""
        self.forget()

    def ask_guard(self, *, writing: bool) -> None:
        """Let only a thread pass that may read or write here."""
        if self.guard is not None:
            self.guard(writing)

    @contextmanager
    def _begin_to_read(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    @abstractmethod
    def _lock(self, connection: Connection, code: str, round_id: int, seat: str) -> None:
        """Keep others from writing what this transaction reads or writes, until it ends."""

    @abstractmethod
    def _find_cure(self, error: BaseException) -> str:
        """What is said of an error of the driver; "" where nothing better is known."""

    @contextmanager
    def _explain(self) -> Iterator[None]:
        """Say what is wrong in words for a person, and keep the rest for the log."""
        try:
            yield
        except self.faults as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            cure = self._find_cure(cause) if cause is not None else ""
            if not cure:
                log.exception("%s could not be used", self.name)
            msg = f"{self.name} {cure or UNKNOWN}"
            raise StoreError(msg) from None
        except TimeoutError:
            msg = f"{self.name} {BUSY}"
            raise StoreError(msg) from None


def write_json(value: object) -> str:
    """The same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def get_settings() -> dict[str, Any]:
    """What every engine is made with: no message of it may repeat an answer."""
    return {"hide_parameters": True, "json_serializer": write_json}
