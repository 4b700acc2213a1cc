"""Teams: a word of the facilitator's for sessions that belong together. No people are kept."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Row, func, select, update

from kit.errors import PhaseError
from kit.language import N_, _
from kit.session.session import Session
from kit.session.teams import clean_team
from kit.store.families import count_back, find_before, find_named
from kit.store.part import Part
from kit.store.schema import rounds, sessions
from kit.store.sessions import get_session_row, read_session

REHEARSED = N_("A rehearsal belongs to no team: its people are simulated.")
ALONE = N_("What a team answers alone belongs to its session. Give that one the team's name.")


class Teams(Part):
    """The part of the store that keeps which team a session is with."""

    def set_team(self, code: str, team: str, led: Collection[str] | None = None) -> None:
        """Give a session's team a name, another name, or none.

        Where no form of the session has been opened, it also comes after the last session of the
        team that it now belongs to. Later, what has stood beside its results stays as it was.

        Args:
            code: Code of the session.
            team: The name; "" for none.
            led: Codes of the sessions that whoever gives it may lead, as in `add_session`.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: It is a rehearsal, or what a team answers alone after a session.
            ResponseError: The name is too long.
        """
        name = clean_team(team)
        with self.database.write() as connection:
            row = get_session_row(connection, code)
            if row.rehearsal:
                raise PhaseError(_(REHEARSED))
            if row.opens_on:
                raise PhaseError(_(ALONE))
            values: dict[str, str | int | None] = {"team": name or None}
            if name and name != row.team and not _has_been_opened(connection, code):
                values["follows"] = before = _find_new_place(connection, row, name)
                if before != row.follows:
                    values["looks_back"] = count_back(connection, before, led)
            connection.execute(update(sessions).where(sessions.c.code == code).values(**values))
        self.notices.publish(code, "session")

    def list_team(self, code: str) -> list[Session]:
        """Read the sessions of a session's team, itself among them, by their days.

        Sessions of one day stand in the order in which they were played. A session without a
        team's name is alone; a rehearsal is in no team.

        Raises:
            NotFoundError: No session has this code.
        """
        first = select(func.min(rounds.c.id)).where(rounds.c.code == sessions.c.code)
        order = (sessions.c.held_on.asc().nulls_first(), first.scalar_subquery().nulls_last())
        with self.database.read() as connection:
            get_session_row(connection, code)
            chosen = select(sessions).where(
                sessions.c.code.in_(find_named(connection, code)), ~sessions.c.rehearsal
            )
            rows = connection.execute(chosen.order_by(*order, sessions.c.code))
            return [read_session(row) for row in rows]

    def list_codes_of_team(self, team: str) -> list[str]:
        """Give the code of one session of each team that bears a name, in a fixed order."""
        name = clean_team(team)
        query = select(sessions.c.code).where(sessions.c.team == name)
        with self.database.read() as connection:
            codes = connection.scalars(query.order_by(sessions.c.code)).all()
            found: dict[frozenset[str], str] = {}
            for code in codes:
                found.setdefault(find_named(connection, code), code)
        return list(found.values())


def _has_been_opened(connection: Connection, code: str) -> bool:
    """Whether a form of a session has been opened."""
    opened = select(rounds.c.id).where(rounds.c.code == code, rounds.c.policy.is_not(None))
    return connection.execute(opened.limit(1)).first() is not None


def _find_new_place(connection: Connection, row: Row[tuple[object, ...]], team: str) -> str | None:
    """After which session one comes that has just got its team's name.

    What a facilitator has chosen beside a name stays where the team has had no session yet.
    """
    found = find_before(connection, team, row.owner, row.held_on or "", later=row.code)
    if found is not None:
        return found
    before: str | None = row.follows
    old = select(sessions.c.team).where(sessions.c.code == before)
    return None if before and row.team and connection.scalar(old) == row.team else before
