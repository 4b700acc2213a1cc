"""The store: the only room that knows SQL.

`open_store` gives a `Store`. Its methods are short transactions of their own and may be called
from any thread. Several processes may have the same store open.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_dir
from sqlalchemy import URL, Connection, make_url, select
from sqlalchemy.exc import ArgumentError

from kit.errors import StoreError
from kit.store.commitments import Commitments
from kit.store.copies import copy_database, has_answers, has_led_answers
from kit.store.database import Database
from kit.store.debriefs import Debriefs
from kit.store.definitions import Definitions
from kit.store.facilitator_keys import FacilitatorKeys
from kit.store.headcount import Headcount
from kit.store.leader_words import LeaderWords
from kit.store.leaders import Leaders
from kit.store.ledger import Ledger
from kit.store.memos import Memos
from kit.store.migrations import STEPS
from kit.store.next_days import NextDays
from kit.store.node_rooms import NodeRooms
from kit.store.notes import Notes
from kit.store.notices import Notices
from kit.store.owners import Owners
from kit.store.postgres import PostgreSQL
from kit.store.rounds import Rounds
from kit.store.scheduled import Scheduled
from kit.store.schema import staged
from kit.store.seats import Seats
from kit.store.sentences import Texts
from kit.store.sessions import Sessions
from kit.store.sqlite import SQLite
from kit.store.stops import Stops
from kit.store.talks import Talks
from kit.store.teams import Teams
from kit.store.update import check_version, migrate

NO_COPY = (
    "kit backup copies files. Copy a PostgreSQL database with pg_dump, without the rows of staged "
    "and round_keys: see docs/operators.md."
)

__all__ = [
    "Store",
    "copy_store",
    "find_data",
    "find_url",
    "open_existing_store",
    "open_store",
    "tell_servers",
]


class Store(
    Sessions,
    Scheduled,
    Seats,
    Rounds,
    Headcount,
    Talks,
    Definitions,
    Leaders,
    LeaderWords,
    Debriefs,
    Memos,
    Ledger,
    Texts,
    Commitments,
    Notes,
    NextDays,
    NodeRooms,
    FacilitatorKeys,
    Owners,
    Stops,
    Teams,
):
    """Sessions, seats, rounds, published snapshots, released sentences and signed cards.

    Attributes:
        notices: Tells listeners that something has changed, here or in another process.
    """

    def __init__(self, database: Database, notices: Notices) -> None:
        super().__init__(database, notices)
        notices.listen(self._hear)

    def __repr__(self) -> str:
        return f"<Store {self.database.name}>"

    def _hear(self, _code: str, what: str) -> None:
        """A round that closes erases its answers: what this process has read of them goes too."""
        if what == "phase":
            self.database.forget()

    def close(self) -> None:
        """Stop listening and let go of the file."""
        self.notices.close()
        self.database.close()


def open_store(place: str | Path) -> Store:
    """Open a store; a new one gets its tables, an older one the steps it lacks.

    Args:
        place: Path of the SQLite file, or its address (`sqlite:///...`); the folder must exist.
            Or the address of a PostgreSQL database (`postgresql://...`) that is there.

    Raises:
        StoreError: There is no such folder or database, or what is there cannot be used.
    """
    if (url := find_url(place)) is not None:
        return _open(PostgreSQL(url))
    path = _find_path(place)
    if path.is_dir():
        msg = f"{str(path)!r} is a folder. Name a file in it, as in {str(path / 'kit.db')!r}."
        raise StoreError(msg)
    if not path.parent.is_dir():
        msg = (
            f"There is no folder {str(path.parent)!r} for {path.name}. Make the folder, "
            "or choose another place with --data."
        )
        raise StoreError(msg)
    return _open(SQLite(path))


def find_data(given: str | None) -> str:
    """Where the data are: what `--data` says, or `kit.db` in this account's data folder."""
    return given or str(Path(user_data_dir("trust-workshop-kit"), "kit.db"))


def open_existing_store(place: str | Path) -> Store:
    """Open a store that is there already; none is made.

    Raises:
        StoreError: There is none, or what is there cannot be used.
    """
    if (url := find_url(place)) is not None:
        database = PostgreSQL(url)
        with database.read() as connection:
            check_version(connection, database.name, len(STEPS), least=1)
        return _open(database)
    return open_store(_find_existing(place))


def tell_servers(store: Store) -> None:
    """Have the servers of a shared database hear what a command changes; of a file, none do so."""
    if isinstance(store.database, PostgreSQL):
        from kit.store.bridge import announce  # with its driver, which not everybody has

        announce(store.notices, store.database.address)


def copy_store(place: str | Path, target: Path) -> bool:
    """Copy a store into a file; whoever serves it goes on meanwhile. It is not brought up to date.

    Returns:
        Whether answers were left out: those to questions that a team answers alone just now.

    Raises:
        StoreError: There is none, a round is open in it, or the copy cannot be written; or it is
            no file.
    """
    if find_url(place) is not None:
        raise StoreError(NO_COPY)
    path = _find_existing(place)
    database, left_out = SQLite(path), False

    def may_copy(connection: Connection) -> bool:
        nonlocal left_out
        done = check_version(connection, database.name, len(STEPS), least=1)
        left_out = has_answers(connection)
        # One of an earlier version may not know yet what a team answers alone.
        return not (has_led_answers(connection) if done == len(STEPS) else left_out)

    try:
        if not copy_database(database, target, may_copy, answers=False):
            msg = (
                f"A round is open in {database.name}, and its answers may be in no second file. "
                "Close it, then run this command again."
            )
            raise StoreError(msg)
    finally:
        database.close()
    return left_out


def find_url(place: str | Path) -> URL | None:
    """The address of a PostgreSQL database; None for everything else."""
    if not isinstance(place, str) or "://" not in place:
        return None
    with suppress(ArgumentError):
        url = make_url(place)
        if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
            return url
    return None


def _open(database: Database) -> Store:
    """Bring a database up to date and finish what was cut short in it."""
    try:
        migrate(database)
        if isinstance(database, SQLite):
            _scrub_leftovers(database)
        elif isinstance(database, PostgreSQL):
            database.follow_clock()
    except BaseException:
        database.close()
        raise
    return Store(database, Notices())


def _find_existing(place: str | Path) -> Path:
    """Where a store is that is there already.

    Raises:
        StoreError: There is none.
    """
    path = _find_path(place)
    if path.exists():
        return path
    msg = (
        f"There is no database {str(path)!r}. Name the one that was served with --data, "
        "as in --data team-north.db."
    )
    raise StoreError(msg)


def _find_path(place: str | Path) -> Path:
    """Read where the file is."""
    if isinstance(place, str) and "://" in place:
        try:
            url = make_url(place)
        except ArgumentError:
            url = None
        if url is None or url.get_backend_name() != "sqlite" or not url.database:
            msg = (
                "Only SQLite files and PostgreSQL databases can be opened. Give --data the path of "
                "a file, or an address such as postgresql://kit@db.example.org/kit."
            )
            raise StoreError(msg)
        place = url.database
    if str(place) in ("", ":memory:"):
        msg = "The store needs a file. Give --data the path of one, as in 'kit.db'."
        raise StoreError(msg)
    return Path(place)


def _scrub_leftovers(database: SQLite) -> None:
    """Finish what a power cut between a close and its scrub has left; at most one small write."""
    if not database.has_log():
        return
    with database.read() as connection:
        idle = connection.execute(select(staged.c.round_id).limit(1)).first() is None
    if idle:
        database.empty_log(patient=False)
