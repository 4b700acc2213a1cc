"""What rooms said after their pictures: written by the facilitator, confirmed by the room."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from kit.errors import PhaseError
from kit.language import N_, _
from kit.session.debrief import Debrief
from kit.session.session import Phase, Round
from kit.store.erasure import erase_rows
from kit.store.part import Part
from kit.store.round_rows import load_round
from kit.store.schema import debriefs
from kit.store.sessions import get_live_session_row

NOT_NOW = N_(
    "What the room said is written down while its result is on the screen. This round is not there."
)
CHANGED = N_(
    "What is on the screen has been changed on another page. Look at it, then press again."
)


class Debriefs(Part):
    """The part of the store that keeps what rooms said.

    All of it changes only while the result of the round is revealed, and what has not been kept by
    its end is erased.
    """

    def get_debrief(self, round_id: int) -> Debrief:
        """Read what the room of a round said; nothing where nothing is written."""
        with self.database.read() as connection:
            return _find_debrief(connection, round_id) or Debrief()

    def write_debrief(self, round_id: int, draft: str) -> None:
        """Keep what is being written; the screen and what is kept stay as they are.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: Its result is not on the screen, or the session has ended.
        """
        self._change(round_id, draft=draft)

    def ask_debrief(self, round_id: int, words: str) -> None:
        """Show words on the screen; "" takes them off it.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: Its result is not on the screen, or the session has ended.
        """
        self._change(round_id, asked=words)

    def keep_debrief(self, round_id: int, words: str) -> None:
        """Keep what the screen shows, and take it off.

        Args:
            round_id: The round.
            words: What the caller has seen there.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: The screen shows something else, or nothing.
        """
        self._change(round_id, expected=words, draft=words, asked="", kept=words)

    def erase_debrief(self, round_id: int) -> None:
        """Erase all that is written of a round, also what was kept.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: Its result is not on the screen, or the session has ended.
        """
        with self.database.write() as connection:
            current = _get_revealed(connection, round_id)
            erased = erase_rows(connection, debriefs, debriefs.c.round_id == round_id)
        if erased:
            self.database.scrub()
        self.notices.publish(current.code, "debrief")

    def _change(self, round_id: int, expected: str | None = None, **words: str) -> None:
        with self.database.write() as connection:
            current = _get_revealed(connection, round_id)
            before = _find_debrief(connection, round_id)
            shown = before.asked if before else ""
            if expected is not None and shown != expected:
                raise PhaseError(_(CHANGED))
            if before is None:
                blank = {"draft": "", "asked": "", "kept": ""}
                connection.execute(insert(debriefs), {"round_id": round_id, **blank, **words})
            else:
                chosen = update(debriefs).where(debriefs.c.round_id == round_id)
                connection.execute(chosen.values(**words))
        self.notices.publish(current.code, "debrief")


def _get_revealed(connection: Connection, round_id: int) -> Round:
    """Read a round whose result is on the screen, and keep others from changing it.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: It is not there, or the session has ended.
    """
    current = load_round(connection, round_id)
    get_live_session_row(connection, current.code)
    if current.phase is not Phase.REVEALED:
        raise PhaseError(_(NOT_NOW))
    return current


def _find_debrief(connection: Connection, round_id: int) -> Debrief | None:
    query = select(debriefs).where(debriefs.c.round_id == round_id)
    row: Any = connection.execute(query).one_or_none()
    return None if row is None else Debrief(row.draft, row.asked, row.kept)
