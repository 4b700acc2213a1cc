"""Sentences that may be shown: one batch at the close, each hidden until the facilitator shows it.

A sentence leaves the gate alone. Nothing leads from it to its writer, to the other answers of its
writer, or to its place in time: a batch lies in the order of a hash of the words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from kit.exercise.policy import AnonymityPolicy
from kit.exercise.responses import TextResponse
from kit.gate.rules import Verdict, decide_texts
from kit.session.session import Role, Round
from kit.store import Store


@dataclass(frozen=True)
class ReleasedText:
    """A sentence that the gate has let through.

    Attributes:
        id: Its number in the store.
        prompt: Name of the prompt it answers.
        text: What it says.
        shown: The facilitator lets the room read it.
    """

    id: int
    prompt: str
    text: str = field(repr=False)
    shown: bool


@dataclass(frozen=True)
class TextBatch:
    """What a close does with the sentences of one prompt.

    Attributes:
        count: Sentences whose writers allowed it and are surely different people; 0 where they
            are too few, because even that number would say something about a few.
        texts: The released ones: all whose writers allowed it, or none.
    """

    count: int
    texts: tuple[str, ...] = field(repr=False)


def build_batch(
    responses: Sequence[TextResponse], policy: AnonymityPolicy, *, round_id: int, extra: int
) -> TextBatch:
    """Choose the sentences of a prompt that are released.

    Args:
        responses: One for each seat that wrote something, in any order.
        policy: How many it takes.
        round_id: The round; the same sentences lie in another order in another round.
        extra: Submissions that may come from second browsers of somebody (see `count_counted`).
    """
    allowed = [response.text for response in responses if response.share]
    count = len(allowed) - extra
    if decide_texts(policy, n=count) is not Verdict.PUBLISH:
        return TextBatch(0, ())
    return TextBatch(count, tuple(sorted(allowed, key=lambda text: _hash_words(round_id, text))))


def list_texts(store: Store, current: Round, role: Role) -> tuple[ReleasedText, ...]:
    """Read the released sentences a role may see.

    The facilitator sees all of them from the close on. Screen and participants see those that are
    shown, from the reveal on.

    Args:
        store: The store.
        current: The round, as it was just read.
        role: Who asks.
    """
    sees_all = role is Role.FACILITATOR
    if not sees_all and not current.phase.is_shown:
        return ()
    return tuple(
        ReleasedText(row.id, row.prompt, row.text, row.shown)
        for row in store.list_texts(current.id)
        if sees_all or row.shown
    )


def count_texts(store: Store, current: Round, role: Role) -> Mapping[str, int]:
    """Say how many sentences have been released, by prompt; the facilitator alone may know.

    Empty before the close, and for a round without a result.
    """
    return store.get_text_counts(current.id) if role is Role.FACILITATOR else {}


def set_texts_shown(store: Store, text_ids: Collection[int], shown: bool) -> None:
    """Show several released sentences of one round, or hide them again; all or none.

    Raises:
        NotFoundError: One of them has not been released.
    """
    if text_ids:
        store.set_texts_shown(text_ids, shown)


def _hash_words(round_id: int, text: str) -> bytes:
    return sha256(f"{round_id} {text}".encode()).digest()
