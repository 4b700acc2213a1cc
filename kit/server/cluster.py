"""A server among others that share a PostgreSQL: what it needs to be given, and how it stays known.

Every server of a database can serve every phone, screen and dashboard of every session. So all of
them have the same secrets, each has a name of its own, and each says every few seconds that it
lives. What one of them changes the others hear over the bridge.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from kit.errors import KitError, ServerError
from kit.server.tasks import Tasks
from kit.store import Store, find_url
from kit.store.lost_keys import renew_keys
from kit.store.nodes import BEAT_SECONDS
from kit.store.postgres import build_conninfo

if TYPE_CHECKING:
    from kit.server.hosting import Hosting
    from kit.server.state import ServerState

log = logging.getLogger("kit.server")

MARK = "workshop kit: servers of one database"
NEEDS_FILES = (
    "Servers of one PostgreSQL database need the same secrets. Give each --cookie-secret-file and "
    "--key-file, with the same two files: see docs/operators.md."
)
NO_ADDRESS = (
    "--notices is no address of a PostgreSQL database. Give one such as "
    "postgresql://kit@db.example.org/kit."
)
LATER = "This server could not say that it lives: %s"


@dataclass(frozen=True)
class Cluster:
    """Where a server of several finds the others.

    Attributes:
        data: Address of the database.
        notices: Address for notices, where `data` is one of PgBouncer; the same otherwise.
        node: This server's name; "" for that of its machine with its port.
        shards: Over how many parts the seats of a plenary are spread.
    """

    data: str = field(repr=False)
    notices: str = field(default="", repr=False)
    node: str = ""
    shards: int = 1

    def choose_name(self, port: int) -> str:
        """The name among the servers."""
        return self.node or f"{socket.gethostname()}:{port}"


def enter_cluster(
    stack: ExitStack, store: Store, hosting: Hosting, port: int, hub: str
) -> Membership | None:
    """Take a place among the servers of a database, to be left with the stack; None for a file.

    Args:
        stack: What is undone when the server ends.
        store: Its store.
        hosting: What its operator has settled.
        port: Where it is to listen.
        hub: The address of its hub.

    Raises:
        ServerError: A secret is missing.
        StoreError: Another server has the same name or other secrets.
    """
    if (cluster := hosting.cluster) is None:
        return None
    name = cluster.choose_name(port)
    member = Membership(store, cluster, name, hosting.cookie_secret, hosting.key)
    stack.callback(member.close)
    member.join(hub)
    return member


class Membership:
    """A server's place among the others, from its start to its end.

    Args:
        store: Its store.
        cluster: Where it finds the others.
        name: Its name.
        secret: What signs its cookies.
        key: The facilitator's key.

    Raises:
        ServerError: A secret is missing.
        StoreError: Another server has the same name or other secrets.
    """

    def __init__(self, store: Store, cluster: Cluster, name: str, secret: bytes, key: str) -> None:
        if not secret or not key:
            raise ServerError(NEEDS_FILES)
        told = MARK, f"{MARK}: {key}"
        mark = b"".join(hmac.digest(secret, each.encode(), "sha256") for each in told)
        store.enter_node(name, mark)
        self._store, self._cluster, self._mark = store, cluster, mark
        self._leave = store.leave_node
        self._living: frozenset[str] = frozenset({name})
        self._tasks = Tasks()
        self._leave_bridge: Callable[[], object] = lambda: None

    def __repr__(self) -> str:
        return f"<Membership of {self._store.node}, {len(self._living)} servers>"

    def join(self, hub: str) -> None:
        """Carry notices between this server's hub and the others from now on.

        Args:
            hub: The address of the hub.
        """
        from kit.store.bridge import Bridge

        url = find_url(self._cluster.notices or self._cluster.data)
        if url is None:
            raise ServerError(NO_ADDRESS)
        address = build_conninfo(url)
        self._leave_bridge = Bridge(address, hub, partial(renew_keys, self._store)).close

    def start(self, house: ServerState) -> None:
        """Say that this server lives, again and again; its rooms hear who does not."""
        self._tasks.begin(self._follow(house))

    def close(self) -> None:
        """Leave the others."""
        self._tasks.cancel()
        self._leave_bridge()
        try:
            self._leave()
        except KitError as error:
            log.warning(LATER, error)

    async def _follow(self, house: ServerState) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                await self.look(house)
            except KitError as error:
                log.warning(LATER, error)

    async def look(self, house: ServerState) -> None:
        """Say that this server lives. The seats of one that does not any more may be left.

        Raises:
            StoreError: The database does not answer, or another server has taken this one's name.
        """
        living = await house.write(Store.beat, self._mark)
        lost = {code: room.lost_here for code, room in house.rooms.items()}
        elsewhere = await house.write(Store.tell_lost, lost)
        for code, room in house.rooms.items():
            room.hear_of_others(elsewhere.get(code, 0))
        gone, self._living = self._living - living, living
        if gone:
            log.warning("No longer there: %s", ", ".join(sorted(gone)))
            for room in list(house.rooms.values()):
                await room.attendance.begin()
