"""A round that simulated people play at once: through the store and the gate, as a form does."""

from __future__ import annotations

import random
from collections.abc import Sequence

from kit.exercise.word import Word
from kit.gate.publication import get_exercise, submit
from kit.gate.randomised_response import throw_coin
from kit.gate.sentences import list_texts, set_texts_shown
from kit.lifecycle import advance_round
from kit.rehearsal.answers import make_answers
from kit.rehearsal.scripts import Script
from kit.session.session import Phase, Role, Round
from kit.store import Store

SHOWN = 6  # sentences of a prompt that the facilitator shows


def answer(
    store: Store,
    current: Round,
    seat: str,
    place: int,
    chance: random.Random,
    script: Script | None = None,
) -> None:
    """Send one simulated person's answers to a round that is open; nobody sends an empty form.

    Args:
        store: The store.
        current: The round.
        seat: The person's seat.
        place: The person's number.
        chance: What decides.
        script: What people say in the exercise; the kit's own where none is given.

    Raises:
        DefinitionError: The script does not fit the exercise.
        PhaseError: The round is not open any more.
    """
    exercise = get_exercise(current)
    made = make_answers(exercise, chance, place, script)
    raw = {name: made[name] for name in made if name not in current.left_out}
    for name in exercise.delicate if current.coin else ():
        if isinstance(raw.get(name), bool):
            raw[name] = throw_coin(bool(raw[name]), chance)
    if raw:
        submit(store, current.id, seat, raw)


def play_round(
    store: Store,
    current: Round,
    seats: Sequence[str],
    chance: random.Random,
    end: Phase = Phase.DONE,
    most_shown: int = SHOWN,
) -> Round:
    """Play a round from where it stands: all answer while it is open, a few sentences are shown.

    Args:
        store: The store.
        current: The round.
        seats: Who answers, in the order of the people.
        chance: What decides.
        end: The phase in which to stop.
        most_shown: How many sentences of a prompt the facilitator shows.

    Returns:
        What the session plays then.
    """
    round_id = current.id
    while current.id == round_id and current.phase not in (end, Phase.DONE):
        if current.phase is Phase.OPEN:
            for place, seat in enumerate(seats):
                answer(store, current, seat, place, chance)
        if current.phase is Phase.CLOSED:
            _show_texts(store, current, most_shown)
        current = advance_round(store, round_id, current.phase)
    return current


def _show_texts(store: Store, current: Round, most: int) -> None:
    """Show the first few sentences of each prompt, as a facilitator would, and none twice."""
    released = list_texts(store, current, Role.FACILITATOR)
    for prompt in get_exercise(current).sentences:
        texts = [text for text in released if text.prompt == prompt.name]
        if not isinstance(prompt, Word):  # a word counts as often as it was said
            texts = list({text.text: text for text in texts}.values())
        set_texts_shown(store, [text.id for text in texts[:most]], True)
