"""Seats: the browsers of a session, each kept as a hash under the session's key, and who is here.

A seat counts as present while its page is open or its answer is in the open round. Thresholds go
by the seats that are present: one that nobody sits in protects nobody.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from kit.errors import PhaseError
from kit.store.part import Part
from kit.store.schema import seats, sessions
from kit.store.sessions import get_live_session_row, get_session_row

LOCKED = "Nobody else is let in at the moment. Ask the facilitator."
MAX_SEATS = 2000  # of a session, where nobody says otherwise
FULL = "This session is full. Ask the facilitator for help."
PRESENT = seats.c.here | seats.c.answered


def hash_seat(key: bytes, token: str) -> bytes:
    """Hash a seat's token with a session's or a round's key: HMAC-SHA256."""
    return hmac.digest(key, token.encode(), "sha256")


def has_seat(connection: Connection, session: Row[Any], token: str) -> bool:
    """Say whether a token belongs to a seat of a session."""
    return _find_seat(connection, session, token) is not None


def count_seats(connection: Connection, code: str) -> int:
    """Count the seats of a session, those that nobody sits in among them."""
    query = select(func.count()).select_from(seats).where(seats.c.code == code)
    return connection.execute(query).scalar_one()


def count_present(connection: Connection, code: str) -> int:
    """Count the seats whose page is open or whose answer is in the open round."""
    query = select(func.count()).select_from(seats).where(seats.c.code == code, PRESENT)
    return connection.execute(query).scalar_one()


def mark_answered(connection: Connection, session: Row[Any], token: str) -> None:
    """Keep that a seat has answered the open round; the close forgets it."""
    chosen = update(seats).where(*_is_seat(session, token), ~seats.c.answered)
    connection.execute(chosen.values(answered=True))


class Seats(Part):
    """The part of the store that keeps seats.

    Attributes:
        max_seats: The most seats of a session.
    """

    max_seats: int = MAX_SEATS

    def add_seat(self, code: str, token: str) -> bool:
        """Give a browser a seat, or let it come back to its own; it counts as present.

        In a full session the seats that nobody sits in make room.

        Args:
            code: Code of the session.
            token: The seat's secret; only a hash of it is kept.

        Returns:
            Whether it is a new seat.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: The session has ended, lets nobody else in, or is full.
        """
        if self._is_here(code, token):
            return False  # a page that comes back waits for nobody who writes
        with self.database.write() as connection:
            session = get_live_session_row(connection, code)
            found = _find_seat(connection, session, token)
            if found is None:
                _make_room(connection, session, self.max_seats)
                seat = hash_seat(session.seat_key, token)
                connection.execute(insert(seats).values(code=code, seat_hash=seat))
            elif not found.here:
                chosen = update(seats).where(*_is_seat(session, token))
                connection.execute(chosen.values(here=True))
        if found is None or not found.here:
            self.notices.publish(code, "seats")
        return found is None

    def _is_here(self, code: str, token: str) -> bool:
        """Whether a seat of a session that goes on counts as present already."""
        with self.database.read() as connection:
            session = get_session_row(connection, code)
            seat = _find_seat(connection, session, token)
            return not session.ended and seat is not None and bool(seat.here)

    def check_seat(self, code: str, token: str) -> None:
        """Let only a browser pass that has a seat or would be given one.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: The session lets nobody else in, or is full.
        """
        with self.database.read() as connection:
            session = get_session_row(connection, code)
            if has_seat(connection, session, token):
                return
            if session.locked:
                raise PhaseError(LOCKED)
            if count_present(connection, code) >= self.max_seats:
                raise PhaseError(FULL)

    def leave_seats(self, code: str, tokens: Collection[str]) -> None:
        """Keep that nobody sits in some seats at the moment. A session that is gone is no fault."""
        with self.database.write() as connection:
            session = _find_keyed(connection, code)
            if session is None:
                return
            left = _leave(connection, session, (hash_seat(session.seat_key, t) for t in tokens))
        if left:
            self.notices.publish(code, "seats")

    def list_here(self, code: str) -> frozenset[bytes]:
        """Read the hashes of the seats whose page was open by the last word of it."""
        query = select(seats.c.seat_hash).where(seats.c.code == code, seats.c.here)
        with self.database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def leave_others(self, code: str, hashes: Collection[bytes], tokens: Iterable[str]) -> None:
        """Keep that nobody sits in some seats, but for those of which a server knows the page.

        Args:
            code: Code of the session.
            hashes: The seats in question, as `list_here` gave them.
            tokens: The secrets of those whose page is open.
        """
        with self.database.write() as connection:
            session = _find_keyed(connection, code)
            if session is None:
                return
            known = {hash_seat(session.seat_key, token) for token in tokens}
            left = _leave(connection, session, set(hashes) - known)
        if left:
            self.notices.publish(code, "seats")

    def drop_absent_seats(self, code: str) -> int:
        """Take away the seats that nobody sits in and that have not answered the open round.

        Returns:
            How many.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            get_session_row(connection, code, change=True)
            dropped = _drop_absent(connection, code)
        if dropped:
            self.notices.publish(code, "seats")
        return dropped

    def has_seat(self, code: str, token: str) -> bool:
        """Say whether a token belongs to a seat of a session that goes on.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            return has_seat(connection, get_session_row(connection, code), token)

    def count_seats(self, code: str) -> int:
        """Count the seats of a session, those that nobody sits in among them.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            get_session_row(connection, code)
            return count_seats(connection, code)

    def count_present(self, code: str) -> int:
        """Count the seats whose page is open or whose answer is in the open round.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            get_session_row(connection, code)
            return count_present(connection, code)

    def set_hybrid(self, code: str, hybrid: bool) -> None:
        """Say whether some people of a session are in a call; which ones, no store is told.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            get_session_row(connection, code, change=True)
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(hybrid=hybrid))
        self.notices.publish(code, "hybrid")


def _is_seat(session: Row[Any], token: str) -> tuple[Any, Any]:
    """What finds a seat's row."""
    return seats.c.code == session.code, seats.c.seat_hash == hash_seat(session.seat_key, token)


def _find_seat(connection: Connection, session: Row[Any], token: str) -> Row[Any] | None:
    """Read a seat's row."""
    if session.seat_key is None:
        return None
    return connection.execute(select(seats).where(*_is_seat(session, token))).one_or_none()


def _find_keyed(connection: Connection, code: str) -> Row[Any] | None:
    """Read the row of a session that still has the key of its seats."""
    row = connection.execute(select(sessions).where(sessions.c.code == code)).one_or_none()
    return None if row is None or row.seat_key is None else row


def _leave(connection: Connection, session: Row[Any], hashes: Iterable[bytes]) -> int:
    """Mark seats as left; say how many were not so before."""
    chosen = update(seats).where(seats.c.code == session.code, seats.c.here)
    leave = chosen.values(here=False)
    return sum(
        connection.execute(leave.where(seats.c.seat_hash == each)).rowcount for each in hashes
    )


def _make_room(connection: Connection, session: Row[Any], most: int) -> None:
    """Let nobody into a locked or full session; seats that nobody sits in do not fill it."""
    if session.locked:
        raise PhaseError(LOCKED)
    if count_seats(connection, session.code) < most:
        return
    if not _drop_absent(connection, session.code):
        raise PhaseError(FULL)


def _drop_absent(connection: Connection, code: str) -> int:
    """Take away the seats that nobody sits in; say how many there were."""
    return connection.execute(delete(seats).where(seats.c.code == code, ~PRESENT)).rowcount
