"""Keys of open rounds that are gone: PostgreSQL empties an unlogged table when it has crashed.

What was sealed under such a key can be read by nobody. It is erased, and a new key is drawn, so
that the room can send once more: nothing is ever published from what is left of a round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from kit.session.session import Phase
from kit.store.erasure import erase_answers
from kit.store.round_rows import choose_round, load_round
from kit.store.schema import round_keys, rounds
from kit.store.sessions import new_key

if TYPE_CHECKING:
    from kit.store import Store


def find_key(connection: Connection, round_id: int) -> bytes | None:
    """Read the key of a round that takes answers; None where it is gone.

    A transaction that only reads begins with it: it waits until no keys are written anew, and sees
    the database as it is then.
    """
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"LOCK TABLE {round_keys.name} IN ACCESS SHARE MODE")
    query = select(round_keys.c.round_key).where(round_keys.c.round_id == round_id)
    key: bytes | None = connection.execute(query).scalar_one_or_none()
    return key


def renew_key(store: Store, round_id: int) -> bool:
    """Draw a new key for an open round whose key is gone, and erase what was sent before.

    Returns:
        Whether that was so. Its phones are told to send once more.

    Raises:
        NotFoundError: There is no such round.
    """
    with store.database.write(round_id=round_id) as connection:
        current = load_round(connection, round_id)
        if current.phase is not Phase.OPEN or find_key(connection, round_id) is not None:
            return False
        erase_answers(connection, round_id)
        connection.execute(insert(round_keys).values(round_id=round_id, round_key=new_key()))
        connection.execute(choose_round(round_id).values(lost=current.lost + 1))
    store.notices.publish(current.code, "phase")
    return True


def renew_keys(store: Store) -> int:
    """The same for every open round; say for how many it was so."""
    missing = rounds.c.id.not_in(select(round_keys.c.round_id))
    query = select(rounds.c.id).where(rounds.c.phase == Phase.OPEN.value, missing)
    with store.database.read() as connection:
        lost = connection.scalars(query).all()
    return sum(renew_key(store, round_id) for round_id in lost)
