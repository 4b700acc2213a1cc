"""Released sentences: what a close has let through, each hidden until the facilitator shows it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Row, insert, select, update

from kit.errors import NotFoundError
from kit.store.part import Part
from kit.store.round_rows import load_round
from kit.store.schema import text_counts, texts

GONE = "This sentence is not there any more. Load the page again."


def add_texts(
    connection: Connection, round_id: int, prompt: str, count: int, released: Sequence[str]
) -> None:
    """Keep the sentences a close releases for a prompt, in the order given, all of them hidden.

    Args:
        connection: The transaction of the close.
        round_id: The round.
        prompt: Name of the prompt they answer.
        count: How many of them count as different people's; 0 where none are released.
        released: The sentences.
    """
    values = {"round_id": round_id, "prompt": prompt}
    connection.execute(insert(text_counts).values(count=count, **values))
    rows = [{"text": text, "shown": False, **values} for text in released]
    if rows:
        connection.execute(insert(texts), rows)


class Texts(Part):
    """The part of the store that keeps released sentences."""

    def list_texts(self, round_id: int) -> Sequence[Row[tuple[int, int, str, str, bool]]]:
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
                raise NotFoundError(GONE)
            chosen = update(texts).where(texts.c.id.in_(text_ids))
            connection.execute(chosen.values(shown=shown))
            code = load_round(connection, owners.pop()).code
        self.notices.publish(code, "ledger")
