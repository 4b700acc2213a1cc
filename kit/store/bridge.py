"""The bridge between servers that share a PostgreSQL: it carries notices from one to the others.

Within a server notices go through its hub. The bridge is a member of it: what it hears it tells
with NOTIFY, gathered for a moment and after the change was committed: a NOTIFY within a transaction
makes all commits of the database wait for each other. What others tell it hands to the hub. A
notice that is lost does no harm: whenever the bridge has been away it hands on a welcome, and a
welcome means "read everything anew".
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress

import psycopg

from kit.store.notices import EVERY_SESSION, KINDS, WELCOME, Notices

log = logging.getLogger("kit.store")

CHANNEL = "kit"
GATHER_SECONDS = 0.01
RETRY_SECONDS = 1.0
LISTEN_SECONDS = 1.0  # after which the thread that listens looks whether it is to end
MOST_WAITING = 10_000  # notices that are kept while the database is away


class Bridge:
    """Carries notices between the hub of this server and the other servers.

    Args:
        address: Of the database, as libpq reads it. Not one of PgBouncer in transaction mode, which
            hands on no notices.
        hub: The address of this server's hub.
        returned: Called whenever the database can be reached again, before others are told.
    """

    def __init__(
        self, address: str, hub: str, returned: Callable[[], object] | None = None
    ) -> None:
        self._address = address
        self._returned = returned
        self._own = secrets.token_hex(4)
        self._waiting: dict[tuple[str, str], None] = {}
        self._some = threading.Condition()
        self._ended = threading.Event()
        self._notices = Notices()
        self._notices.listen(self._hear)
        self._notices.connect(hub)
        self._threads = [
            threading.Thread(target=each, name="kit-bridge", daemon=True)
            for each in (self._tell, self._listen)
        ]
        for thread in self._threads:
            thread.start()

    def __repr__(self) -> str:
        return "<Bridge>"

    def close(self) -> None:
        """Tell what waits, and leave the hub."""
        self._ended.set()
        with self._some:
            self._some.notify()
        for thread in self._threads:
            thread.join()
        self._notices.close()

    def _hear(self, code: str, what: str) -> None:
        """Keep what this server has changed until the next moment; equal notices are one."""
        if what == WELCOME:
            return
        with self._some:
            if len(self._waiting) < MOST_WAITING:
                self._waiting[code, what] = None
            self._some.notify()

    def _tell(self) -> None:
        """Tell the others, as long as the bridge stands."""
        connection: psycopg.Connection | None = None
        while not (self._ended.is_set() and not self._waiting):
            with self._some:
                self._some.wait_for(lambda: self._waiting or self._ended.is_set())
            self._ended.wait(GATHER_SECONDS)
            with self._some:
                gathered = list(self._waiting)
                self._waiting.clear()
            if not gathered:
                continue
            try:
                if connection is None or connection.closed:
                    connection = connect(self._address)
                notify(connection, [f"{self._own} {code} {what}" for code, what in gathered])
            except psycopg.Error:
                log.warning("Other servers could not be told of a change; they are told later")
                connection = None
                if self._ended.wait(RETRY_SECONDS):
                    return
                with self._some:
                    self._waiting.update(dict.fromkeys(gathered))
        if connection is not None:
            connection.close()

    def _listen(self) -> None:
        """Hand to the hub what the others tell, as long as the bridge stands."""
        while not self._ended.is_set():
            try:
                with connect(self._address) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._welcome()
                    while not self._ended.is_set():
                        for each in connection.notifies(timeout=LISTEN_SECONDS):
                            self._hand_on(each.payload)
            except psycopg.Error:
                log.warning("The database sends no notices; it is asked again")
                self._ended.wait(RETRY_SECONDS)

    def _welcome(self) -> None:
        if self._returned is not None:
            try:
                self._returned()
            except Exception:
                log.exception("What was to be done as the database came back could not be done")
        self._notices.pass_on(EVERY_SESSION, WELCOME)

    def _hand_on(self, payload: str) -> None:
        sender, _, notice = payload.partition(" ")
        code, _, what = notice.partition(" ")
        if sender != self._own and what in KINDS:
            self._notices.pass_on(code, what)


def connect(address: str) -> psycopg.Connection:
    """A connection for notices alone, which sees at once that its host is gone."""
    return psycopg.connect(
        address,
        autocommit=True,
        connect_timeout=3,
        tcp_user_timeout=8000,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        application_name="trust-workshop-kit notices",
    )


def notify(connection: psycopg.Connection, told: list[str]) -> None:
    """Tell all notices in one statement."""
    told_all = "SELECT pg_notify(%s, told) FROM unnest(%s::text[]) AS told"
    connection.execute(told_all, (CHANNEL, told))


def announce(notices: Notices, address: str) -> Callable[[], None]:
    """Tell the servers what a command changes that runs beside them.

    Returns:
        A function that ends it.
    """

    def tell(code: str, what: str) -> None:
        with suppress(psycopg.Error), connect(address) as connection:
            notify(connection, [f"{secrets.token_hex(4)} {code} {what}"])

    return notices.listen(tell)
