"""The snapshot ledger: what the gate has published. Nothing in it is ever changed.

The one exception is a result that is left unseen: it is erased, and stands there without what it
said. Then `list_earlier` alone reads it, because another result is held against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from kit.session.session import Round
from kit.store.erasure import erase_rows
from kit.store.moments import once_a_moment
from kit.store.part import Part
from kit.store.round_rows import list_replays
from kit.store.schema import rounds, snapshots


def list_snapshots(connection: Connection, round_id: int) -> list[dict[str, Any]]:
    """Read all snapshots of a round, the first one first; none of one that was left unseen."""
    query = select(snapshots.c.payload).join(rounds).where(snapshots.c.round_id == round_id)
    query = query.where(~rounds.c.unseen)
    return [row.payload for row in connection.execute(query.order_by(snapshots.c.number))]


def list_earlier(connection: Connection, current: Round) -> list[tuple[Round, dict[str, Any]]]:
    """Read what the rounds that `list_replays` gives have published, and which has published what.

    What became known of a round after a snapshot is known of that snapshot too.
    """
    replays = {each.id: each for each in list_replays(connection, current)}
    query = select(snapshots.c.round_id, snapshots.c.payload)
    chosen = query.where(snapshots.c.round_id.in_(replays))
    rows = connection.execute(chosen.order_by(snapshots.c.round_id, snapshots.c.number))
    return [
        (replays[row.round_id], _add_known(row.payload, replays[row.round_id].known))
        for row in rows
    ]


def _add_known(payload: dict[str, Any], known: int) -> dict[str, Any]:
    return {**payload, "known": max(known, payload.get("known", 0))}


def find_snapshot(connection: Connection, round_id: int) -> tuple[int, dict[str, Any] | None]:
    """Read the latest snapshot of a round, and its number; 0 where nothing is published."""
    query = select(snapshots).where(snapshots.c.round_id == round_id)
    row = connection.execute(query.order_by(snapshots.c.number.desc()).limit(1)).one_or_none()
    return (0, None) if row is None else (row.number, row.payload)


def add_snapshot(
    connection: Connection, round_id: int, number: int, payload: Mapping[str, object]
) -> None:
    """Write a snapshot into the ledger."""
    values = {"round_id": round_id, "number": number, "payload": dict(payload)}
    connection.execute(insert(snapshots).values(values))


def replace_snapshots(connection: Connection, round_id: int, payload: Mapping[str, object]) -> None:
    """Erase what was published of a round, and every copy of it, and put this in its place."""
    erase_rows(connection, snapshots, snapshots.c.round_id == round_id)
    add_snapshot(connection, round_id, 1, payload)


class Ledger(Part):
    """The part of the store that holds what has been published."""

    @once_a_moment
    def list_snapshots(self, round_id: int) -> list[dict[str, Any]]:
        """Read all snapshots of a round, the first one first; none of one that was left unseen."""
        with self.database.read() as connection:
            return list_snapshots(connection, round_id)

    def list_earlier(self, current: Round) -> list[tuple[Round, dict[str, Any]]]:
        """Read what other rounds have published whose results may be taken from a round's."""
        with self.database.read() as connection:
            return list_earlier(connection, current)
