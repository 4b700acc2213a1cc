"""Whose a session is, where facilitators sign in: who has begun it, and whom they have invited.

These are the only accounts that are kept, with the session and for as long as it is. They stand
beside no answer and in no report.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select, update

from kit.store.part import Part
from kit.store.schema import sessions
from kit.store.sessions import get_session_row


@dataclass(frozen=True)
class Ownership:
    """Who may lead a session.

    Args:
        owner: Account of whoever has begun it; "" where nobody was signed in.
        invited: Accounts that have taken an invitation, in that order.
    """

    owner: str = field(default="", repr=False)
    invited: tuple[str, ...] = field(default=(), repr=False)

    def __contains__(self, account: str) -> bool:
        return bool(account) and account in (self.owner, *self.invited)


class Owners(Part):
    """The part of the store that keeps whose a session is."""

    def find_ownership(self, code: str) -> Ownership | None:
        """Read who may lead a session; None where no session has this code."""
        query = select(sessions.c.owner, sessions.c.invited).where(sessions.c.code == code)
        with self.database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _read(row.owner, row.invited)

    def list_led(self, account: str) -> frozenset[str]:
        """Give the codes of the sessions that an account may lead."""
        query = select(sessions.c.code, sessions.c.owner, sessions.c.invited)
        with self.database.read() as connection:
            rows = connection.execute(query).all()
        return frozenset(row.code for row in rows if account in _read(row.owner, row.invited))

    def add_invited(self, code: str, account: str) -> None:
        """Let one more account lead a session.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            row = get_session_row(connection, code)
            found = _read(row.owner, row.invited)
            if account in found:
                return
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(invited=[*found.invited, account]))
        self.notices.publish(code, "keys")

    def remove_invited(self, code: str, account: str) -> None:
        """Let an invited account lead a session no more.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            row = get_session_row(connection, code)
            found = _read(row.owner, row.invited)
            left = [each for each in found.invited if each != account]
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(invited=left or None))
        self.notices.publish(code, "keys")


def _read(owner: str | None, invited: list[str] | None) -> Ownership:
    """Make an ownership of what stands in a session's row."""
    return Ownership(owner or "", tuple(invited or ()))
