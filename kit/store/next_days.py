"""When a team meets again, as far as it has named a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from kit.store.part import Part
from kit.store.schema import sessions
from kit.store.sessions import get_session_row


class NextDays(Part):
    """The part of the store that keeps the days on which teams meet again."""

    def set_next(self, code: str, day: date | None) -> None:
        """Keep on which day the team meets again; None when none has been named.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            get_session_row(connection, code)
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(next_on=None if day is None else day.isoformat()))
        self.notices.publish(code, "session")
