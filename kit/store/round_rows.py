"""Rows of rounds: read and written inside a transaction that somebody else has begun."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Text, Update, cast, insert, select, update

from kit.errors import NotFoundError, PhaseError
from kit.exercise.exercise import Exercise
from kit.language import _
from kit.session.clock import get_now
from kit.session.phase_words import find_phase_words
from kit.session.session import Phase, Round
from kit.session.talk import read_talk
from kit.store.families import find_family
from kit.store.schema import rounds


def load_round(connection: Connection, round_id: int) -> Round:
    """Read a round.

    Args:
        connection: The transaction.
        round_id: Its key.

    Raises:
        NotFoundError: There is no such round.
    """
    query = select_round().where(rounds.c.id == round_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        msg = _("This round is not there any more; its session may be over. Load the page again.")
        raise NotFoundError(msg)
    return read_round(row)


def list_replays(connection: Connection, current: Round) -> list[Round]:
    """Give the other rounds whose results may be taken from that of a round.

    They are those in which the team has played, or plays, the same exercise, and those of the same
    session beside which a question of it stands.
    """
    if current.exercise is None:
        return []
    family = find_family(connection, current.code)
    rows = connection.execute(select_round().where(rounds.c.code.in_(family)))
    played = (read_round(row) for row in rows)
    slug, named = current.exercise.slug, current.exercise.earlier
    return [
        each
        for each in played
        if each.exercise
        and each.id != current.id
        and (
            each.exercise.slug == slug
            or (each.code == current.code and each.exercise.slug in named)
        )
    ]


def check_phase(current: Round, expected: Phase) -> None:
    """Let only a round pass that stands where the caller saw it.

    Raises:
        PhaseError: It has moved on.
    """
    if current.phase is not expected:
        stands = find_phase_words(current).stands
        msg = _(
            "This round {stands} already. Look at the page again before you go on.", stands=stands
        )
        raise PhaseError(msg)


def change_phase(
    connection: Connection, round_id: int, phase: Phase, ends_at: float | None
) -> None:
    """Write where a round stands. The first one of a session begins when it leaves its start.

    Whoever talks against a clock is called back by that.
    """
    chosen = choose_round(round_id)
    connection.execute(chosen.values(phase=phase.value, ends_at=ends_at, talk=None))
    connection.execute(chosen.where(rounds.c.began_at.is_(None)).values(began_at=get_minute()))


def choose_round(round_id: int) -> Update:
    """The change of one round's row, to be given its values."""
    return update(rounds).where(rounds.c.id == round_id)


def get_minute() -> float:
    """The present time in seconds since the epoch, in whole minutes."""
    return get_now() // 60 * 60


def find_last(connection: Connection, code: str) -> Round | None:
    """Read the last round of a session."""
    query = select_round().where(rounds.c.code == code).order_by(rounds.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else read_round(row)


def insert_part(connection: Connection, current: Round, number: int) -> Round:
    """Write the row of the next part of a round's exercise, which goes on in the same minutes.

    What was on the screen stays there.
    """
    added = insert_round(connection, current.code, number, current.notebook, current.agenda_place)
    definition, *later = (each.to_json() for each in current.later)
    values = {"part": current.part + 1, "definition": definition, "later": later or None}
    chosen = choose_round(added.id)
    connection.execute(chosen.values(**values, began_at=current.began_at, picture=current.picture))
    return load_round(connection, added.id)


def insert_round(
    connection: Connection, code: str, number: int, notebook: str, place: int | None
) -> Round:
    """Write the row of a new round. Later ones begin at once: the room is there already.

    Whether somebody goes first is as in the round before.
    """
    began_at = None if number == 1 else get_minute()
    values = {"code": code, "number": number, "notebook": notebook, "phase": Phase.PREPARE.value}
    before = find_last(connection, code)
    leaderless = before is not None and before.leaderless
    more = {"place": place, "began_at": began_at, "leaderless": leaderless}
    result = connection.execute(insert(rounds).values({**values, **more}))
    assert result.inserted_primary_key is not None
    return Round(
        result.inserted_primary_key.id,
        code,
        number,
        notebook,
        Phase.PREPARE,
        place=place,
        began_at=began_at,
        leaderless=leaderless,
    )


def select_round() -> Any:
    """All of a round; its definition as text, because the same text is read only once."""
    defined = ("definition", "policy", "later")
    plain = [column for column in rounds.c if column.name not in defined]
    texts = [cast(rounds.c[name], Text).label(name) for name in defined]
    return select(*plain, *texts)


def read_round(row: Row[Any]) -> Round:
    """Make a round of its row."""
    exercise = None
    if row.definition is not None:
        exercise = _read_exercise(row.definition, row.policy, row.leaderless)
    phase = Phase(row.phase)
    return Round(
        id=row.id,
        code=row.code,
        number=row.number,
        notebook=row.notebook,
        phase=phase,
        exercise=exercise,
        ends_at=row.ends_at,
        coin=bool(row.coin),
        place=row.place,
        began_at=row.began_at,
        played=row.policy is not None,
        picture=row.picture,
        part=row.part,
        later=() if row.later is None else _read_later(row.later),
        break_place=row.break_place,
        break_began_at=row.break_began_at,
        known=row.known,
        left_out=tuple(row.left_out or ()),
        talk=read_talk(row.talk),
        unseen=row.unseen,
        leaderless=row.leaderless,
        lost=row.lost,
    )


@lru_cache(maxsize=64)
def _read_exercise(definition: str, policy: str | None, leaderless: bool) -> Exercise:
    """Make an exercise of its definition, under the policy that was fixed when the round opened."""
    data = json.loads(definition)
    if policy is not None:
        data["policy"] = json.loads(policy)
    if leaderless:
        data["leader"] = None
    return Exercise.from_json(data)


@lru_cache(maxsize=64)
def _read_later(definitions: str) -> tuple[Exercise, ...]:
    """Make the exercises of a list of definitions."""
    return tuple(Exercise.from_json(each) for each in json.loads(definitions))
