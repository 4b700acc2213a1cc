"""Phones without a line, by server: the dashboards of one tell those of the others too."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, func, insert, select

from kit.store.nodes import Nodes, is_living
from kit.store.schema import node_rooms, nodes


class NodeRooms(Nodes):
    """The part of the store that knows what other servers have in their rooms."""

    def tell_lost(self, lost: Mapping[str, int]) -> dict[str, int]:
        """Say how many seats of each session are reconnecting to this server.

        Args:
            lost: How many, by the session's code. No seat is named.

        Returns:
            How many are reconnecting to other servers that live, by the session's code.
        """
        with self.database.write(code=self.node) as connection:
            connection.execute(delete(node_rooms).where(node_rooms.c.name == self.node))
            rows = [
                {"name": self.node, "code": code, "lost": count}
                for code, count in lost.items()
                if count
            ]
            if rows:
                connection.execute(insert(node_rooms), rows)
            others = select(nodes.c.name).where(is_living(), nodes.c.name != self.node)
            query = select(node_rooms.c.code, func.sum(node_rooms.c.lost)).where(
                node_rooms.c.name.in_(others)
            )
            found = connection.execute(query.group_by(node_rooms.c.code)).all()
            return {code: int(count) for code, count in found}
