"""The snapshot ledger: what the gate has published. Nothing in it is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from kit.session.session import Round
from kit.store.part import Part
from kit.store.round_rows import list_replays
from kit.store.schema import snapshots


def list_snapshots(connection: Connection, round_id: int) -> list[dict[str, Any]]:
    """Read all snapshots of a round, the first one first."""
    query = select(snapshots.c.payload).where(snapshots.c.round_id == round_id)
    return [row.payload for row in connection.execute(query.order_by(snapshots.c.number))]


def list_earlier(connection: Connection, current: Round) -> list[dict[str, Any]]:
    """Read what other rounds of the same exercise have published to the same team."""
    query = select(snapshots.c.payload).where(
        snapshots.c.round_id.in_(list_replays(connection, current))
    )
    return [row.payload for row in connection.execute(query)]


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


class Ledger(Part):
    """The part of the store that holds what has been published."""

    def list_snapshots(self, round_id: int) -> list[dict[str, Any]]:
        """Read all snapshots of a round, the first one first."""
        with self.database.read() as connection:
            return list_snapshots(connection, round_id)

    def list_earlier(self, current: Round) -> list[dict[str, Any]]:
        """Read what other rounds of the same exercise have published to the same team."""
        with self.database.read() as connection:
            return list_earlier(connection, current)
