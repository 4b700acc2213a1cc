"""Seats: the browsers of a session, each kept as a hash under the session's key, and who is here.

A seat counts as present while its page is open or its answer is in the open round. Thresholds go
by the seats that are present: one that nobody sits in protects nobody.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from kit.errors import FullError, NotFoundError, PhaseError
from kit.language import N_, _
from kit.store.moments import once_a_moment
from kit.store.nodes import Nodes
from kit.store.schema import seats, sessions
from kit.store.sessions import ENDED, UNKNOWN, get_session_row

LOCKED = N_("Nobody else is let in at the moment. Ask the facilitator.")
MAX_SEATS = 2000  # of a session, where nobody says otherwise
FULL = N_("This session is full. Ask the facilitator for help.")
PRESENT = seats.c.here | seats.c.answered


class Refusal(Enum):
    """Why a browser gets no seat."""

    LOCKED = "locked"
    FULL = "full"
    ENDED = "ended"
    UNKNOWN = "unknown"


def read_refusal(outcome: Refusal | bool) -> bool:
    """Whether a seat is a new one, where there is one.

    Raises:
        NotFoundError: No session has this code.
        PhaseError: There is none. The message is in the language of whoever reads it.
    """
    if outcome is Refusal.UNKNOWN:
        raise NotFoundError(_(UNKNOWN))
    if outcome is Refusal.ENDED:
        raise PhaseError(_(ENDED))
    if outcome is Refusal.LOCKED:
        raise PhaseError(_(LOCKED))
    if outcome is Refusal.FULL:
        raise FullError(_(FULL))
    return bool(outcome)


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


class Seats(Nodes):
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
        [refusal] = self.add_seats(code, [token])
        return read_refusal(refusal)

    def add_seats(self, code: str, tokens: Sequence[str]) -> list[Refusal | bool]:
        """The same for browsers that come in the same instant, in one transaction.

        Returns:
            For each whether it is a new seat, or why it gets none: they may read in different
            languages.
        """
        if all(self._list_held(code, tokens).values()):
            return [False] * len(tokens)  # a page that comes back waits for nobody who writes
        node = self.node or None
        alone = tokens[0] if len(tokens) == 1 else ""
        with self.database.write(code=code, seat=alone) as connection:
            session = _find_session(connection, code)
            if session is None or session.ended:
                return [Refusal.ENDED if session else Refusal.UNKNOWN] * len(tokens)
            hashes = [hash_seat(session.seat_key, token) for token in tokens]
            found = _find_seats(connection, code, hashes)
            back = [each for each, row in found.items() if not row.here or row.node != node]
            # Before anything else: an empty seat makes room, and its browser may be coming back.
            for lost in set(back) - _return_to(connection, code, back, node):
                del found[lost]
            new = [each for each in dict.fromkeys(hashes) if each not in found]
            room = _make_room(connection, session, self.max_seats, len(new))
            taken = set(new[:room])
            if taken:
                rows = [{"code": code, "seat_hash": each, "node": node} for each in new[:room]]
                connection.execute(insert(seats), rows)
        if taken or any(not row.here for row in found.values()):
            self.notices.publish(code, "seats")
        refused = Refusal.LOCKED if session.locked else Refusal.FULL
        return [each in taken if each in found or each in taken else refused for each in hashes]

    def _list_held(self, code: str, tokens: Iterable[str]) -> dict[str, bool]:
        """Which seats of a session that goes on count as present already, by their secrets."""
        with self.database.read() as connection:
            session = _find_keyed(connection, code)
            if session is None or session.ended:
                return dict.fromkeys(tokens, False)
            hashes = {token: hash_seat(session.seat_key, token) for token in tokens}
            found = _find_seats(connection, code, hashes.values())
            node = self.node or None
            held = {each for each, row in found.items() if row.here and row.node == node}
            return {token: each in held for token, each in hashes.items()}

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
                raise PhaseError(_(LOCKED))
            if count_present(connection, code) >= self.max_seats:
                raise FullError(_(FULL))

    def leave_seats(self, code: str, tokens: Collection[str]) -> None:
        """Keep that nobody sits in some seats at the moment. A session that is gone is no fault."""
        with self.database.write(code=code) as connection:
            session = _find_keyed(connection, code)
            if session is None:
                return
            hashes = [hash_seat(session.seat_key, token) for token in tokens]
            left = _leave(connection, session, hashes, self.is_ours(seats.c.node))
        if left:
            self.notices.publish(code, "seats")

    def list_here(self, code: str) -> frozenset[bytes]:
        """Read the hashes of the seats whose page was open by the last word of it.

        Those are left out of which another server that lives holds the page.
        """
        ours = seats.c.code == code, seats.c.here, self.is_ours(seats.c.node)
        query = select(seats.c.seat_hash).where(*ours)
        with self.database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def leave_others(self, code: str, hashes: Collection[bytes], tokens: Iterable[str]) -> None:
        """Keep that nobody sits in some seats, but for those of which a server knows the page.

        Args:
            code: Code of the session.
            hashes: The seats in question, as `list_here` gave them.
            tokens: The secrets of those whose page is open.
        """
        with self.database.write(code=code) as connection:
            session = _find_keyed(connection, code)
            if session is None:
                return
            known = {hash_seat(session.seat_key, token) for token in tokens}
            left = _leave(connection, session, set(hashes) - known, self.is_ours(seats.c.node))
        if left:
            self.notices.publish(code, "seats")

    def drop_absent_seats(self, code: str) -> int:
        """Take away the seats that nobody sits in and that have not answered the open round.

        Returns:
            How many.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write(code=code) as connection:
            get_session_row(connection, code)
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

    @once_a_moment
    def count_seats(self, code: str) -> int:
        """Count the seats of a session, those that nobody sits in among them.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            get_session_row(connection, code)
            return count_seats(connection, code)

    @once_a_moment
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
        with self.database.write(code=code) as connection:
            get_session_row(connection, code)
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


def _find_seats(
    connection: Connection, code: str, hashes: Iterable[bytes]
) -> dict[bytes, Row[Any]]:
    """Read the rows of seats that are there, by their hashes."""
    chosen = select(seats).where(seats.c.code == code, seats.c.seat_hash.in_([*hashes]))
    return {row.seat_hash: row for row in connection.execute(chosen)}


def _find_session(connection: Connection, code: str) -> Row[Any] | None:
    """Read the row of a session."""
    return connection.execute(select(sessions).where(sessions.c.code == code)).one_or_none()


def _find_keyed(connection: Connection, code: str) -> Row[Any] | None:
    """Read the row of a session that still has the key of its seats."""
    row = _find_session(connection, code)
    return None if row is None or row.seat_key is None else row


def _leave(
    connection: Connection, session: Row[Any], hashes: Iterable[bytes], ours: ColumnElement[bool]
) -> int:
    """Mark seats as left; say how many were not so before."""
    chosen = update(seats).where(seats.c.code == session.code, seats.c.here, ours)
    leave = chosen.values(here=False)
    return sum(
        connection.execute(leave.where(seats.c.seat_hash == each)).rowcount for each in hashes
    )


def _return_to(
    connection: Connection, code: str, hashes: Collection[bytes], node: str | None
) -> set[bytes]:
    """Mark seats as present; say which were still there."""
    if not hashes:
        return set()
    chosen = update(seats).where(seats.c.code == code, seats.c.seat_hash.in_([*hashes]))
    returned = chosen.values(here=True, node=node).returning(seats.c.seat_hash)
    return set(connection.execute(returned).scalars())


def _make_room(connection: Connection, session: Row[Any], most: int, wanted: int) -> int:
    """For how many new seats there is room; those that nobody sits in make room."""
    if session.locked or not wanted:
        return 0
    room = most - count_seats(connection, session.code)
    if room < wanted:
        room += _drop_absent(connection, session.code)
    return max(room, 0)


def _drop_absent(connection: Connection, code: str) -> int:
    """Take away the seats that nobody sits in; say how many there were."""
    return connection.execute(delete(seats).where(seats.c.code == code, ~PRESENT)).rowcount
