"""Sessions: codes, agendas, and who is let in."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kit.errors import NotFoundError, PhaseError
from kit.language import N_, _
from kit.session.plan import Row as AgendaRow
from kit.session.plan import make_rows
from kit.session.session import Phase, Session, new_code
from kit.session.teams import clean_team
from kit.store.erasure import (
    close_unpublished,
    delete_session,
    erase_unseen,
)
from kit.store.families import count_back, find_before, list_chain
from kit.store.moments import once_a_moment
from kit.store.nodes import Nodes
from kit.store.schema import rounds, sessions

KEY_BYTES = 32
UNKNOWN = N_("There is no session with this code. Check the code on the screen and type it again.")
ENDED = N_("This session has ended. Nothing more is needed from you.")
ASKED_BEFORE = N_("There are questions after this session already. Look at them first.")


def new_key() -> bytes:
    """Draw a key for hashing seats."""
    return secrets.token_bytes(KEY_BYTES)


def get_session_row(connection: Connection, code: str) -> Row[Any]:
    """Read the row of a session.

    Args:
        connection: The transaction.
        code: Its code.

    Raises:
        NotFoundError: No session has this code.
    """
    query = select(sessions).where(sessions.c.code == code)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFoundError(_(UNKNOWN))
    return row


def find_earlier(connection: Connection, code: str, name: str) -> Row[Any]:
    """Read the row of the session that a new one follows.

    Raises:
        NotFoundError: It is not; the message is for whoever starts the server.
    """
    row = connection.execute(select(sessions).where(sessions.c.code == code)).one_or_none()
    if row is None:
        msg = _(
            "There is no earlier session with this code in {name}. Check the code after "
            "--follows, or name the database it was played with after --data.",
            name=name,
        )
        raise NotFoundError(msg)
    return row


def get_live_session_row(connection: Connection, code: str) -> Row[Any]:
    """Read the row of a session that goes on.

    Raises:
        NotFoundError: No session has this code.
        PhaseError: The session has ended.
    """
    row = get_session_row(connection, code)
    if row.ended:
        raise PhaseError(_(ENDED))
    return row


class Sessions(Nodes):
    """The part of the store that keeps sessions."""

    def add_session(
        self,
        title: str,
        agenda: Sequence[str | AgendaRow],
        *,
        expected: int | None = None,
        follows: str | None = None,
        rehearsal: bool = False,
        owner: str = "",
        days: tuple[date, date] | None = None,
        people: int | None = None,
        team: str | None = None,
        led: Collection[str] | None = None,
        language: str = "",
    ) -> Session:
        """Begin a session under a fresh code.

        One of a team with a name comes after the team's last one, unless it is told after which.

        Args:
            title: What the facilitator calls it.
            agenda: Its rows, in order; a file name alone is an exercise without planned minutes.
            expected: How many people are awaited, if somebody has said.
            follows: Code of the same team's earlier session, whose commitments it begins with.
            rehearsal: Its people are simulated; it is in no list but `list_rehearsals`.
            owner: Account of the facilitator whose it is; "" where nobody signs in.
            days: The first and the last day of questions that people answer alone, after the
                session that it follows; None for a session that somebody leads.
            people: How many people the team has, for such questions.
            team: The facilitator's name for the team; "" for none, None for that of the earlier
                session. A rehearsal has none, nor have questions that people answer alone.
            led: Codes of the sessions that whoever begins it may lead, of which alone it shows
                something; None for all.
            language: Tag of the language its pages speak; "" for that of the server.

        Raises:
            NotFoundError: There is no such earlier session.
            PhaseError: There are such questions after it already.
            ResponseError: The team's name is too long.
        """
        held_on, rows = date.today().isoformat(), make_rows(agenda)
        with self.database.write() as connection:
            if follows is not None:
                before = find_earlier(connection, follows, self.database.name)
                team = before.team if team is None else team
                if days is not None and find_scheduled_row(connection, follows) is not None:
                    raise PhaseError(_(ASKED_BEFORE))
            opens_on, closes_on = (each.isoformat() for each in days) if days else (None, None)
            name = "" if rehearsal or days else clean_team(team or "")
            if name and follows is None:
                follows = find_before(connection, name, owner or None, held_on)
            code = new_code()
            while connection.scalar(select(sessions.c.code).where(sessions.c.code == code)):
                code = new_code()
            connection.execute(
                insert(sessions).values(
                    code=code,
                    title=title,
                    agenda=_write_rows(rows),
                    seat_key=new_key(),
                    ended=False,
                    expected=expected,
                    held_on=held_on,
                    follows=follows,
                    looks_back=count_back(connection, follows, led),
                    rehearsal=rehearsal,
                    node=self.node or None,
                    owner=owner or None,
                    people=people,
                    opens_on=opens_on,
                    closes_on=closes_on,
                    team=name or None,
                    language=language or None,
                )
            )
        self.notices.publish(code, "session")
        return Session(
            code,
            title,
            rows,
            expected=expected,
            held_on=held_on,
            follows=follows,
            rehearsal=rehearsal,
            opens_on=opens_on or "",
            closes_on=closes_on or "",
            team=name,
            language=language,
        )

    def set_agenda(
        self,
        code: str,
        agenda: Sequence[str | AgendaRow],
        *,
        expected: Sequence[AgendaRow],
    ) -> None:
        """Change what a session plays, and in which order.

        Args:
            code: Code of the session.
            agenda: Its rows, in order, as `add_session` takes them.
            expected: The rows as the caller saw it.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: The session has ended, or somebody else has changed the agenda meanwhile.
        """
        with self.database.write() as connection:
            session = get_live_session_row(connection, code)
            if _read_rows(session.agenda) != tuple(expected):
                msg = _("The agenda has just been changed on another page. Look at it again.")
                raise PhaseError(msg)
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(agenda=_write_rows(make_rows(agenda))))
        self.notices.publish(code, "session")

    @once_a_moment
    def get_session(self, code: str) -> Session:
        """Read a session.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            return read_session(get_session_row(connection, code))

    def list_followed(self, code: str) -> list[str]:
        """Give the codes of the team's sessions before this one that it shows, the last one first.

        They are those that whoever has put it after them might lead at that moment. The gate goes
        by all of them, shown or not (`find_family`).

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            back = get_session_row(connection, code).looks_back
            before = list(list_chain(connection, code))[1:]
            return before if back is None else before[:back]

    def list_sessions(self) -> list[Session]:
        """Read all sessions but rehearsals, the one with the most recent round first."""
        return self._list_sessions(rehearsal=False)

    def list_rehearsals(self) -> list[Session]:
        """Read the sessions whose people are simulated, the newest first.

        Those are left out that belong to another server that lives.
        """
        return self._list_sessions(rehearsal=True)

    def list_all_rehearsals(self) -> frozenset[str]:
        """Read the codes of the sessions whose people are simulated, on all servers."""
        with self.database.read() as connection:
            chosen = select(sessions.c.code).where(sessions.c.rehearsal)
            return frozenset(connection.scalars(chosen))

    def _list_sessions(self, *, rehearsal: bool) -> list[Session]:
        last = select(func.max(rounds.c.id)).where(rounds.c.code == sessions.c.code)
        order = last.scalar_subquery().desc().nulls_first()
        with self.database.read() as connection:
            chosen = select(sessions).where(sessions.c.rehearsal == rehearsal)
            if rehearsal:
                chosen = chosen.where(self.is_ours(sessions.c.node))
            rows = connection.execute(chosen.order_by(order, sessions.c.code))
            return [read_session(row) for row in rows]

    def end_session(self, code: str, *, revealed: bool = False) -> None:
        """End a session for good: its seats stay as a number, nobody can be traced to one.

        A round that is still open is closed without a result, and its answers are erased; so are
        the released sentences and the signed notes that the room has not seen, a leader's words
        that are not kept or were never opened, what the room said as far as nobody has kept it,
        and the note between dashboards.
        The leader's link opens nothing any more.

        Args:
            code: Code of the session.
            revealed: What is closed counts as revealed: nobody is there who could do it.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            get_session_row(connection, code)
            if revealed:
                _reveal(connection, code)
            close_unpublished(connection, code)
            erase_unseen(connection, code)
            connection.execute(update(rounds).where(rounds.c.code == code).values(talk=None))
            chosen = update(sessions).where(sessions.c.code == code)
            today = date.today().isoformat()
            ended = {"ended": True, "seat_key": None, "leader_key": None, "ended_on": today}
            connection.execute(chosen.values(**ended, stopped_at=None))
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
                get_session_row(connection, code)
                after = find_scheduled_row(connection, code)
                delete_session(connection, code)
        finally:
            clean = self.database.sweep()
        for each in (code, *([after.code] if after else [])):
            self.notices.publish(each, "session")
        return clean

    def count_open_sessions(self) -> int:
        """Count the sessions with a team that have not ended."""
        query = select(func.count()).select_from(sessions)
        chosen = query.where(~sessions.c.ended, ~sessions.c.rehearsal)
        with self.database.read() as connection:
            return connection.execute(chosen).scalar_one()

    def has_open_round(self) -> bool:
        """Whether a round is open in a room, a rehearsal among them.

        One that is open for days, which people answer alone, holds nobody up.
        """
        led = select(sessions.c.code).where(sessions.c.opens_on.is_(None))
        chosen = (rounds.c.phase == Phase.OPEN.value) & rounds.c.code.in_(led)
        opened = select(rounds.c.id).where(chosen).limit(1)
        with self.database.read() as connection:
            return connection.execute(opened).first() is not None

    def set_lock(self, code: str, locked: bool) -> None:
        """Let nobody else into a session, or let people in again; who has a seat keeps it.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            get_session_row(connection, code)
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(locked=locked))
        self.notices.publish(code, "seats")


def _write_rows(rows: Sequence[AgendaRow]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def _read_rows(stored: list[dict[str, Any]]) -> tuple[AgendaRow, ...]:
    return tuple(AgendaRow(**each) for each in stored)


def find_scheduled_row(connection: Connection, code: str) -> Row[Any] | None:
    """Read the row of the questions that come after a session; None where there are none."""
    chosen = (sessions.c.follows == code) & sessions.c.opens_on.is_not(None)
    return connection.execute(select(sessions).where(chosen)).first()


def _reveal(connection: Connection, code: str) -> None:
    chosen = (rounds.c.code == code) & (rounds.c.phase == Phase.CLOSED.value)
    connection.execute(update(rounds).where(chosen).values(phase=Phase.REVEALED.value))


def read_session(row: Row[Any]) -> Session:
    """Make a session of its row."""
    return Session(
        row.code,
        row.title,
        _read_rows(row.agenda),
        row.ended,
        row.locked,
        row.expected,
        row.held_on or "",
        row.follows,
        row.rehearsal,
        row.ended_on or "",
        row.next_on or "",
        row.hybrid,
        row.stopped_at or 0.0,
        row.opens_on or "",
        row.closes_on or "",
        row.team or "",
        row.language or "",
    )
