"""Leaders: what somebody has told first, with a name, apart from all answers."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from kit.errors import PhaseError
from kit.session.session import Phase
from kit.store.part import Part
from kit.store.round_rows import load_round
from kit.store.schema import leaders
from kit.store.sessions import get_live_session_row


class Leaders(Part):
    """The part of the store that keeps the leaders' own words."""

    def set_leader(self, round_id: int, told: Mapping[str, str]) -> None:
        """Keep the leader's own words; they are named, and stored apart from all answers.

        Args:
            round_id: The round.
            told: What was told, by prompt name, and the leader's "name".

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It is done or its session has ended, and what is not to be kept has been
                erased.
        """
        words = dict(told)
        with self.database.write() as connection:
            current = load_round(connection, round_id, change=True)
            if current.phase is Phase.DONE:
                msg = "This round is done, so nothing of it can be written any more."
                raise PhaseError(msg)
            get_live_session_row(connection, current.code)
            if find_leader(connection, round_id) == words:
                return
            write_leader(connection, round_id, words)
        self.notices.publish(current.code, "leader")

    def get_leader(self, round_id: int) -> dict[str, str]:
        """Read the leader's own words by prompt name; nothing while nothing has been told."""
        with self.database.read() as connection:
            return find_leader(connection, round_id) or {}


def write_leader(connection: Connection, round_id: int, words: dict[str, str]) -> None:
    """Write what the leader of a round has told, in the place of what stood there."""
    if find_leader(connection, round_id) is None:
        connection.execute(insert(leaders), {"round_id": round_id, "payload": words})
    else:
        chosen = update(leaders).where(leaders.c.round_id == round_id)
        connection.execute(chosen, {"payload": words})


def find_leader(connection: Connection, round_id: int) -> dict[str, str] | None:
    """Read what the leader of a round has told."""
    query = select(leaders.c.payload).where(leaders.c.round_id == round_id)
    told: dict[str, str] | None = connection.execute(query).scalar_one_or_none()
    return told
