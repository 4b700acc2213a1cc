"""Signed cards: named, apart from everything that is anonymous, and nothing beside them."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, func, insert, select, update

from kit.errors import NotFoundError, ResponseError
from kit.language import N_, _
from kit.session.commitments import Commitment, State
from kit.store.erasure import erase_rows
from kit.store.part import Part
from kit.store.schema import commitments
from kit.store.sessions import get_live_session_row, get_session_row
from kit.store.stops import KEEP, check_going

ID_BYTES = 12
MAX_CARDS = 200  # in one session; nobody would read more
FULL = N_("This session holds {most} cards, and no more fit. Ask the facilitator to take one away.")
GONE = N_("This card is not there any more. There is nothing to do.")


class Commitments(Part):
    """The part of the store that keeps signed cards."""

    def add_commitment(self, code: str, commitment: Commitment) -> str:
        """Keep a signed card.

        Args:
            code: Code of the session in which it was signed.
            commitment: The card.

        Returns:
            Its id, drawn by chance.

        Raises:
            NotFoundError: No session has this code.
            PhaseError: The session has ended.
            PauseError: It is stopped for a moment.
            ResponseError: The session holds as many cards as it may.
        """
        card_id = secrets.token_hex(ID_BYTES)
        here = select(func.count()).select_from(commitments).where(commitments.c.code == code)
        with self.database.write() as connection:
            check_going(get_live_session_row(connection, code), KEEP)
            if connection.execute(here).scalar_one() >= MAX_CARDS:
                raise ResponseError(_(FULL, most=MAX_CARDS))
            values = {"id": card_id, "code": code, **commitment.to_json()}
            connection.execute(insert(commitments), values)
        self.notices.publish(code, "commitments")
        return card_id

    def list_commitments(self, code: str) -> dict[str, Commitment]:
        """Read the signed cards of a session by their ids, in an order left to chance."""
        query = select(commitments).where(commitments.c.code == code).order_by(commitments.c.id)
        with self.database.read() as connection:
            return {
                row.id: Commitment(row.owner, row.what, row.by, row.notice, State(row.state))
                for row in connection.execute(query)
            }

    def mark_commitment(self, code: str, card_id: str, state: State) -> None:
        """Keep what became of a card.

        Args:
            code: Code of the session that looks back: the one that follows the card's own.
            card_id: The card.
            state: What became of it.

        Raises:
            NotFoundError: The session before this one has no such card.
        """
        with self.database.write() as connection:
            earlier: str | None = get_session_row(connection, code).follows
            check_card(connection, card_id, earlier)
            chosen = update(commitments).where(commitments.c.id == card_id)
            connection.execute(chosen.values(state=state.value))
        self.notices.publish(code, "commitments")

    def take_away_commitment(self, code: str, card_id: str) -> None:
        """Erase a card, and every copy of it.

        Args:
            code: Code of the session in which it was signed.
            card_id: The card.

        Raises:
            NotFoundError: This session has no such card.
        """
        with self.database.write() as connection:
            check_card(connection, card_id, code)
            erase_rows(connection, commitments, commitments.c.id == card_id)
        self.database.scrub(patient=False)  # what lingers in the log goes with the next close
        self.notices.publish(code, "commitments")


def check_card(connection: Connection, card_id: str, code: str | None) -> None:
    """Make sure that a card was signed in a session.

    Raises:
        NotFoundError: It was not, or was taken away.
    """
    query = select(commitments.c.code).where(commitments.c.id == card_id)
    if code is None or connection.scalar(query) != code:
        raise NotFoundError(_(GONE))
