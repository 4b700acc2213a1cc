"""Leaders: what somebody has told first, with a name, apart from all answers."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from kit.errors import PhaseError, ResponseError
from kit.language import N_, _
from kit.session.session import Phase, Round
from kit.store.part import Part
from kit.store.round_rows import check_phase, choose_round, load_round
from kit.store.schema import leaders, more_leaders
from kit.store.sessions import get_live_session_row
from kit.store.stops import check_going

MOST_LEADERS = 3
NAMELESS = N_(
    "Write the name of the one who has just spoken, so that the room can tell them apart."
)
TOO_MANY = N_("At most {n} leaders go first. Let the others speak with the room.")


class Leaders(Part):
    """The part of the store that keeps the leaders' own words."""

    def set_leader(self, round_id: int, told: Mapping[str, str]) -> None:
        """Keep a leader's own words; they are named, and stored apart from all answers.

        They are the words of the one who speaks now: where several have, the last one's.

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
            current = load_round(connection, round_id)
            if current.phase is Phase.DONE:
                msg = _("This round is done, so nothing of it can be written any more.")
                raise PhaseError(msg)
            get_live_session_row(connection, current.code)
            more = _list_more(connection, round_id)
            if (more[-1] if more else find_leader(connection, round_id)) == words:
                return
            if more:
                _write_more(connection, round_id, len(more), words)
            else:
                write_leader(connection, round_id, words)
        self.notices.publish(current.code, "leader")

    def get_leader(self, round_id: int) -> dict[str, str]:
        """Read the first leader's own words by prompt name; nothing while nothing has been told."""
        with self.database.read() as connection:
            return find_leader(connection, round_id) or {}

    def list_more_leaders(self, round_id: int) -> list[dict[str, str]]:
        """Read what leaders have told after the first, in order; nothing of one who has not yet."""
        with self.database.read() as connection:
            return _list_more(connection, round_id)

    def add_leader(self, round_id: int, *, expected: int) -> None:
        """Have another leader speak. What the one before has told stays.

        Args:
            round_id: The round.
            expected: How many had begun to speak when the caller looked.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It is not the leaders' turn, somebody else has had another one speak
                meanwhile, or the session has ended.
            PauseError: The session is stopped.
            ResponseError: The one before has no name, or enough have spoken.
        """
        with self.database.write() as connection:
            current = load_round(connection, round_id)
            check_phase(current, Phase.LEADER)
            check_going(get_live_session_row(connection, current.code))
            more = _list_more(connection, round_id)
            if len(more) + 1 != expected:
                msg = _("Another leader speaks already. Look at the page again.")
                raise PhaseError(msg)
            before = more[-1] if more else find_leader(connection, round_id) or {}
            if not before.get("name"):
                raise ResponseError(_(NAMELESS), prompt="name")
            if expected >= MOST_LEADERS:
                raise ResponseError(_(TOO_MANY, n=MOST_LEADERS), prompt="name")
            values = {"round_id": round_id, "number": expected, "payload": {}}
            connection.execute(insert(more_leaders), values)
        self.notices.publish(current.code, "leader")

    def set_leaderless(self, round_id: int, leaderless: bool) -> Round:
        """Say that nobody goes first, in this round and those that follow; or that somebody does.

        Args:
            round_id: The round that the session plays now, before it is opened.
            leaderless: Nobody goes first.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It has begun, or the session has ended.
        """
        with self.database.write() as connection:
            current = load_round(connection, round_id)
            check_phase(current, Phase.PREPARE)
            get_live_session_row(connection, current.code)
            connection.execute(choose_round(round_id).values(leaderless=leaderless))
            changed = load_round(connection, round_id)
        self.notices.publish(current.code, "round")
        return changed


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


def _list_more(connection: Connection, round_id: int) -> list[dict[str, str]]:
    chosen = more_leaders.c.round_id == round_id
    query = select(more_leaders.c.payload).where(chosen).order_by(more_leaders.c.number)
    return list(connection.scalars(query))


def _write_more(connection: Connection, round_id: int, number: int, words: dict[str, str]) -> None:
    chosen = (more_leaders.c.round_id == round_id) & (more_leaders.c.number == number)
    connection.execute(update(more_leaders).where(chosen).values(payload=words))
