"""Rounds: which exercise is played, and where it stands."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, update

from kit.errors import NotFoundError, PhaseError
from kit.session.phase_words import PHASE_WORDS
from kit.session.session import Phase, Round, move_end
from kit.store.erasure import erase_unshown_texts
from kit.store.part import Part
from kit.store.round_rows import (
    change_phase,
    check_phase,
    find_last,
    insert_round,
    load_round,
    read_round,
    select_round,
)
from kit.store.schema import leaders, round_keys, rounds
from kit.store.sessions import get_live_session_row, get_session_row, new_key

ORDER = list(Phase)
LONGEST_TITLE = 500  # characters


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
            last = find_last(connection, code)
            if last is not None and last.phase is not Phase.DONE:
                stands = PHASE_WORDS[last.phase].stands
                msg = f"The round before {stands}. Go through it before the next exercise."
                raise PhaseError(msg)
            number = last.number + 1 if last else 1
            added = insert_round(connection, code, number, notebook, place)
        self.notices.publish(code, "round")
        return added

    def get_round(self, code: str) -> Round:
        """Read the round a session plays now: its last one.

        Raises:
            NotFoundError: No session has this code, or no round has begun.
        """
        with self.database.read() as connection:
            last = find_last(connection, code)
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
        query = select_round().where(rounds.c.code == code).order_by(rounds.c.number)
        with self.database.read() as connection:
            get_session_row(connection, code)
            return [read_round(row) for row in connection.execute(query)]

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
            msg = f"A round that {PHASE_WORDS[expected].stands} cannot be set to {phase.value!r}. "
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
            msg = f"This round {PHASE_WORDS[expected].stands}. {cure} the result before you go on."
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
                last = find_last(connection, current.code)
                assert last is not None
                if last.id != round_id:
                    msg = "The session plays another round by now. Look at the page again."
                    raise PhaseError(msg)
                insert_round(connection, current.code, last.number + 1, following, there)

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
