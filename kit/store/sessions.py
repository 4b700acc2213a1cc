"""Sessions and their seats. A seat is kept as a hash under its session's key, not as its token."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kit.errors import NotFoundError, PhaseError, ResponseError
from kit.session import Session, new_code
from kit.store.erasure import close_unpublished, delete_session, erase_unshown_texts
from kit.store.part import Part
from kit.store.schema import rounds, seats, sessions

KEY_BYTES = 32
LOCKED = "Nobody else is let in at the moment. Ask the facilitator."
MOST_PEOPLE = 9999
MAX_SEATS = 2000  # of a session, so that a stranger's script cannot fill the store
FULL = "This session is full. Ask the facilitator for help."


def new_key() -> bytes:
    """Draw a key for hashing seats."""
    return secrets.token_bytes(KEY_BYTES)


def hash_seat(key: bytes, token: str) -> bytes:
    """Hash a seat's token with a session's or a round's key: HMAC-SHA256."""
    return hmac.digest(key, token.encode(), "sha256")


def find_session(connection: Connection, code: str, *, change: bool = False) -> Row[Any]:
    """Read the row of a session.

    Args:
        connection: The transaction.
        code: Its code.
        change: Nobody else may change the session until this transaction has ended.

    Raises:
        NotFoundError: No session has this code.
    """
    query = select(sessions).where(sessions.c.code == code)
    row = connection.execute(query.with_for_update() if change else query).one_or_none()
    if row is None:
        msg = "There is no session with this code. Check the code on the screen and type it again."
        raise NotFoundError(msg)
    return row


def find_earlier(connection: Connection, code: str, name: str) -> None:
    """Make sure that the session a new one follows is there.

    Raises:
        NotFoundError: It is not; the message is for whoever starts the server.
    """
    if connection.scalar(select(sessions.c.code).where(sessions.c.code == code)) is None:
        msg = (
            f"There is no earlier session with this code in {name}. Check the code after "
            "--follows, or name the database it was played with after --data."
        )
        raise NotFoundError(msg)


def find_live_session(connection: Connection, code: str) -> Row[Any]:
    """Read the row of a session that goes on, and keep others from changing it.

    Raises:
        NotFoundError: No session has this code.
        PhaseError: The session has ended.
    """
    row = find_session(connection, code, change=True)
    if row.ended:
        msg = "This session has ended. Ask the facilitator for the code of the next one."
        raise PhaseError(msg)
    return row


def has_seat(connection: Connection, session: Row[Any], token: str) -> bool:
    """Say whether a token belongs to a seat of a session."""
    if session.seat_key is None:
        return False
    seat = hash_seat(session.seat_key, token)
    query = select(seats.c.code).where(seats.c.code == session.code, seats.c.seat_hash == seat)
    return connection.execute(query).one_or_none() is not None


def count_seats(connection: Connection, code: str) -> int:
    """Count the seats of a session."""
    query = select(func.count()).select_from(seats).where(seats.c.code == code)
    return connection.execute(query).scalar_one()


class Sessions(Part):
    """The part of the store that keeps sessions and seats."""

    def add_session(
        self,
        title: str,
        agenda: Sequence[str],
        *,
        minutes: Sequence[int] = (),
        expected: int | None = None,
        follows: str | None = None,
        rehearsal: bool = False,
    ) -> Session:
        """Begin a session under a fresh code.

        Args:
            title: What the facilitator calls it.
            agenda: File names of the notebooks, in order.
            minutes: Planned length of each of them, or nothing.
            expected: How many people are awaited, if somebody has said.
            follows: Code of the same team's earlier session, whose commitments it begins with.
            rehearsal: Its people are simulated; it is in no list but `list_rehearsals`.

        Raises:
            NotFoundError: There is no such earlier session.
        """
        held_on = date.today().isoformat()
        with self.database.write() as connection:
            if follows is not None:
                find_earlier(connection, follows, self.database.name)
            code = new_code()
            while connection.scalar(select(sessions.c.code).where(sessions.c.code == code)):
                code = new_code()
            connection.execute(
                insert(sessions).values(
                    code=code,
                    title=title,
                    agenda=list(agenda),
                    seat_key=new_key(),
                    ended=False,
                    minutes=list(minutes) or None,
                    expected=expected,
                    held_on=held_on,
                    follows=follows,
                    rehearsal=rehearsal,
                )
            )
        self.notices.publish(code, "session")
        return Session(
            code,
            title,
            tuple(agenda),
            minutes=tuple(minutes),
            expected=expected,
            held_on=held_on,
            follows=follows,
            rehearsal=rehearsal,
        )

    def set_agenda(
        self,
        code: str,
        agenda: Sequence[str],
        minutes: Sequence[int],
        *,
        expected: Sequence[str],
    ) -> None:
        """Change what a session plays, and in which order.

        Args:
            code: Code of the session.
            agenda: File names of the notebooks, in order.
            minutes: Planned length of each of them, or nothing.
            expected: The agenda as the caller saw it.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: The session has ended, or somebody else has changed the agenda meanwhile.
        """
        with self.database.write() as connection:
            session = find_live_session(connection, code)
            if list(session.agenda) != list(expected):
                msg = "The agenda has just been changed on another page. Look at it again."
                raise PhaseError(msg)
            chosen = update(sessions).where(sessions.c.code == code)
            planned = list(minutes) or None
            connection.execute(chosen.values(agenda=list(agenda), minutes=planned))
        self.notices.publish(code, "session")

    def get_session(self, code: str) -> Session:
        """Read a session.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            return _read_session(find_session(connection, code))

    def list_sessions(self) -> list[Session]:
        """Read all sessions but rehearsals, the one with the most recent round first."""
        return self._list_sessions(rehearsal=False)

    def list_rehearsals(self) -> list[Session]:
        """Read the sessions whose people are simulated, the newest first."""
        return self._list_sessions(rehearsal=True)

    def _list_sessions(self, *, rehearsal: bool) -> list[Session]:
        last = select(func.max(rounds.c.id)).where(rounds.c.code == sessions.c.code)
        order = last.scalar_subquery().desc().nulls_first()
        with self.database.read() as connection:
            chosen = select(sessions).where(sessions.c.rehearsal == rehearsal)
            rows = connection.execute(chosen.order_by(order, sessions.c.code))
            return [_read_session(row) for row in rows]

    def end_session(self, code: str) -> None:
        """End a session for good: its seats stay as a number, nobody can be traced to one.

        A round that is still open is closed without a result, and its answers are erased; so are
        the released sentences that the room has not seen.

        Args:
            code: Code of the session.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            find_session(connection, code, change=True)
            close_unpublished(connection, code)
            erase_unshown_texts(connection, code)
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(ended=True, seat_key=None))
        self.database.sweep()
        self.notices.publish(code, "phase")
        self.notices.publish(code, "session")

    def purge_session(self, code: str) -> bool:
        """Erase a session and everything that belongs to it; afterwards no file holds a word of it.

        Args:
            code: Code of the session. An unknown one is refused, but only after the file has been
                swept: an earlier call may have been cut short.

        Returns:
            Whether the file could be swept clean. If somebody was reading all the time, old
            pages may be left in it until the next call.

        Raises:
            NotFoundError: No session has this code.
        """
        try:
            with self.database.write() as connection:
                find_session(connection, code, change=True)
                delete_session(connection, code)
        finally:
            clean = self.database.sweep()
        self.notices.publish(code, "session")
        return clean

    def set_people(self, code: str, people: int | None) -> None:
        """Keep how many people are in the room.

        Args:
            code: Code of the session.
            people: Number of people; None when it is not known.

        Raises:
            NotFoundError: No session has this code.
            ResponseError: It is not a number of people.
        """
        whole = isinstance(people, int) and not isinstance(people, bool)
        if people is not None and (not whole or not 1 <= people <= MOST_PEOPLE):
            msg = "Enter how many people are in the room, 1 to 9999, or leave it empty."
            raise ResponseError(msg, prompt="people")
        with self.database.write() as connection:
            find_session(connection, code, change=True)
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(people=people))
        self.notices.publish(code, "seats")

    def get_people(self, code: str) -> int | None:
        """Read how many people are in the room; None when it is not known.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            people: int | None = find_session(connection, code).people
            return people

    def set_lock(self, code: str, locked: bool) -> None:
        """Let nobody else into a session, or let people in again; who has a seat keeps it.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            find_session(connection, code, change=True)
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(locked=locked))
        self.notices.publish(code, "seats")

    def add_seat(self, code: str, token: str) -> bool:
        """Give a browser a seat.

        Args:
            code: Code of the session.
            token: The seat's secret; only a hash of it is kept.

        Returns:
            Whether it is a new seat.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: The session has ended, lets nobody else in, or is full.
        """
        with self.database.write() as connection:
            session = find_live_session(connection, code)
            if has_seat(connection, session, token):
                return False
            if session.locked:
                raise PhaseError(LOCKED)
            if count_seats(connection, code) >= MAX_SEATS:
                raise PhaseError(FULL)
            seat = hash_seat(session.seat_key, token)
            connection.execute(insert(seats).values(code=code, seat_hash=seat))
        self.notices.publish(code, "seats")
        return True

    def has_seat(self, code: str, token: str) -> bool:
        """Say whether a token belongs to a seat of a session that goes on.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            return has_seat(connection, find_session(connection, code), token)

    def count_seats(self, code: str) -> int:
        """Count the seats of a session.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            find_session(connection, code)
            return count_seats(connection, code)


def _read_session(row: Row[Any]) -> Session:
    """Make a session of its row."""
    return Session(
        row.code,
        row.title,
        tuple(row.agenda),
        row.ended,
        row.locked,
        tuple(row.minutes or ()),
        row.expected,
        row.held_on or "",
        row.follows,
        row.rehearsal,
    )
