"""Rounds: which exercise is played, where it stands, and what its leader told."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Text, cast, delete, insert, select, update

from kit.errors import NotFoundError, PhaseError, PolicyError
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.session.session import Phase, Round, move_end
from kit.store.erasure import erase_unshown_texts
from kit.store.part import Part
from kit.store.schema import leaders, round_keys, rounds
from kit.store.sessions import find_family, get_live_session_row, get_session_row, new_key

ORDER = list(Phase)
LONGEST_TITLE = 500  # characters
NOW = {
    Phase.PREPARE: "is being prepared",
    Phase.LEADER: "waits for the leader",
    Phase.OPEN: "is open",
    Phase.CLOSED: "is closed",
    Phase.REVEALED: "is revealed",
    Phase.DONE: "is done",
}


def load_round(connection: Connection, round_id: int, *, change: bool = False) -> Round:
    """Read a round.

    Args:
        connection: The transaction.
        round_id: Its key.
        change: Nobody else may change the round until this transaction has ended.

    Raises:
        NotFoundError: There is no such round.
    """
    query = _select_round().where(rounds.c.id == round_id)
    row = connection.execute(query.with_for_update() if change else query).one_or_none()
    if row is None:
        msg = "This round is not there any more; its session may be over. Load the page again."
        raise NotFoundError(msg)
    return _read_round(row)


def list_replays(connection: Connection, current: Round) -> list[int]:
    """Give the ids of the other rounds in which a team has played, or plays, the same exercise."""
    if current.exercise is None:
        return []
    family = find_family(connection, current.code)
    rows = connection.execute(_select_round().where(rounds.c.code.in_(family)))
    played = (_read_round(row) for row in rows)
    slug = current.exercise.slug
    return [
        each.id
        for each in played
        if each.exercise and each.exercise.slug == slug and each.id != current.id
    ]


def check_phase(current: Round, expected: Phase) -> None:
    """Let only a round pass that stands where the caller saw it.

    Raises:
        PhaseError: It has moved on.
    """
    if current.phase is not expected:
        msg = f"This round {NOW[current.phase]} already. Look at the page again before you go on."
        raise PhaseError(msg)


def change_phase(
    connection: Connection, round_id: int, phase: Phase, ends_at: float | None
) -> None:
    """Write where a round stands. The first one of a session begins when it leaves its start."""
    chosen = update(rounds).where(rounds.c.id == round_id)
    connection.execute(chosen.values(phase=phase.value, ends_at=ends_at))
    connection.execute(chosen.where(rounds.c.began_at.is_(None)).values(began_at=get_minute()))


def get_minute() -> float:
    """The present time in seconds since the epoch, in whole minutes."""
    return time.time() // 60 * 60


class Rounds(Part):
    """The part of the store that keeps rounds."""

    def add_round(self, code: str, notebook: str, place: int | None = None) -> Round:
        """Begin a round.

        Args:
            code: Code of the session.
            notebook: File name of the notebook.
            place: Where it stands on the agenda; the number of the round tells without it.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: The round before it is not done yet, or the session has ended.
        """
        with self.database.write() as connection:
            get_live_session_row(connection, code)
            last = _find_last(connection, code)
            if last is not None and last.phase is not Phase.DONE:
                msg = f"The round before {NOW[last.phase]}. Go through it before the next exercise."
                raise PhaseError(msg)
            number = last.number + 1 if last else 1
            added = _insert_round(connection, code, number, notebook, place)
        self.notices.publish(code, "round")
        return added

    def get_round(self, code: str) -> Round:
        """Read the round a session plays now: its last one.

        Raises:
            NotFoundError: No session has this code, or no round has begun.
        """
        with self.database.read() as connection:
            last = _find_last(connection, code)
            if last is None:
                get_session_row(connection, code)
                msg = "No exercise has begun yet. Start one from the facilitator's page."
                raise NotFoundError(msg)
            return last

    def get_round_by_id(self, round_id: int) -> Round:
        """Read a round.

        Raises:
            NotFoundError: There is no such round.
        """
        with self.database.read() as connection:
            return load_round(connection, round_id)

    def list_rounds(self, code: str) -> list[Round]:
        """Read all rounds of a session, the first one first.

        Raises:
            NotFoundError: No session has this code.
        """
        query = _select_round().where(rounds.c.code == code).order_by(rounds.c.number)
        with self.database.read() as connection:
            get_session_row(connection, code)
            return [_read_round(row) for row in connection.execute(query)]

    def set_definition(self, round_id: int, exercise: Exercise) -> None:
        """Keep what the notebook of a round has defined.

        Every kernel of a round says the same, so an equal definition changes nothing. Once the
        round has begun, only the policy may still change, until the close, and only to one that
        protects at least as much.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It differs from the one the round has begun with, or the round is closed.
            PolicyError: Its policy protects less; names the setting.
        """
        if self.get_round_by_id(round_id).exercise == exercise:
            return
        with self.database.write() as connection:
            current = load_round(connection, round_id, change=True)
            if current.exercise == exercise:
                return
            values: dict[str, object] = {"definition": exercise.to_json()}
            if current.phase is not Phase.PREPARE:
                policy = _tighten(current, exercise)
                if current.phase is Phase.OPEN:
                    values["policy"] = policy.to_json()
            chosen = update(rounds).where(rounds.c.id == round_id)
            connection.execute(chosen.values(**values))
        self.notices.publish(current.code, "round")

    def set_phase(
        self,
        round_id: int,
        phase: Phase,
        *,
        expected: Phase,
        ends_at: float | None = None,
        coin: bool = False,
    ) -> Round:
        """Move a round on. Opening it draws its key and fixes its policy.

        Args:
            round_id: The round.
            phase: Where it goes: onward, and never past the close of an open round, which only
                the gate may bring about.
            expected: Where the caller saw it stand.
            ends_at: When the timer runs out, in seconds since the epoch; None without a timer.
            coin: For a round that opens: its delicate questions are answered through a coin.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It has moved on already, or may not go there.
        """
        if ORDER.index(phase) <= ORDER.index(expected) or Phase.OPEN is expected:
            msg = f"A round that {NOW[expected]} cannot be set to {phase.value!r}. "
            cure = "Close it." if expected is Phase.OPEN else "Start a new round."
            raise PhaseError(msg + cure)

        def write(connection: Connection, current: Round) -> None:
            if phase in (Phase.LEADER, Phase.OPEN) and current.exercise is None:
                msg = f"{current.notebook} has not been set up yet. Wait a moment and try again."
                raise PhaseError(msg)
            change_phase(connection, round_id, phase, ends_at)
            if phase is Phase.OPEN and current.exercise is not None:
                get_live_session_row(connection, current.code)
                chosen = update(rounds).where(rounds.c.id == round_id)
                policy = current.exercise.policy.to_json()
                connection.execute(chosen.values(policy=policy, coin=coin))
                connection.execute(
                    insert(round_keys).values(round_id=round_id, round_key=new_key())
                )

        return self._move(round_id, expected, write)

    def move_timer(self, round_id: int, seconds: float) -> Round:
        """Give an open round's timer more time, or less. It is only shown; it closes nothing.

        Args:
            round_id: The round.
            seconds: How much more; less than 0 for less.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It is not open, or has no timer.
        """

        def write(connection: Connection, current: Round) -> None:
            if current.ends_at is None:
                msg = "This round has no timer. Set timer= in its notebook for the next one."
                raise PhaseError(msg)
            ends_at = move_end(current.ends_at, seconds, time.time())
            change_phase(connection, round_id, Phase.OPEN, ends_at)

        return self._move(round_id, Phase.OPEN, write)

    def finish_round(
        self,
        round_id: int,
        following: str = "",
        place: int | None = None,
        *,
        expected: Phase = Phase.REVEALED,
    ) -> Round:
        """End a round and begin the one that follows, both or neither.

        Released sentences that the room has not seen by then are erased, and so are the words of a
        leader whose turn never came.

        Args:
            round_id: The round.
            following: File name of the next notebook; empty when this was the last exercise.
            place: Where the next one stands on the agenda; after this one unless it is told.
            expected: Where the caller saw the round stand: not open, and not closed, because what
                is closed has not been revealed.

        Returns:
            The round the session plays now.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It has moved on already, or the session has ended.
        """
        if expected in (Phase.OPEN, Phase.CLOSED):
            cure = "Close it and reveal" if expected is Phase.OPEN else "Reveal"
            msg = f"This round {NOW[expected]}. {cure} the result before you go on."
            raise PhaseError(msg)
        erased = False

        def write(connection: Connection, current: Round) -> None:
            nonlocal erased
            change_phase(connection, round_id, Phase.DONE, None)
            if expected is Phase.PREPARE:  # nobody has heard the leader's words, so nobody will
                connection.execute(delete(leaders).where(leaders.c.round_id == round_id))
            chosen = update(rounds).where(rounds.c.id == round_id)
            connection.execute(chosen.values(picture=""))
            erased = erase_unshown_texts(connection, current.code)
            if following:
                get_live_session_row(connection, current.code)
                there = current.agenda_place + 1 if place is None else place
                last = _find_last(connection, current.code)
                assert last is not None
                if last.id != round_id:
                    msg = "The session plays another round by now. Look at the page again."
                    raise PhaseError(msg)
                _insert_round(connection, current.code, last.number + 1, following, there)

        done = self._move(round_id, expected, write)
        if erased:
            self.database.scrub()
        if following:
            self.notices.publish(done.code, "round")
        return self.get_round(done.code)

    def set_picture(self, round_id: int, title: str) -> None:
        """Keep which picture stands on the screen. The end of the round forgets it.

        Args:
            round_id: The round.
            title: The picture's title, of which no more than `LONGEST_TITLE` characters are kept.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: The round is done.
        """
        with self.database.write() as connection:
            current = load_round(connection, round_id, change=True)
            if current.phase is Phase.DONE:
                msg = "This round is done. Load the page again."
                raise PhaseError(msg)
            if current.picture == title:
                return
            chosen = update(rounds).where(rounds.c.id == round_id)
            connection.execute(chosen.values(picture=title[:LONGEST_TITLE]))
        self.notices.publish(current.code, "picture")

    def set_leader(self, round_id: int, told: Mapping[str, str]) -> None:
        """Keep the leader's own words; they are named, and stored apart from all answers.

        Args:
            round_id: The round.
            told: What was told, by prompt name, and the leader's "name".

        Raises:
            NotFoundError: There is no such round.
        """
        words = dict(told)
        with self.database.write() as connection:
            current = load_round(connection, round_id, change=True)
            before = _find_leader(connection, round_id)
            if before == words:
                return
            if before is None:
                connection.execute(insert(leaders), {"round_id": round_id, "payload": words})
            else:
                chosen = update(leaders).where(leaders.c.round_id == round_id)
                connection.execute(chosen, {"payload": words})
        self.notices.publish(current.code, "leader")

    def get_leader(self, round_id: int) -> dict[str, str]:
        """Read the leader's own words by prompt name; nothing while nothing has been told."""
        with self.database.read() as connection:
            return _find_leader(connection, round_id) or {}

    def _move(
        self, round_id: int, expected: Phase, write: Callable[[Connection, Round], None]
    ) -> Round:
        """Change a round that stands where it was seen, and tell everybody."""
        with self.database.write() as connection:
            current = load_round(connection, round_id, change=True)
            check_phase(current, expected)
            write(connection, current)
            moved = load_round(connection, round_id)
        self.notices.publish(moved.code, "phase")
        return moved


def _select_round() -> Any:
    """All of a round; its definition as text, because the same text is read only once."""
    plain = [column for column in rounds.c if column.name not in ("definition", "policy")]
    texts = [cast(rounds.c[name], Text).label(name) for name in ("definition", "policy")]
    return select(*plain, *texts)


def _read_round(row: Row[Any]) -> Round:
    """Make a round of its row."""
    exercise = None if row.definition is None else _read_exercise(row.definition, row.policy)
    phase = Phase(row.phase)
    return Round(
        id=row.id,
        code=row.code,
        number=row.number,
        notebook=row.notebook,
        phase=phase,
        exercise=exercise,
        ends_at=row.ends_at,
        coin=bool(row.coin),
        place=row.place,
        began_at=row.began_at,
        played=row.policy is not None,
        picture=row.picture,
    )


@lru_cache(maxsize=64)
def _read_exercise(definition: str, policy: str | None) -> Exercise:
    """Make an exercise of its definition, under the policy that was fixed when the round opened."""
    data = json.loads(definition)
    if policy is not None:
        data["policy"] = json.loads(policy)
    return Exercise.from_json(data)


def _tighten(current: Round, exercise: Exercise) -> AnonymityPolicy:
    """Take over a policy that is all that has changed in a round that has begun."""
    before = current.exercise
    if before is None or {**vars(before), "policy": exercise.policy} != vars(exercise):
        msg = (
            f"{current.notebook} has changed since this round began. Undo the change, "
            "or play the changed exercise in a new round."
        )
        raise PhaseError(msg)
    try:
        policy = before.policy.tighten(exercise.policy)
    except PolicyError as error:
        msg = (
            f"{current.notebook}, {error} This round has begun with it. Undo the change and load "
            "the page again; a looser policy counts from the next round on."
        )
        raise PolicyError(msg) from error
    if current.phase not in (Phase.LEADER, Phase.OPEN):
        msg = (
            f"The policy in {current.notebook} has changed, but this round {NOW[current.phase]}. "
            "Undo the change and load the page again; it counts from the next round on."
        )
        raise PhaseError(msg)
    return policy


def _find_last(connection: Connection, code: str) -> Round | None:
    """Read the last round of a session."""
    query = _select_round().where(rounds.c.code == code).order_by(rounds.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else _read_round(row)


def _insert_round(
    connection: Connection, code: str, number: int, notebook: str, place: int | None
) -> Round:
    """Write the row of a new round. Later ones begin at once: the room is there already."""
    began_at = None if number == 1 else get_minute()
    values = {"code": code, "number": number, "notebook": notebook, "phase": Phase.PREPARE.value}
    more = {"place": place, "began_at": began_at}
    result = connection.execute(insert(rounds).values({**values, **more}))
    assert result.inserted_primary_key is not None
    return Round(
        result.inserted_primary_key.id,
        code,
        number,
        notebook,
        Phase.PREPARE,
        place=place,
        began_at=began_at,
    )


def _find_leader(connection: Connection, round_id: int) -> dict[str, str] | None:
    """Read what the leader of a round has told."""
    query = select(leaders.c.payload).where(leaders.c.round_id == round_id)
    told: dict[str, str] | None = connection.execute(query).scalar_one_or_none()
    return told
