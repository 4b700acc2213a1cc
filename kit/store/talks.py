"""The timer for talking, in the row of the round that is played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

from kit.errors import PhaseError
from kit.language import _
from kit.session.clock import get_now
from kit.session.session import Phase
from kit.session.talk import Talk, begin_talk, is_over, lengthen_talk
from kit.store.part import Part
from kit.store.round_rows import choose_round, load_round
from kit.store.sessions import get_live_session_row
from kit.store.stops import check_going


class Talks(Part):
    """The part of the store that keeps the timer for talking."""

    def begin_talk(self, round_id: int, turns: int, seconds: int) -> None:
        """Start the timer for talking. One that has not run out goes on as it is.

        It is only shown. The round's next phase ends it.

        Args:
            round_id: The round.
            turns: How many speak one after the other.
            seconds: How long each of them has.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: The round is done, the session has ended or is stopped, or there are no
                such turns.
        """

        def begin(talk: Talk | None, now: float) -> Talk:
            runs = talk is not None and not is_over(talk, now)
            return talk if talk is not None and runs else begin_talk(turns, seconds, now)

        self._change_talk(round_id, begin)

    def lengthen_talk(self, round_id: int, seconds: float) -> None:
        """Give the turn that is now so many seconds more; nothing where nobody talks.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: The round is done, or the session has ended or is stopped.
        """
        self._change_talk(round_id, lambda talk, now: talk and lengthen_talk(talk, seconds, now))

    def show_talk(self, round_id: int, leads: bool) -> None:
        """Put the clock on the screen, or let a picture have it; nothing where nobody talks.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: The round is done, or the session has ended or is stopped.
        """
        self._change_talk(round_id, lambda talk, _now: talk and replace(talk, leads=leads))

    def end_talk(self, round_id: int) -> None:
        """Stop the timer for talking.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: The round is done, or the session has ended or is stopped.
        """
        self._change_talk(round_id, lambda _talk, _now: None)

    def _change_talk(
        self, round_id: int, change: Callable[[Talk | None, float], Talk | None]
    ) -> None:
        """Write another talk into the row of a round that goes on, and tell everybody."""
        with self.database.write() as connection:
            current = load_round(connection, round_id)
            check_going(get_live_session_row(connection, current.code))
            if current.phase is Phase.DONE:
                msg = _("This round is done. Talk against a clock in the next exercise.")
                raise PhaseError(msg)
            talk = change(current.talk, get_now())
            if talk == current.talk:
                return
            connection.execute(choose_round(round_id).values(talk=talk and asdict(talk)))
        self.notices.publish(current.code, "talk")
