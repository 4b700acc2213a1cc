"""Erasing rows so that no copy of them stays in the file.

SQLite's `secure_delete` alone does not see to that: while it rearranges its pages it leaves copies
of neighbouring rows in their unused ends. A table that is emptied as a whole leaves nothing; so
`erase_rows` empties it and puts back what stays. Whoever erases scrubs the database afterwards:
the write-ahead log still holds the pages as they were.

PostgreSQL leaves copies of a row in many places whatever is done to its table. What must not be
read there is never in a table in plain form (`sealing.py`), and rows are simply deleted: to put
back those of another session would undo what that session has just changed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from kit.session.notes import SEEN
from kit.session.session import Phase
from kit.store.families import list_chain
from kit.store.schema import (
    debriefs,
    leader_words,
    leaders,
    memos,
    metadata,
    more_leaders,
    names,
    notes,
    round_keys,
    rounds,
    seats,
    sessions,
    staged,
    texts,
)

SHOWN = tuple(phase.value for phase in Phase if phase.is_shown)


def erase_rows(connection: Connection, table: Table, chosen: ColumnElement[bool]) -> bool:
    """Erase some rows of a table, and every copy of them.

    Args:
        connection: The transaction.
        table: A table to which no other one refers.
        chosen: Which rows; true or false for every row, never null.

    Returns:
        Whether there were any.
    """
    if connection.dialect.name != "sqlite":
        return connection.execute(delete(table).where(chosen)).rowcount > 0
    if connection.execute(select(table).where(chosen).limit(1)).first() is None:
        return False
    others = select(table).where(~chosen).order_by(*table.primary_key.columns)
    kept = [dict(row) for row in connection.execute(others).mappings()]
    connection.execute(delete(table))
    if kept:
        connection.execute(insert(table), kept)
    return True


def erase_answers(connection: Connection, round_id: int) -> None:
    """Erase the submissions of a round, their receipts, and the key they are kept under.

    Which seats have answered is forgotten with them.
    """
    for table in (staged, round_keys):
        erase_rows(connection, table, table.c.round_id == round_id)
    code = select(rounds.c.code).where(rounds.c.id == round_id).scalar_subquery()
    answered = update(seats).where(seats.c.code == code, seats.c.answered)
    connection.execute(answered.values(answered=False))


def erase_unshown_texts(connection: Connection, code: str) -> bool:
    """Erase the released sentences of a session that its room has not seen.

    A sentence that was chosen for a round that has never been revealed is one of them. Of the
    others the marks go, so that no key is of any use any more.

    Returns:
        Whether there were any.
    """
    played = select(rounds.c.id).where(rounds.c.code == code)
    revealed = played.where(rounds.c.phase.in_(SHOWN))
    unseen = ~texts.c.shown | texts.c.round_id.not_in(revealed)
    erased = erase_rows(connection, texts, texts.c.round_id.in_(played) & unseen)
    return erase_marks(connection, texts.c.round_id.in_(played)) or erased


def erase_marks(connection: Connection, chosen: ColumnElement[bool]) -> bool:
    """Erase by which keys sentences can be claimed, and every copy of it.

    Returns:
        Whether there was any.
    """
    marked = select(texts).where(chosen, texts.c.mark.is_not(None))
    rows = [dict(row) for row in connection.execute(marked.order_by(texts.c.id)).mappings()]
    erase_rows(connection, texts, chosen & texts.c.mark.is_not(None))
    if rows:
        connection.execute(insert(texts), [row | {"mark": None} for row in rows])
    return bool(rows)


def erase_told(connection: Connection, code: str) -> bool:
    """Erase the leaders' words of a session that are not to be kept.

    Returns:
        Whether there were any.
    """
    query = select(rounds.c.id, rounds.c.definition).where(rounds.c.code == code)
    passing = [row.id for row in connection.execute(query) if not _keeps_leader(row.definition)]
    found = [
        erase_rows(connection, table, table.c.round_id.in_(passing))
        for table in (leaders, more_leaders)
    ]
    return any(found)


def erase_leader_words(connection: Connection, code: str) -> bool:
    """Erase what a leader has written for exercises of a session that nobody has heard.

    Their turn has not come: they have not begun, or have begun and not left their first phase.

    Returns:
        Whether there was any.
    """
    waiting = (rounds.c.code == code) & (rounds.c.phase == Phase.PREPARE.value)
    found = [
        erase_rows(connection, leader_words, leader_words.c.code == code),
        erase_rows(connection, leaders, leaders.c.round_id.in_(select(rounds.c.id).where(waiting))),
    ]
    return any(found)


def _keeps_leader(definition: dict[str, Any] | None) -> bool:
    leader = (definition or {}).get("leader") or {}
    return bool(leader.get("keep", True))


def erase_unkept_debriefs(connection: Connection, code: str) -> bool:
    """Erase of what a session's rooms said all that nobody has kept, and every copy of it.

    What was kept is written anew: what stood there before it was kept may be left beside it.

    Returns:
        Whether there was anything.
    """
    written = debriefs.c.round_id.in_(select(rounds.c.id).where(rounds.c.code == code))
    rows = [dict(row) for row in connection.execute(select(debriefs).where(written)).mappings()]
    erased = erase_rows(connection, debriefs, written)
    stays = [row | {"draft": row["kept"], "asked": ""} for row in rows if row["kept"]]
    if stays:
        connection.execute(insert(debriefs), stays)
    return erased


def erase_memo(connection: Connection, code: str) -> bool:
    """Erase the note that a session's dashboards show each other.

    Returns:
        Whether there was one.
    """
    return erase_rows(connection, memos, memos.c.code == code)


def erase_unseen_notes(connection: Connection, code: str) -> bool:
    """Erase the signed notes of a session that nobody was given to read, and the names entered.

    Returns:
        Whether there were any.
    """
    played = select(rounds.c.id).where(rounds.c.code == code)
    unseen = notes.c.round_id.in_(played) & notes.c.state.not_in(SEEN)
    found = [
        erase_rows(connection, notes, unseen),
        erase_rows(connection, names, names.c.round_id.in_(played)),
    ]
    return any(found)


def erase_unseen(connection: Connection, code: str) -> None:
    """Erase of a session that ends all that its room has not seen, or that is not to be kept."""
    for erase in (
        erase_unshown_texts,
        erase_told,
        erase_leader_words,
        erase_unseen_notes,
        erase_unkept_debriefs,
        erase_memo,
    ):
        erase(connection, code)


def close_unpublished(connection: Connection, code: str) -> None:
    """Close what is still open in a session and erase its answers; nothing is published."""
    query = select(rounds.c.id).where(rounds.c.code == code, rounds.c.phase == Phase.OPEN.value)
    for round_id in connection.execute(query).scalars().all():
        erase_answers(connection, round_id)
        chosen = update(rounds).where(rounds.c.id == round_id)
        connection.execute(chosen.values(phase=Phase.CLOSED.value, ends_at=None))


def _look_less_far(connection: Connection, code: str) -> None:
    """Let no session show an earlier one more because one in between goes."""
    query = select(sessions.c.code, sessions.c.looks_back).where(sessions.c.looks_back > 0)
    for row in connection.execute(query).all():
        if code in [*list_chain(connection, row.code)][1 : 1 + row.looks_back]:
            chosen = update(sessions).where(sessions.c.code == row.code)
            connection.execute(chosen.values(looks_back=row.looks_back - 1))


def delete_session(connection: Connection, code: str) -> None:
    """Delete every row that belongs to a session. Copies in the file's pages are left.

    A later session of the same team stays, and from then on follows the one before. Questions that
    the team answers alone after this session go with it, with all that was answered.
    """
    scheduled = (sessions.c.follows == code) & sessions.c.opens_on.is_not(None)
    for each in connection.scalars(select(sessions.c.code).where(scheduled)).all():
        delete_session(connection, each)
    _look_less_far(connection, code)
    before = connection.scalar(select(sessions.c.follows).where(sessions.c.code == code))
    later = update(sessions).where(sessions.c.follows == code)
    connection.execute(later.values(follows=before))
    played = select(rounds.c.id).where(rounds.c.code == code).scalar_subquery()
    for table in reversed(metadata.sorted_tables):
        columns: Any = table.c
        if "round_id" in columns:
            connection.execute(delete(table).where(columns.round_id.in_(played)))
        elif "code" in columns:
            connection.execute(delete(table).where(columns.code == code))
