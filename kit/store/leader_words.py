"""What a leader writes by a link of their own, before the exercise is opened.

The link's key is kept as a hash, with its session. Words for an exercise that has not begun stand
here; when its round begins they go to where the facilitator's fields keep them, and from there on
both write the same words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select, update

from kit.errors import NotFoundError, PhaseError
from kit.exercise.exercise import Exercise
from kit.language import N_, _
from kit.session.session import Phase, Round
from kit.store.erasure import erase_rows
from kit.store.leaders import find_leader, write_leader
from kit.store.part import Part
from kit.store.round_rows import find_last, read_round, select_round
from kit.store.schema import leader_words, leaders, rounds, sessions
from kit.store.sessions import get_live_session_row, get_session_row

OPENED = N_("This exercise has been opened, and what was written for it stays as it was.")
NO_LINK = N_("This link opens nothing any more.")


@dataclass(frozen=True, repr=False)
class LeaderPart:
    """An exercise in which a leader goes first, as the leader's page shows it.

    Attributes:
        notebook: File name of its notebook.
        exercise: What it asks.
        told: What has been written so far, by prompt name, and "name"; empty once it is opened.
        opened: The room has come to it, so that nothing of it can be written here any more.
    """

    notebook: str
    exercise: Exercise
    told: Mapping[str, str] = field(default_factory=dict)
    opened: bool = False

    def __repr__(self) -> str:
        return f"LeaderPart({self.notebook!r}, {len(self.told)} words)"

    @property
    def edition(self) -> str:
        """A name for what has been written so far: two are the same where the words are."""
        return name_edition(self.told)


def name_edition(told: Mapping[str, str]) -> str:
    """A name for a leader's words, 16 characters long."""
    words = json.dumps(dict(told), sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


class LeaderWords(Part):
    """The part of the store that keeps leaders' links and what they write before their turn."""

    def set_leader_link(
        self, code: str, key_hash: bytes | None, asked: Mapping[str, Exercise] | None = None
    ) -> None:
        """Make a link to a leader's page, or take it back; one that there was opens nothing more.

        What has been written stays either way.

        Args:
            code: Code of the session.
            key_hash: Of the link's key; None to take the link back and put none in its place.
            asked: What the exercises ask, by notebook; those in which nobody goes first are left.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: It has ended, and there is nothing more to write for.
        """
        with self.database.write() as connection:
            if key_hash is None:
                get_session_row(connection, code)
            else:
                get_live_session_row(connection, code)
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(leader_key=key_hash))
            for notebook, exercise in (asked or {}).items():
                if exercise.leader is None:
                    continue
                _keep_definition(connection, code, notebook, exercise)
        self.notices.publish(code, "leader")

    def has_leader_link(self, code: str) -> bool:
        """Whether a leader's link is about."""
        query = select(sessions.c.leader_key).where(sessions.c.code == code)
        with self.database.read() as connection:
            return connection.scalar(query) is not None

    def find_leader_session(self, key_hash: bytes) -> str | None:
        """Find the code of the session whose leader's link has a key; None for none."""
        with self.database.read() as connection:
            return _find_code(connection, key_hash)

    def list_leader_parts(self, code: str) -> list[LeaderPart]:
        """Read the exercises in which a leader goes first, each once, in the agenda's order.

        An exercise is among them once its definition is known: from a link that was made, or from
        a round that has begun.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            agenda = get_session_row(connection, code).agenda
            names = dict.fromkeys(row["notebook"] for row in agenda if row["notebook"])
            found = (_find_part(connection, code, name) for name in names)
            return [each for each in found if each is not None]

    def write_leader_part(
        self, key_hash: bytes, notebook: str, told: Mapping[str, str], *, edition: str
    ) -> bool:
        """Keep what a leader has written for an exercise, if nobody has written meanwhile.

        Args:
            key_hash: Of the key in the leader's link.
            notebook: File name of the exercise's notebook.
            told: What is to be kept, by prompt name.
            edition: Of the words that the leader saw before writing.

        Returns:
            False where other words stand there by now; they stay.

        Raises:
            NotFoundError: The link opens nothing any more, or there is no such exercise.
            PhaseError: The exercise has been opened.
        """
        with self.database.write() as connection:
            code = _find_code(connection, key_hash)
            if code is None:
                raise NotFoundError(_(NO_LINK))
            get_live_session_row(connection, code)
            part = _find_part(connection, code, notebook)
            if part is None:
                raise NotFoundError(_(NO_LINK))
            if part.opened:
                raise PhaseError(_(OPENED))
            if part.told == told:
                return True
            if part.edition != edition:
                return False
            begun = _find_round(connection, code, notebook)
            if begun is not None and begun.phase is Phase.PREPARE:
                write_leader(connection, begun.id, dict(told))
            else:
                _write_words(connection, code, notebook, dict(told))
        self.notices.publish(code, "leader")
        return True


def hand_over(connection: Connection, begun: Round) -> None:
    """Give a round that begins what its leader has written before; it stands nowhere else then."""
    told = _find_words(connection, begun.code, begun.notebook)
    if told:
        _write_words(connection, begun.code, begun.notebook, {})
        write_leader(connection, begun.id, told)


def take_back(connection: Connection, left: Round) -> None:
    """Keep a leader's words for later where a round is left before anybody has heard them.

    Where no link was made they are erased with the round.
    """
    told = find_leader(connection, left.id)
    if told and _find_words(connection, left.code, left.notebook) is not None:
        _write_words(connection, left.code, left.notebook, told)


def leave_unheard(connection: Connection, left: Round) -> bool:
    """Take the words of a leader whose turn does not come out of a round.

    Returns:
        Whether there were any.
    """
    take_back(connection, left)
    return erase_rows(connection, leaders, leaders.c.round_id == left.id)


def _find_code(connection: Connection, key_hash: bytes) -> str | None:
    query = select(sessions.c.code).where(sessions.c.leader_key == key_hash)
    code: str | None = connection.scalar(query)
    return code


def _find_round(connection: Connection, code: str, notebook: str) -> Round | None:
    """The round in which an exercise is played or was; None where its turn is still to come."""
    query = select_round().where(rounds.c.code == code, rounds.c.notebook == notebook)
    row = connection.execute(query.order_by(rounds.c.number.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    last = read_round(row)
    left = last.phase is Phase.DONE and not last.played and not last.part
    return None if left else last


def _find_part(connection: Connection, code: str, notebook: str) -> LeaderPart | None:
    begun = _find_round(connection, code, notebook)
    last = find_last(connection, code)
    if begun is None and last is not None and last.leaderless:
        return None
    chosen = (leader_words.c.code == code) & (leader_words.c.notebook == notebook)
    row = connection.execute(select(leader_words).where(chosen)).one_or_none()
    waiting = None
    if row is not None:
        waiting = LeaderPart(notebook, Exercise.from_json(row.definition), row.payload)
    if begun is None:
        return waiting
    asked = waiting.exercise if waiting else None
    exercise = asked if begun.part else begun.exercise or asked  # a later part has no leader
    if exercise is None or exercise.leader is None:
        return None
    if begun.part or begun.phase is not Phase.PREPARE:
        return LeaderPart(notebook, exercise, opened=True)
    return LeaderPart(notebook, exercise, find_leader(connection, begun.id) or {})


def _find_words(connection: Connection, code: str, notebook: str) -> dict[str, str] | None:
    chosen = (leader_words.c.code == code) & (leader_words.c.notebook == notebook)
    told: dict[str, str] | None = connection.scalar(select(leader_words.c.payload).where(chosen))
    return told


def _write_words(connection: Connection, code: str, notebook: str, told: dict[str, str]) -> None:
    """Put other words into a row; those of before are in no copy of it any more."""
    chosen = (leader_words.c.code == code) & (leader_words.c.notebook == notebook)
    definition = connection.scalar(select(leader_words.c.definition).where(chosen))
    erase_rows(connection, leader_words, chosen)
    values = {"code": code, "notebook": notebook, "definition": definition, "payload": told}
    connection.execute(insert(leader_words).values(**values))


def _keep_definition(connection: Connection, code: str, notebook: str, exercise: Exercise) -> None:
    chosen = (leader_words.c.code == code) & (leader_words.c.notebook == notebook)
    definition = exercise.to_json()
    if _find_words(connection, code, notebook) is not None:
        connection.execute(update(leader_words).where(chosen).values(definition=definition))
        return
    values = {"code": code, "notebook": notebook, "definition": definition, "payload": {}}
    connection.execute(insert(leader_words).values(**values))
