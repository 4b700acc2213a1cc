"""Sessions that open and close by the day, and those that are erased when their days are over."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from kit.session.session import Session
from kit.store.erasure import delete_session
from kit.store.part import Part
from kit.store.schema import sessions
from kit.store.sessions import find_scheduled_row, read_session

_FOLLOWED = select(
    *(sessions.c[name] for name in ("code", "follows", "ended", "ended_on", "opens_on"))
)


class Scheduled(Part):
    """The part of the store that goes by days."""

    def find_scheduled(self, code: str) -> Session | None:
        """Read the questions that a team answers alone after a session; None for none."""
        with self.database.read() as connection:
            row = find_scheduled_row(connection, code)
        return None if row is None else read_session(row)

    def list_scheduled(self) -> list[Session]:
        """Read the sessions that open and close by the day and have not ended."""
        chosen = select(sessions).where(sessions.c.opens_on.is_not(None), ~sessions.c.ended)
        with self.database.read() as connection:
            rows = connection.execute(chosen.order_by(sessions.c.opens_on, sessions.c.code))
            return [read_session(row) for row in rows]

    def list_expired(self, before: date) -> list[Session]:
        """Read the sessions with a team that ended before a day, those of long ago first.

        One that a session which still goes on comes back to is kept for it. Of one that an early
        version ended the day may not be known; it is not among them either.
        """
        with self.database.read() as connection:
            rows = _list_expired(connection, before)
        return [read_session(row) for row in rows]

    def purge_expired(self, before: date) -> tuple[int, bool]:
        """Erase the sessions that `list_expired` gives, and everything that belongs to them.

        Returns:
            How many there were, and whether the file could be swept clean, as `purge_session` has
            it. Where there was none, it is left as it is.
        """
        with self.database.write() as connection:
            codes = [row.code for row in _list_expired(connection, before)]
            for code in codes:
                delete_session(connection, code)
        clean = not codes or self.database.sweep()
        for code in codes:
            self.notices.publish(code, "session")
        return len(codes), clean


def _list_expired(connection: Connection, before: date) -> list[Row[Any]]:
    """Rows of the ended sessions that nobody needs any more.

    What a team has answered alone goes together with the session it belongs to.
    """
    follows = {row.code: row for row in connection.execute(_FOLLOWED)}
    kept: set[str] = set()
    for row in follows.values():
        lasts = not row.ended or (row.opens_on and (row.ended_on or "") >= before.isoformat())
        earlier = row.follows if lasts else None
        while earlier is not None and earlier in follows and earlier not in kept:
            kept.add(earlier)
            earlier = follows[earlier].follows
    ended = sessions.c.ended & ~sessions.c.rehearsal
    chosen = select(sessions).where(ended, sessions.c.ended_on < before.isoformat())
    rows = connection.execute(chosen.order_by(sessions.c.ended_on, sessions.c.code))
    return [row for row in rows if row.code not in kept]
