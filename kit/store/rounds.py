"""Rounds: which exercise is played, and where it stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from sqlalchemy import Connection, insert

from kit.errors import NotFoundError, PhaseError, ResponseError
from kit.session.phase_words import PHASE_WORDS
from kit.session.session import MOST_KNOWN, Phase, Round, move_end
from kit.store.erasure import erase_rows, erase_told, erase_unseen_notes, erase_unshown_texts
from kit.store.leader_words import hand_over, take_back
from kit.store.part import Part
from kit.store.round_rows import (
    change_phase,
    check_phase,
    choose_round,
    find_last,
    get_minute,
    insert_part,
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
            hand_over(connection, added)
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
        left_out: Sequence[str] = (),
    ) -> Round:
        """Move a round on. Opening it draws its key and fixes its policy.

        Args:
            round_id: The round.
            phase: Where it goes: onward, and never past the close of an open round, which only
                the gate may bring about.
            expected: Where the caller saw it stand.
            ends_at: When the timer runs out, in seconds since the epoch; None without a timer.
            coin: For a round that opens: its delicate questions are answered through a coin.
            left_out: For a round that opens: names of the questions that its form leaves out.

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
                chosen = choose_round(round_id)
                policy = current.exercise.policy.to_json()
                connection.execute(
                    chosen.values(policy=policy, coin=coin, left_out=list(left_out) or None)
                )
                connection.execute(
                    insert(round_keys).values(round_id=round_id, round_key=new_key())
                )

        return self._move(round_id, expected, write)

    def move_timer(self, round_id: int, seconds: float) -> Round:
        """Give an open round's timer, or the break after a round, more time, or less.

        It is only shown; when it is over nothing closes or begins by itself.

        Args:
            round_id: The round.
            seconds: How much more; less than 0 for less.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It is not open, or has no timer; and there is no break after it now.
        """

        def write(connection: Connection, current: Round) -> None:
            if current.ends_at is None:
                msg = "This round has no timer. Set timer= in its notebook for the next one."
                raise PhaseError(msg)
            ends_at = move_end(current.ends_at, seconds, time.time())
            connection.execute(choose_round(round_id).values(ends_at=ends_at))

        pauses = self.get_round_by_id(round_id).is_break
        return self._move(round_id, Phase.DONE if pauses else Phase.OPEN, write)

    def finish_round(
        self,
        round_id: int,
        following: str = "",
        place: int | None = None,
        *,
        expected: Phase = Phase.REVEALED,
    ) -> Round:
        """End a round and begin the one that follows, both or neither.

        Released sentences and signed notes that the room has not seen by then are erased, and so
        are the words of a leader whose turn never came, or that are not to be kept. Words whose
        turn never came wait for it where the leader has a link.

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

        def go_on(connection: Connection, current: Round) -> None:
            if following:
                there = current.agenda_place + 1 if place is None else place
                last = _check_last(connection, current)
                number = last.number + 1
                hand_over(
                    connection, insert_round(connection, current.code, number, following, there)
                )

        done = self._leave(round_id, expected, go_on)
        if following:
            self.notices.publish(done.code, "round")
        return self.get_round(done.code)

    def begin_break(
        self, round_id: int, place: int, ends_at: float, *, expected: Phase = Phase.REVEALED
    ) -> Round:
        """End a round and begin a break; the next round begins when somebody asks for it.

        What is erased at the end of a round is erased here.

        Args:
            round_id: The round.
            place: Where the break stands on the agenda.
            ends_at: When it is over, in seconds since the epoch.
            expected: Where the caller saw the round stand, as in `finish_round`.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It has moved on already, or the session has ended.
        """

        def pause(connection: Connection, current: Round) -> None:
            _check_last(connection, current)
            chosen = choose_round(round_id)
            begun = {"break_place": place, "break_began_at": get_minute()}
            connection.execute(chosen.values(ends_at=ends_at, **begun))

        return self._leave(round_id, expected, pause)

    def begin_part(self, round_id: int) -> Round:
        """End a round whose result is revealed and begin the next part of its exercise.

        Returns:
            The round the session plays now.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It has moved on already, the session has ended, or no part comes.
        """

        def go_on(connection: Connection, current: Round) -> None:
            if not current.later:
                msg = "This was the last part of the exercise. Look at the page again."
                raise PhaseError(msg)
            insert_part(connection, current, _check_last(connection, current).number + 1)

        done = self._leave(round_id, Phase.REVEALED, go_on, over=False)
        self.notices.publish(done.code, "round")
        return self.get_round(done.code)

    def _leave(
        self,
        round_id: int,
        expected: Phase,
        then: Callable[[Connection, Round], None],
        *,
        over: bool = True,
    ) -> Round:
        """End a round, and do what comes after it in the same transaction.

        The signed notes that nobody has seen go where the exercise is `over`, with all its parts.
        """
        if expected in (Phase.OPEN, Phase.CLOSED):
            cure = "Close it and reveal" if expected is Phase.OPEN else "Reveal"
            msg = f"This round {PHASE_WORDS[expected].stands}. {cure} the result before you go on."
            raise PhaseError(msg)
        erased = False

        def write(connection: Connection, current: Round) -> None:
            nonlocal erased
            change_phase(connection, round_id, Phase.DONE, None)
            if expected is Phase.PREPARE:  # nobody has heard the leader's words
                take_back(connection, current)
                erased = erase_rows(connection, leaders, leaders.c.round_id == round_id)
            connection.execute(choose_round(round_id).values(picture=""))
            erased |= erase_told(connection, current.code)
            erased |= erase_unshown_texts(connection, current.code)
            erased |= over and erase_unseen_notes(connection, current.code)
            then(connection, current)

        done = self._move(round_id, expected, write)
        if erased:
            self.database.scrub()
        return done

    def set_known(self, round_id: int, known: int, *, expected: int) -> Round:
        """Say how many answers of a round the room knows already. The close fixes it.

        Args:
            round_id: The round.
            known: How many, 0 to `MOST_KNOWN`.
            expected: How many there were when the caller looked.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It is closed, or somebody else has changed the number meanwhile.
            ResponseError: It is no such number.
        """
        whole = isinstance(known, int) and not isinstance(known, bool)
        if not whole or not 0 <= known <= MOST_KNOWN:
            msg = (
                f"At most {MOST_KNOWN} answers of a round may be known. With more of them, talk "
                "about it instead."
            )
            raise ResponseError(msg, prompt="known")
        with self.database.write() as connection:
            current = load_round(connection, round_id, change=True)
            if current.phase.is_over:
                stands = PHASE_WORDS[current.phase].stands
                msg = f"This round {stands}, and how many answers are known stays as it was."
                raise PhaseError(msg)
            if current.known != expected:
                msg = "Somebody else has just changed how many answers are known. Look again."
                raise PhaseError(msg)
            connection.execute(choose_round(round_id).values(known=known))
            changed = load_round(connection, round_id)
        self.notices.publish(current.code, "known")
        return changed

    def set_picture(self, round_id: int, title: str) -> None:
        """Keep which picture stands on the screen. The end of the round forgets it.

        Args:
            round_id: The round.
            title: The picture's title, of which no more than `LONGEST_TITLE` characters are kept.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: The round is done, and there is no break after it now.
        """
        with self.database.write() as connection:
            current = load_round(connection, round_id, change=True)
            if current.phase is Phase.DONE and not current.is_break:
                msg = "This round is done. Load the page again."
                raise PhaseError(msg)
            leads = current.talk is not None and current.talk.leads
            if current.picture == title and not leads:
                return
            connection.execute(choose_round(round_id).values(picture=title[:LONGEST_TITLE]))
            if current.talk is not None and leads:  # whoever turns to a picture wants to see it
                talk = replace(current.talk, leads=False)
                connection.execute(choose_round(round_id).values(talk=asdict(talk)))
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


def _check_last(connection: Connection, current: Round) -> Round:
    """Let only the round pass that its session plays now, in a session that goes on.

    Raises:
        PhaseError: Another round has begun, or the session has ended.
    """
    get_live_session_row(connection, current.code)
    last = find_last(connection, current.code)
    assert last is not None
    if last.id != current.id:
        msg = "The session plays another round by now. Look at the page again."
        raise PhaseError(msg)
    return last
