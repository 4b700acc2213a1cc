"""Rounds: which exercise is played, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from sqlalchemy import Connection, insert

from kit.errors import NotFoundError, PhaseError
from kit.language import _
from kit.session.clock import get_now
from kit.session.phase_words import PHASE_WORDS
from kit.session.session import Phase, Round, move_end
from kit.store.erasure import (
    erase_told,
    erase_unkept_debriefs,
    erase_unseen_notes,
    erase_unshown_texts,
)
from kit.store.leader_words import hand_over, leave_unheard
from kit.store.moments import once_a_moment
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
from kit.store.schema import round_keys, rounds
from kit.store.sessions import get_live_session_row, get_session_row, new_key
from kit.store.stops import check_going

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
        with self.database.write(code=code) as connection:
            get_live_session_row(connection, code)
            last = find_last(connection, code)
            if last is not None and last.phase is not Phase.DONE:
                stands = PHASE_WORDS[last.phase].say().stands
                msg = _(
                    "The round before {stands}. Go through it before the next exercise.",
                    stands=stands,
                )
                raise PhaseError(msg)
            number = last.number + 1 if last else 1
            added = insert_round(connection, code, number, notebook, place)
            hand_over(connection, added)
        self.notices.publish(code, "round")
        return added

    @once_a_moment
    def get_round(self, code: str) -> Round:
        """Read the round a session plays now: its last one.

        Raises:
            NotFoundError: No session has this code, or no round has begun.
        """
        with self.database.read() as connection:
            last = find_last(connection, code)
            if last is None:
                get_session_row(connection, code)
                msg = _("No exercise has begun yet. Start one from the facilitator's page.")
                raise NotFoundError(msg)
            return last

    @once_a_moment
    def get_round_by_id(self, round_id: int) -> Round:
        """Read a round.

        Raises:
            NotFoundError: There is no such round.
        """
        with self.database.read() as connection:
            return load_round(connection, round_id)

    @once_a_moment
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
            stands = PHASE_WORDS[expected].say().stands
            if expected is Phase.OPEN:
                msg = _(
                    "A round that {stands} cannot be set to {phase}. Close it.",
                    stands=stands,
                    phase=repr(phase.value),
                )
            else:
                msg = _(
                    "A round that {stands} cannot be set to {phase}. Start a new round.",
                    stands=stands,
                    phase=repr(phase.value),
                )
            raise PhaseError(msg)

        def write(connection: Connection, current: Round) -> None:
            if phase in (Phase.LEADER, Phase.OPEN) and current.exercise is None:
                msg = _(
                    "{notebook} has not been set up yet. Wait a moment and try again.",
                    notebook=current.notebook,
                )
                raise PhaseError(msg)
            change_phase(connection, round_id, phase, ends_at)
            if current.leaderless:
                leave_unheard(connection, current)
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

        moved = self._move(round_id, expected, write)
        if moved.leaderless and expected is Phase.PREPARE:
            self.database.scrub()
        return moved

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
                msg = _("This round has no timer. Set timer= in its notebook for the next one.")
                raise PhaseError(msg)
            ends_at = move_end(current.ends_at, seconds, get_now())
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
        are the words of a leader whose turn never came, or that are not to be kept, and what the
        room said as far as nobody has kept it. Words whose turn never came wait for it where the
        leader has a link.

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
                msg = _("This was the last part of the exercise. Look at the page again.")
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
            stands = PHASE_WORDS[expected].say().stands
            if expected is Phase.OPEN:
                msg = _(
                    "This round {stands}. Close it and reveal the result before you go on.",
                    stands=stands,
                )
            else:
                msg = _("This round {stands}. Reveal the result before you go on.", stands=stands)
            raise PhaseError(msg)
        erased = False

        def write(connection: Connection, current: Round) -> None:
            nonlocal erased
            change_phase(connection, round_id, Phase.DONE, None)
            if expected is Phase.PREPARE:  # nobody has heard the leader's words
                erased = leave_unheard(connection, current)
            connection.execute(choose_round(round_id).values(picture=""))
            erased |= erase_told(connection, current.code)
            erased |= erase_unshown_texts(connection, current.code)
            erased |= erase_unkept_debriefs(connection, current.code)
            erased |= over and erase_unseen_notes(connection, current.code)
            then(connection, current)

        done = self._move(round_id, expected, write)
        if erased:
            self.database.scrub()
        return done

    def set_picture(self, round_id: int, title: str) -> None:
        """Keep which picture stands on the screen. The end of the round forgets it.

        Args:
            round_id: The round.
            title: The picture's title, of which no more than `LONGEST_TITLE` characters are kept.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: The round is done, and there is no break after it now.
        """
        with self.database.write(round_id=round_id) as connection:
            current = load_round(connection, round_id)
            if current.phase is Phase.DONE and not current.is_break:
                msg = _("This round is done. Load the page again.")
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
        """Change a round that stands where it was seen, and tell everybody.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: It has moved on.
            PauseError: The session is stopped.
        """
        with self.database.write(round_id=round_id) as connection:
            current = load_round(connection, round_id)
            check_phase(current, expected)
            check_going(get_session_row(connection, current.code))
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
        msg = _("The session plays another round by now. Look at the page again.")
        raise PhaseError(msg)
    return last
