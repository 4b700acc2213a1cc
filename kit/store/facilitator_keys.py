"""Keys of facilitators' links: of one session, or of the server, which opens every session.

Only a hash is kept. A key has a generation, which rises whenever the key is changed, taken back, or
everybody who has shown it is signed out; cookies hold the generation and so end with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select, update

from kit.errors import StoreError
from kit.store.nodes import forget_key
from kit.store.part import Part
from kit.store.schema import facilitator_keys, sessions
from kit.store.sessions import get_session_row

SERVER = "*"  # stands in the place of a session's code for the server's own key
NO_LEADER_LINKS = update(sessions).values(leader_key=None)
USED = (
    "The facilitator's key has been taken back with 'kit key rotate' and would open again for "
    "whoever has it. Put a new one into the file that --key-file names."
)


@dataclass(frozen=True)
class FacilitatorKey:
    """A key that opens something now.

    Args:
        code: Code of the session it opens; `SERVER` for all.
        generation: 1 for the first.
        key_hash: What the key is compared with.
    """

    code: str = field(repr=False)
    generation: int
    key_hash: bytes = field(repr=False)


class FacilitatorKeys(Part):
    """The part of the store that keeps the keys of facilitators' links."""

    def find_key(self, code: str) -> FacilitatorKey | None:
        """Read the key of now; None where there is none, or it has been taken back."""
        with self.database.read() as connection:
            generation, key_hash = _read_last(connection, code)
        return None if key_hash is None else FacilitatorKey(code, generation, key_hash)

    def set_key(self, code: str, key_hash: bytes | None) -> None:
        """Change a key: from now on the one before opens nothing, nor does a cookie made with it.

        With the server's key the leaders' links of all sessions end.

        Args:
            code: Code of a session, or `SERVER`.
            key_hash: Of the new key; None to take the key back and put none in its place.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.write() as connection:
            if code == SERVER:
                connection.execute(NO_LEADER_LINKS)
                forget_key(connection)
            else:
                get_session_row(connection, code)
            _add(connection, code, key_hash)
        self.notices.publish(code, "keys")

    def keep_server_key(self, key_hash: bytes) -> None:
        """Take the key a server starts with. The same as before keeps its generation.

        Raises:
            StoreError: It has been a key before, and was taken back.
        """
        with self.database.write() as connection:
            _, before = _read_last(connection, SERVER)
            if before == key_hash:
                return
            used = facilitator_keys.c.code == SERVER, facilitator_keys.c.key_hash == key_hash
            if connection.execute(select(facilitator_keys).where(*used)).first() is not None:
                raise StoreError(USED)
            _add(connection, SERVER, key_hash)
        self.notices.publish(SERVER, "keys")

    def renew_keys(self) -> None:
        """Sign everybody out: all keys stay, and all cookies that were made with them end.

        A leader's link is no key of a facilitator's and has no cookie: it opens nothing any more.
        """
        with self.database.write() as connection:
            connection.execute(NO_LEADER_LINKS)
            codes = connection.execute(select(facilitator_keys.c.code).distinct()).scalars().all()
            for code in codes:
                _add(connection, code, _read_last(connection, code)[1])
        self.notices.publish(SERVER, "keys")


def _read_last(connection: Connection, code: str) -> tuple[int, bytes | None]:
    """Read the last generation of a key with its hash; 0 where there has never been one."""
    query = select(facilitator_keys).where(facilitator_keys.c.code == code)
    row = connection.execute(query.order_by(facilitator_keys.c.generation.desc())).first()
    return (0, None) if row is None else (row.generation, row.key_hash)


def _add(connection: Connection, code: str, key_hash: bytes | None) -> None:
    """Begin the next generation of a key."""
    values = {"code": code, "generation": _read_last(connection, code)[0] + 1}
    connection.execute(insert(facilitator_keys).values(**values, key_hash=key_hash))
