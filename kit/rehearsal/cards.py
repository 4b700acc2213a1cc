"""The commitments of simulated people, out of the file of the exercise in which they sign them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kit.errors import ResponseError, suggest
from kit.language import N_, _
from kit.rehearsal.scripts import CARDS, find_script
from kit.session.commitments import LENGTHS, Commitment, State
from kit.session.plan import Row
from kit.store import Store

SIGNING = "commitments"  # the exercise in whose file every card is one
EARLIER = 3  # of its cards, from the first on, were signed in the session before
LAST_TIME = N_("Last time")
FIELDS = ("owner", "what", "by", "notice", "state")


def list_cards(folder: Path | None = None, slug: str = SIGNING) -> tuple[Commitment, ...]:
    """Read the cards of an exercise, in the order of their file.

    Args:
        folder: Where the notebooks lie; None where nobody knows.
        slug: The exercise's. In another than `SIGNING` cards may be signed notes as well, and those
            are commitments that say all that one says.

    Raises:
        DefinitionError: One of them is no commitment; names the file and the card.
    """
    script, cards = find_script(slug, folder), []
    for number, told in enumerate(script.cards, start=1):
        if slug != SIGNING and not LENGTHS.keys() <= told.keys():
            continue
        for name in told:
            if name not in FIELDS:
                words = f"card {number}: {name!r} is unknown.{suggest(name, FIELDS)}"
                script.refuse(CARDS, words, number=number)
        state = told.get("state", State.OPEN)
        if state not in list(State):
            words = f"card {number}: {state!r} is no state.{suggest(state, list(State))}"
            script.refuse(CARDS, words, number=number)
        try:
            texts = {name: told.get(name, "") for name in FIELDS[:-1]}
            cards.append(Commitment(**texts, state=State(state)))
        except ResponseError as error:
            script.refuse(CARDS, f"card {number}, {error.prompt}: {error}", number=number)
    return tuple(cards)


def list_todays(folder: Path | None, slug: str) -> tuple[Commitment, ...]:
    """The cards that people sign in an exercise today; arguments as in `list_cards`."""
    return list_cards(folder, slug)[EARLIER if slug == SIGNING else 0 :]


def begin_earlier(
    store: Store, rows: Sequence[str | Row], folder: Path | None, *, rehearsal: bool = False
) -> str:
    """Begin the session that a rehearsal follows, with the cards its people have signed then.

    Args:
        store: The store.
        rows: The rows of its agenda.
        folder: Where the notebooks lie; None where nobody knows.
        rehearsal: It is marked as one.

    Returns:
        Its code.

    Raises:
        DefinitionError: A card is none; names the file and the card.
    """
    cards = list_cards(folder)[:EARLIER]
    code = store.add_session(_(LAST_TIME), rows, rehearsal=rehearsal).code
    for card in cards:
        store.add_commitment(code, card)
    return code
