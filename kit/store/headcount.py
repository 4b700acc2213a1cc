"""The headcount: how many people are in the room, and how many answers it knows already."""

from __future__ import annotations

from sqlalchemy import update

from kit.errors import PhaseError, ResponseError
from kit.language import _
from kit.session.phase_words import PHASE_WORDS
from kit.session.session import MOST_KNOWN, Round
from kit.store.moments import once_a_moment
from kit.store.part import Part
from kit.store.round_rows import choose_round, load_round
from kit.store.schema import sessions
from kit.store.sessions import get_session_row

MOST_PEOPLE = 9999


class Headcount(Part):
    """The store's part for what the facilitator counts by hand."""

    def set_people(self, code: str, people: int | None) -> None:
        """Keep how many people are in the room.

        Args:
            code: Code of the session.
            people: Number of people; None when it is not known.

        Raises:
            NotFoundError: No session has this code.
            ResponseError: It is not a number of people.
        """
        whole = isinstance(people, int) and not isinstance(people, bool)
        if people is not None and (not whole or not 1 <= people <= MOST_PEOPLE):
            msg = _("Enter how many people are in the room, 1 to 9999, or leave it empty.")
            raise ResponseError(msg, prompt="people")
        with self.database.write() as connection:
            get_session_row(connection, code)
            chosen = update(sessions).where(sessions.c.code == code)
            connection.execute(chosen.values(people=people))
        self.notices.publish(code, "seats")

    @once_a_moment
    def find_people(self, code: str) -> int | None:
        """Read how many people are in the room; None when it is not known.

        Raises:
            NotFoundError: No session has this code.
        """
        with self.database.read() as connection:
            people: int | None = get_session_row(connection, code).people
            return people

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
            msg = _(
                "At most {most} answers of a round may be known. With more of them, talk "
                "about it instead.",
                most=MOST_KNOWN,
            )
            raise ResponseError(msg, prompt="known")
        with self.database.write() as connection:
            current = load_round(connection, round_id)
            if current.phase.is_over:
                stands = PHASE_WORDS[current.phase].say().stands
                msg = _(
                    "This round {stands}, and how many answers are known stays as it was.",
                    stands=stands,
                )
                raise PhaseError(msg)
            if current.known != expected:
                msg = _("Somebody else has just changed how many answers are known. Look again.")
                raise PhaseError(msg)
            connection.execute(choose_round(round_id).values(known=known))
            changed = load_round(connection, round_id)
        self.notices.publish(current.code, "known")
        return changed
