"""Sentences that may be shown: one batch at the close, each hidden until the facilitator shows it.

A sentence leaves the gate alone. Nothing leads from it to its writer, to the other answers of its
writer, or to its place in time: a batch lies in the order of a hash of the words. What may be
claimed carries a mark, a random number to everybody but the phone that has its key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from kit.exercise.claims import hash_key, make_key
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.responses import TextResponse
from kit.gate.rules import Verdict, decide_texts
from kit.session.session import Phase, Role, Round
from kit.store import Store


@dataclass(frozen=True)
class ReleasedText:
    """A sentence that the gate has let through.

    Attributes:
        id: Its number in the store.
        prompt: Name of the prompt it answers.
        text: What it says.
        shown: The facilitator lets the room read it.
        number: What the room calls it, from 1 in the order of showing; 0 until it is shown.
        name: The name its writer has put below it; "" where there is none.
        mark: For phones, while it may be claimed: the hash of the key that does it; "" otherwise.
    """

    id: int
    prompt: str
    text: str = field(repr=False)
    shown: bool
    number: int = 0
    name: str = field(default="", repr=False)
    mark: str = field(default="", repr=False)


@dataclass(frozen=True)
class TextBatch:
    """What a close does with the sentences of one prompt.

    Attributes:
        count: Sentences whose writers allowed it and are surely different people whom nobody knows;
            0 where they are too few, because even that number would say something about a few.
        texts: The released ones: all whose writers allowed it, or none.
        marks: The mark of each of them; "" where they may not be claimed.
    """

    count: int
    texts: tuple[str, ...] = field(repr=False)
    marks: tuple[str, ...] = field(default=(), repr=False)


def build_batch(
    responses: Sequence[TextResponse],
    policy: AnonymityPolicy,
    *,
    round_id: int,
    taken_off: int,
    claimable: bool = False,
) -> TextBatch:
    """Choose the sentences of a prompt that are released.

    Args:
        responses: One for each seat that wrote something, in any order.
        policy: How many it takes.
        round_id: The round; the same sentences lie in another order in another round.
        taken_off: Submissions that may come from second browsers of somebody, or are known (see
            `count_counted`).
        claimable: They may be claimed: each gets a mark. One that came without gets the mark of a
            key that nobody has, so that it looks like the others.
    """
    allowed = [
        (each.text, (each.mark or hash_key(make_key())) if claimable else "")
        for each in responses
        if each.share
    ]
    count = len(allowed) - taken_off
    if decide_texts(policy, n=count) is not Verdict.PUBLISH:
        return TextBatch(0, ())
    # The same words twice lie in the order of their marks, which are drawn by lot.
    ordered = sorted(allowed, key=lambda each: (_hash_words(round_id, each[0]), each[1]))
    return TextBatch(count, tuple(text for text, _ in ordered), tuple(mark for _, mark in ordered))


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
    offered = role is Role.PARTICIPANT and current.phase is Phase.REVEALED
    if not sees_all and not current.phase.is_shown:
        return ()
    return tuple(
        ReleasedText(
            row.id,
            row.prompt,
            row.text,
            row.shown,
            row.number or 0,
            row.name or "",
            row.mark or "" if offered and not row.name else "",
        )
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
