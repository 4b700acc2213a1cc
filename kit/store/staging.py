"""Staged submissions: what is left of the gate. Only the gate may import this module.

A submission is keyed by a hash under a key that belongs to one round. The key and the rows go at
the close, without a trace (see `erasure.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kit.errors import KeyLostError, NotFoundError, PhaseError
from kit.language import N_, _
from kit.session.session import Phase, Round
from kit.store.erasure import erase_answers, erase_rows
from kit.store.families import find_family
from kit.store.ledger import add_snapshot, find_snapshot, list_earlier, replace_snapshots
from kit.store.lost_keys import find_key, renew_key
from kit.store.moments import once_a_moment
from kit.store.round_rows import change_phase, load_round
from kit.store.schema import rounds, staged, text_counts, texts
from kit.store.seats import count_present, count_seats, has_seat, hash_seat, mark_answered
from kit.store.sentences import add_texts
from kit.store.sessions import get_session_row
from kit.store.stops import KEEP, check_going

if TYPE_CHECKING:
    from kit.store import Store

Payload = dict[str, Any]
Read = Callable[[Round, Payload | None], Mapping[str, object]]

REFUSALS = {
    Phase.PREPARE: N_("The form opens in a moment. Keep your answer and send it then."),
    Phase.LEADER: N_("The leader goes first. Keep your answer and send it when the form opens."),
}
TOO_LATE = N_("This round is closed, so your answer was not taken. Go on with the room.")
FIXED = N_(
    "Your answer is part of what the room has seen and stays as it is. There is nothing to do."
)
LOST = N_(
    "The database has failed, and the answers to this round are lost. Everybody is asked to send "
    "once more. Wait for them, then go on."
)
SEATLESS = N_("This browser has no seat in the session. Join with the code on the screen.")


def check_open(current: Round) -> None:
    """Let only a round pass that takes answers.

    Raises:
        PhaseError: It does not; the message is for the person who answered.
    """
    if current.phase is not Phase.OPEN:
        raise PhaseError(_(REFUSALS.get(current.phase, TOO_LATE)))


def add_submission(store: Store, round_id: int, token: str, payload: Mapping[str, object]) -> None:
    """Stage a seat's submission of plain values, as `stage_submission`."""
    stage_submission(store, round_id, token, lambda _current, _before: payload)


def stage_submission(store: Store, round_id: int, token: str, read: Read) -> Round:
    """Stage a seat's submission; it takes the place of an earlier one. Durable on return.

    Args:
        store: The store.
        round_id: The round that is answered.
        token: The seat's secret.
        read: Gives the submission as plain values. It is called in the transaction, with the round
            and what this seat has submitted before, None for nothing; what it raises leaves all as
            it was.

    Returns:
        The round, as it stood then.

    Raises:
        NotFoundError: There is no such round, or the token belongs to no seat.
        PhaseError: The round is not open, or the submission is already part of a snapshot.
        PauseError: The session is stopped for a moment.
    """
    try:
        return _stage(store, round_id, token, read)
    except KeyLostError:
        # This one is whole; the others are asked for theirs once more.
        renew_key(store, round_id)
        return _stage(store, round_id, token, read)


def _stage(store: Store, round_id: int, token: str, read: Read) -> Round:
    with store.database.write(round_id=round_id, seat=token) as connection:
        current = load_round(connection, round_id)
        check_open(current)
        session = get_session_row(connection, current.code)
        check_going(session, KEEP)
        if not has_seat(connection, session, token):
            raise NotFoundError(_(SEATLESS))
        key = _get_key(connection, round_id)
        seat = hash_seat(key, token)
        before = _find_staged(connection, round_id, seat)
        said = None if before is None else _unseal(connection, key, before)
        kept = _seal(connection, key, round_id, seat, read(current, said))
        # The values go beside the statement: SQLAlchemy keeps what is in it for the next one.
        if before is None:
            values = {"round_id": round_id, "seat_hash": seat, "payload": kept}
            connection.execute(insert(staged), {"released": False, **values})
            mark_answered(connection, session, token)
        elif before.released:
            raise PhaseError(_(FIXED))
        else:
            chosen = update(staged).where(*_is_receipt(round_id, seat))
            connection.execute(chosen, {"payload": kept})
        return current


def find_submission(store: Store, round_id: int, token: str) -> Payload | None:
    """Read what a seat has submitted; None when there is nothing, or not any more."""
    with store.database.read() as connection:
        key = find_key(connection, round_id)
        if key is None:
            return None
        seat = hash_seat(key, token)
        row = _find_staged(connection, round_id, seat)
        return None if row is None else _unseal(connection, key, row)


def is_released(store: Store, round_id: int, token: str) -> bool:
    """Say whether what a seat has submitted is part of a snapshot, so that it stays as it is."""
    with store.database.read() as connection:
        key = find_key(connection, round_id)
        row = None if key is None else _find_staged(connection, round_id, hash_seat(key, token))
        return row is not None and bool(row.released)


@once_a_moment
def count_submissions(store: Store, round_id: int) -> int:
    """Count the staged submissions of a round."""
    with store.database.read() as connection:
        return _count_staged(connection, round_id)


class Publication:
    """What the gate sees and does within one transaction.

    Attributes:
        round: The round.
        seats: Seats of its session that somebody sits in, or that have answered.
        total: All its seats.
        people: People in the room; None when it is not known.
        count: Staged submissions.
        number: Number of the latest snapshot; 0 where there is none.
        last: The latest snapshot; None where there is none.
        erased: Whether something has been erased.
    """

    def __init__(self, connection: Connection, round_id: int) -> None:
        self._connection = connection
        self.round = load_round(connection, round_id)
        self.session = get_session_row(connection, self.round.code)
        self.people: int | None = self.session.people
        self.count = _count_staged(connection, round_id)
        self.seats = max(self.count, count_present(connection, self.round.code))
        self.total = max(self.count, count_seats(connection, self.round.code))
        self.number, self.last = find_snapshot(connection, round_id)
        self.erased = False

    def __repr__(self) -> str:
        return f"<Publication of {self.count} submissions>"

    @cached_property
    def earlier(self) -> list[tuple[Round, Payload]]:
        """The snapshots of other rounds of the same exercise, in this session and its family."""
        return list_earlier(self._connection, self.round)

    @cached_property
    def staged(self) -> list[tuple[Payload, bool]]:
        """The submissions in the order of their hashes, and whether each is in a snapshot."""
        query = select(staged).where(staged.c.round_id == self.round.id)
        rows = self._connection.execute(query.order_by(staged.c.seat_hash)).all()
        key = _get_key(self._connection, self.round.id) if rows else b""
        return [(_unseal(self._connection, key, row), row.released) for row in rows]

    def check_going(self) -> None:
        """Let only a session pass that is not stopped.

        Raises:
            PauseError: It is stopped.
        """
        check_going(self.session)

    def release(self, payload: Mapping[str, object]) -> None:
        """Publish a snapshot; every staged submission counts as part of it from now on."""
        self.number, self.last = self.number + 1, dict(payload)
        add_snapshot(self._connection, self.round.id, self.number, payload)
        chosen = update(staged).where(staged.c.round_id == self.round.id)
        self._connection.execute(chosen.values(released=True))

    def release_texts(
        self, prompt: str, count: int, released: Sequence[str], marks: Sequence[str]
    ) -> None:
        """Keep a prompt's sentences that may be shown with their marks, and how many count."""
        add_texts(self._connection, self.round.id, prompt, count, released, marks)

    def erase(self) -> None:
        """Erase the submissions and the round's key; the snapshots stay."""
        erase_answers(self._connection, self.round.id)
        self.erased = True

    def erase_result(self, kept: Mapping[str, object]) -> None:
        """Erase the round's result and its released sentences: it is past its reveal without them.

        Args:
            kept: What stays in the ledger in place of the result.
        """
        replace_snapshots(self._connection, self.round.id, kept)
        for table in (texts, text_counts):
            erase_rows(self._connection, table, table.c.round_id == self.round.id)
        chosen = update(rounds).where(rounds.c.id == self.round.id)
        self._connection.execute(chosen.values(unseen=True, picture=""))
        self.set_phase(Phase.REVEALED)
        self.erased = True

    def set_phase(self, phase: Phase) -> None:
        """Write where the round stands; its timer is over."""
        change_phase(self._connection, self.round.id, phase, None)


@contextmanager
def publishing(store: Store, round_id: int) -> Iterator[Publication]:
    """Hold a round still for the gate: nobody else writes until the block ends.

    All of the block happens, or, where it raises, nothing. After an erase the write-ahead log,
    which still holds the erased pages, is emptied too.

    Raises:
        NotFoundError: There is no such round.
        KeyLostError: Its answers were lost. Everybody is asked to send once more.
    """
    try:
        with store.database.write(round_id=round_id) as connection:
            store.database.lock_together(connection, lambda: _find_family(connection, round_id))
            publication = Publication(connection, round_id)
            if publication.round.phase is Phase.OPEN:
                _get_key(connection, round_id)
            yield publication
    except KeyLostError:
        renew_key(store, round_id)
        raise
    if publication.erased:
        store.database.scrub()


def _find_family(connection: Connection, round_id: int) -> frozenset[str]:
    """The sessions whose results are held against a round's."""
    return find_family(connection, load_round(connection, round_id).code)


def _get_key(connection: Connection, round_id: int) -> bytes:
    """Read the key of a round that takes answers.

    Raises:
        KeyLostError: It is gone.
    """
    key = find_key(connection, round_id)
    if key is None:
        raise KeyLostError(_(LOST))
    return key


def _seal(
    connection: Connection, key: bytes, round_id: int, seat: bytes, payload: Mapping[str, object]
) -> Payload | bytes:
    """What is written of a submission: SQLite erases what it deletes, so it needs no cipher."""
    if connection.dialect.name == "sqlite":
        return dict(payload)
    from kit.store.sealing import seal

    return seal(key, round_id, seat, payload)


def _unseal(connection: Connection, key: bytes, row: Row[Any]) -> Payload:
    """A submission of its row."""
    if connection.dialect.name == "sqlite":
        payload: Payload = row.payload
        return payload
    from kit.store.sealing import unseal

    return unseal(key, row.round_id, row.seat_hash, row.payload)


def _is_receipt(round_id: int, seat: bytes) -> tuple[Any, Any]:
    """What finds a seat's row."""
    return staged.c.round_id == round_id, staged.c.seat_hash == seat


def _find_staged(connection: Connection, round_id: int, seat: bytes) -> Row[Any] | None:
    """Read a seat's row."""
    return connection.execute(select(staged).where(*_is_receipt(round_id, seat))).one_or_none()


def _count_staged(connection: Connection, round_id: int) -> int:
    """Count the staged submissions of a round."""
    query = select(func.count()).select_from(staged).where(staged.c.round_id == round_id)
    return connection.execute(query).scalar_one()
