"""Stops: a session that is held still for a moment, in whatever phase, and goes on as it was."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, update

from kit.errors import PauseError, PhaseError
from kit.language import N_, _
from kit.session.clock import get_now
from kit.session.session import Phase, Round
from kit.session.talk import delay_talk
from kit.store.part import Part
from kit.store.round_rows import choose_round, find_last
from kit.store.schema import sessions
from kit.store.sessions import get_live_session_row, get_session_row

KEEP = N_(
    "There is a short pause, so this was not sent. What you have written stays here. Send it when "
    "it goes on."
)
HELD = N_("The session is stopped for a moment. Press Go on first.")


def check_going(session: Row[Any], words: str = HELD) -> None:
    """Let only a session pass that is not stopped.

    Args:
        session: Its row, read in the transaction that is about to change something.
        words: What is said otherwise, in English: `HELD` to a facilitator, `KEEP` to whoever sends
            something.

    Raises:
        PauseError: It is stopped.
    """
    if session.stopped_at is not None:
        raise PauseError(_(words))


class Stops(Part):
    """The part of the store that stops sessions.

    While one is stopped nothing of it moves: no answer and no card is taken, no round goes on, and
    the timer of a form stands still. What the facilitator does beside that, such as hiding a
    sentence, goes on as ever.
    """

    def stop_session(self, code: str) -> None:
        """Stop a session; one that is stopped stays so, since when it was.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: It has ended.
        """
        with self.database.write() as connection:
            session = get_live_session_row(connection, code)
            if session.stopped_at is not None:
                return
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(stopped_at=get_now()))
        self.notices.publish(code, "phase")

    def let_go_on(self, code: str, expected: float) -> None:
        """Let a session go on; one that goes on already is left as it is.

        The timers of an open form and of a talk have as much time left as when it stopped. A break
        ends when it was said that it would: people have gone by it.

        Args:
            code: Code of the session.
            expected: Since when the caller saw it stopped.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: It was stopped again meanwhile.
        """
        with self.database.write() as connection:
            session = get_session_row(connection, code)
            if session.stopped_at is None:
                return
            if session.stopped_at != expected:
                msg = _("It was stopped again on another page. Look at the page again.")
                raise PhaseError(msg)
            last, now = find_last(connection, code), get_now()
            if last is not None:
                later = _delay_timers(last, max(0.0, now - session.stopped_at), now)
                if later:
                    connection.execute(choose_round(last.id).values(later))
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(stopped_at=None))
        self.notices.publish(code, "phase")


def _delay_timers(current: Round, seconds: float, now: float) -> dict[str, Any]:
    """What is written into a round's row after it has stood still for some seconds."""
    later: dict[str, Any] = {}
    if current.phase is Phase.OPEN and current.ends_at is not None:
        later["ends_at"] = current.ends_at + seconds
    if current.talk is not None:
        later["talk"] = asdict(delay_talk(current.talk, seconds, now))
    return later
