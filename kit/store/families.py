"""Which sessions belong to one team: those that follow one another, and those of one name.

The gate goes by all of them, because whoever has seen two results can take one from the other. A
name is the facilitator's own word for a team. Where facilitators sign in, the same word of two of
them means two teams.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import takewhile

from sqlalchemy import ColumnElement, Connection, func, select

from kit.store.schema import rounds, sessions

_RELATION = select(sessions.c.code, sessions.c.follows, sessions.c.team, sessions.c.owner)


def find_family(connection: Connection, code: str) -> frozenset[str]:
    """Give the codes of a team's sessions: of one name, or one following the other."""
    family: frozenset[str] = frozenset()
    found = frozenset([code])
    while found != family:
        family = found
        related = sessions.c.code.in_(family) | sessions.c.follows.in_(family)
        rows = connection.execute(_RELATION.where(related)).all()
        found = family | {each for row in rows for each in (row.code, row.follows) if each}
        for team, owner in {(row.team, row.owner) for row in rows if row.team}:
            named = select(sessions.c.code).where(is_named(team, owner))
            found |= frozenset(connection.scalars(named))
    return family


def find_named(connection: Connection, code: str) -> frozenset[str]:
    """Give the codes of the sessions that bear a session's name of a team and are the same team's.

    They are those of whoever has begun it, and those of a colleague where one of them follows
    another. A session without a name is alone.
    """
    team = connection.scalar(select(sessions.c.team).where(sessions.c.code == code))
    if not team:
        return frozenset([code])
    rows = connection.execute(_RELATION.where(sessions.c.team == team)).all()
    found: frozenset[str] = frozenset()
    more = frozenset([code])
    while more != found:
        found = more
        owners = {row.owner for row in rows if row.code in found}
        follow = {row.follows for row in rows if row.code in found}
        more = found | {
            row.code
            for row in rows
            if row.owner in owners or row.code in follow or row.follows in found
        }
    return found


def find_before(
    connection: Connection, team: str, owner: str | None, day: str, later: str = ""
) -> str | None:
    """Find a team's last session up to a day; None where it has none.

    Args:
        connection: The transaction.
        team: The team's name.
        owner: Account of the facilitator whose team it is; None where nobody signs in.
        day: The day, as in "2026-11-30".
        later: Code of a session that is not to be found, nor one that follows it.
    """
    last = select(func.max(rounds.c.id)).where(rounds.c.code == sessions.c.code)
    query = select(sessions.c.code).where(is_named(team, owner), sessions.c.held_on <= day)
    order = (sessions.c.held_on.desc(), last.scalar_subquery().desc().nulls_last())
    found = connection.scalars(query.order_by(*order, sessions.c.code)).all()
    return next((each for each in found if later not in list_chain(connection, each)), None)


def list_chain(connection: Connection, code: str) -> Iterator[str]:
    """Give a session's code and those of the sessions that it follows, the last one first."""
    before: str | None = code
    while before is not None:
        yield before
        before = connection.scalar(select(sessions.c.follows).where(sessions.c.code == before))


def count_back(
    connection: Connection, follows: str | None, led: Collection[str] | None
) -> int | None:
    """How many of the sessions that a session comes after whoever puts it there may show in it.

    Args:
        connection: The transaction.
        follows: Code of the one right before it; None where it comes after none.
        led: Codes of the sessions that this person may lead; None for all.

    Returns:
        So many, from that one on back without a gap; None for all.
    """
    if led is None or follows is None:
        return None
    return len([*takewhile(lambda each: each in led, list_chain(connection, follows))])


def is_named(team: str, owner: str | None) -> ColumnElement[bool]:
    """What finds the sessions of one facilitator's team by its name. A rehearsal has none."""
    return (sessions.c.team == team) & sessions.c.owner.is_not_distinct_from(owner)
