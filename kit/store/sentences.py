"""Released sentences: what a close has let through, each hidden until the facilitator shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kit.errors import NotFoundError, PhaseError
from kit.language import N_, _
from kit.session.session import Phase
from kit.store.part import Part
from kit.store.round_rows import load_round
from kit.store.schema import text_counts, texts
from kit.store.sessions import get_session_row
from kit.store.stops import KEEP, check_going

GONE = N_("This sentence is not there any more. Load the page again.")
NOT_YOURS = N_("No sentence that is shown now can be claimed from here.")
NAMED = N_("A name stands below this sentence already, and it stays.")
FULL = N_(
    "No more names can stand below these sentences: the others would be too few to hide among. Say "
    "it aloud, if you like."
)


def add_texts(
    connection: Connection,
    round_id: int,
    prompt: str,
    count: int,
    released: Sequence[str],
    marks: Sequence[str],
) -> None:
    """Keep the sentences a close releases for a prompt, in the order given, all of them hidden.

    Args:
        connection: The transaction of the close.
        round_id: The round.
        prompt: Name of the prompt they answer.
        count: How many of them count as different people's; 0 where none are released.
        released: The sentences.
        marks: The mark of each; "" where it may not be claimed.
    """
    values = {"round_id": round_id, "prompt": prompt}
    connection.execute(insert(text_counts).values(count=count, **values))
    rows = [
        {"text": text, "mark": mark or None, "shown": False, **values}
        for text, mark in zip(released, marks, strict=True)
    ]
    if rows:
        connection.execute(insert(texts), rows)


class Texts(Part):
    """The part of the store that keeps released sentences."""

    def list_texts(self, round_id: int) -> Sequence[Row[Any]]:
        """Read the released sentences of a round, hidden ones included."""
        query = select(texts).where(texts.c.round_id == round_id).order_by(texts.c.id)
        with self.database.read() as connection:
            return connection.execute(query).all()

    def get_text_counts(self, round_id: int) -> dict[str, int]:
        """Read how many sentences of a round have been released, by prompt; 0 for too few."""
        query = select(text_counts).where(text_counts.c.round_id == round_id)
        with self.database.read() as connection:
            rows = connection.execute(query).mappings()
            return {row["prompt"]: row["count"] for row in rows}

    def claim_text(self, round_id: int, mark: str, name: str, most: Mapping[str, int]) -> None:
        """Put a name below the shown sentence with a mark, for good. Twice the same is once.

        Every mark is compared, in a time that does not depend on which fits.

        Args:
            round_id: The round; what it shows must stand before the room now.
            mark: The hash of the key that was told.
            name: The name.
            most: How many sentences may carry a name, by prompt.

        Raises:
            NotFoundError: There is no such round, or it shows no sentence with this mark.
            PhaseError: The sentence carries another name, or no more of them may get one.
            PauseError: The session is stopped for a moment.
        """
        with self.database.write() as connection:
            current = load_round(connection, round_id)
            check_going(get_session_row(connection, current.code), KEEP)
            rows = connection.execute(select(texts).where(texts.c.round_id == round_id)).all()
            fitting = [row for row in rows if compare_digest(row.mark or "", mark) and row.shown]
            if current.phase is not Phase.REVEALED or not fitting:
                raise NotFoundError(_(NOT_YOURS))
            found = fitting[0]
            if found.name == name:
                return
            if found.name is not None:
                raise PhaseError(_(NAMED))
            named = sum(row.prompt == found.prompt and row.name is not None for row in rows)
            if named >= most.get(found.prompt, 0):
                raise PhaseError(_(FULL))
            connection.execute(update(texts).where(texts.c.id == found.id), {"name": name})
        self.notices.publish(current.code, "ledger")

    def set_texts_shown(self, text_ids: Collection[int], shown: bool) -> None:
        """Show released sentences of one round, or hide them again; all or none.

        Args:
            text_ids: Their numbers, at least one.
            shown: Whether the room may read them.

        Raises:
            NotFoundError: One of them has not been released in this round.
        """
        with self.database.write() as connection:
            found = connection.execute(select(texts).where(texts.c.id.in_(text_ids))).all()
            owners = {row.round_id for row in found}
            if len(owners) != 1 or len(found) != len(set(text_ids)):
                raise NotFoundError(_(GONE))
            chosen = update(texts).where(texts.c.id.in_(text_ids))
            connection.execute(chosen.values(shown=shown))
            if shown:
                _number(connection, found)
            code = load_round(connection, owners.pop()).code
        self.notices.publish(code, "ledger")


def _number(connection: Connection, shown: Sequence[Row[Any]]) -> None:
    """Give sentences that are shown for the first time the next numbers of their prompt.

    A number stays with its sentence: a card that names it means the same one later.
    """
    for row in sorted(shown, key=lambda each: each.id):
        if row.number is None:
            beside = (texts.c.round_id == row.round_id) & (texts.c.prompt == row.prompt)
            last = connection.scalar(select(func.max(texts.c.number)).where(beside)) or 0
            chosen = update(texts).where(texts.c.id == row.id)
            connection.execute(chosen.values(number=last + 1))
