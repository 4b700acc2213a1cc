"""Nodes: the servers that share a database, which of them live, and what each of them holds.

A server says every few seconds that it lives. One that has been silent for long does not count: its
seats are left unless they come to another one, and its rehearsals are thrown away. All times are
the database's.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    update,
)

from kit.errors import StoreError
from kit.session.clock import get_now
from kit.store.part import Part
from kit.store.schema import nodes

SECRET_BYTES = 32  # of a server's mark go by what signs the cookies; the rest by the key
BEAT_SECONDS = 3.0
SILENT_SECONDS = 10.0
OTHER_SECRETS = (
    "Another server of {name} was started with another --cookie-secret-file or --key-file. Give "
    "all servers of a database the same two files: a phone must be known to each of them."
)
SAME_NAME = (
    "Another server of {name} has the name {node}. Give each its own with --node, or wait "
    "{seconds:.0f} seconds if it has just ended."
)


class Nodes(Part):
    """The part of the store that knows the servers.

    Attributes:
        node: Name of the server to which this store belongs; "" where it is the only one.
    """

    node = ""

    def enter_node(self, name: str, mark: bytes) -> None:
        """Take a name among the servers, before anything else is done.

        Args:
            name: The name.
            mark: Hashes of this server's secrets, that of the key last.

        Raises:
            StoreError: A server that lives has the name, or has other secrets.
        """
        with self.database.write() as connection:
            living = connection.execute(select(nodes).where(is_living())).all()
            if not all(mark.startswith(each.mark) for each in living):
                raise StoreError(OTHER_SECRETS.format(name=self.database.name))
            if name in {each.name for each in living}:
                msg = SAME_NAME.format(
                    name=self.database.name, node=repr(name), seconds=SILENT_SECONDS
                )
                raise StoreError(msg)
            connection.execute(delete(nodes).where(nodes.c.name == name))
            row = {"name": name, "mark": mark, "seen_at": get_now()}
            connection.execute(insert(nodes).values(row))
        self.node = name

    def beat(self, mark: bytes) -> frozenset[str]:
        """Say that this server lives, and give the names of all that do.

        Raises:
            StoreError: It had been silent for long, and another one has its name or other secrets.
        """
        with self.database.write(code=f"node {self.node}") as connection:
            same = func.substr(literal(mark), 1, func.length(nodes.c.mark)) == nodes.c.mark
            chosen = update(nodes).where(nodes.c.name == self.node, same)
            if connection.execute(chosen.values(seen_at=get_now())).rowcount:
                return _list_living(connection)
        self.enter_node(self.node, mark)
        return self.list_living()

    def is_ours(self, node: Column[Any]) -> ColumnElement[bool]:
        """What finds the rows that belong to no other server that lives.

        Args:
            node: The column that names a row's server.
        """
        if not self.node:
            return true()
        others = select(nodes.c.name).where(is_living(), nodes.c.name != self.node)
        return node.is_(None) | node.not_in(others)

    def leave_node(self) -> None:
        """Give the name back: this server ends."""
        with self.database.write() as connection:
            connection.execute(delete(nodes).where(nodes.c.name == self.node))

    def list_living(self) -> frozenset[str]:
        """Names of the servers that live, this one among them."""
        with self.database.write(code=f"node {self.node}") as connection:
            return _list_living(connection)


def forget_key(connection: Connection) -> None:
    """Let the servers that live be joined by some with another key: theirs has been changed."""
    kept = func.substr(nodes.c.mark, 1, SECRET_BYTES)
    connection.execute(update(nodes).values(mark=kept))


def is_living() -> ColumnElement[bool]:
    """What finds the servers that have said lately that they live."""
    return nodes.c.seen_at > get_now() - SILENT_SECONDS


def _list_living(connection: Connection) -> frozenset[str]:
    return frozenset(connection.scalars(select(nodes.c.name).where(is_living())))
