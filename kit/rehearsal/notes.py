"""Signed notes of simulated people: those that are given, or plausible ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from kit.errors import ResponseError
from kit.exercise.choice import Choice
from kit.exercise.notes import SentenceNumber, SignedNote
from kit.exercise.text import Text
from kit.rehearsal.scripts import Script, find_usual_lines
from kit.store import Store
from kit.views.notes import find_first_part

NAMES = ("Ada", "Ben", "Chris", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jo", "Kim", "Lea")
SHORT = 60  # characters: a name, or a day


def sign_cards(
    store: Store, round_id: int, kind: SignedNote, cards: Sequence[Mapping[str, str]]
) -> list[str]:
    """Sign cards, as if each had been written on a phone.

    Args:
        store: The store.
        round_id: A round of the exercise, any of its parts.
        kind: The kind of notes.
        cards: What stands on each, by field: a Choice by its option's value, a number as digits.
            Fields of other kinds are left out.

    Returns:
        Their ids.

    Raises:
        ResponseError: A card could not be written on a phone; names the field.
        PhaseError: The exercise is over.
    """
    first = find_first_part(store, round_id).id
    ids = []
    for card in cards:
        number = kind.number
        given = card.get(number.name, "") if number else ""
        known = {number.prompt: [int(given)]} if number and given.isdecimal() else {}
        ids.append(store.add_note(first, kind.name, kind.clean(card, known)))
    return ids


def find_needed_number(kind: SignedNote) -> SentenceNumber | None:
    """The number without which no card of a kind can be signed; None where none is needed."""
    return kind.number if kind.number and kind.number.name not in kind.optional else None


def make_card(
    kind: SignedNote,
    place: int,
    script: Script,
    numbers: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> dict[str, str] | None:
    """A plausible card; None where it would have to name a sentence that is not there.

    Args:
        kind: The kind of notes.
        place: The person's number; it decides alone what stands on the card.
        script: What people say in this exercise; its cards come first, where they have the fields.
        numbers: Those of the sentences on the screen, by prompt. Every second one is named.
    """
    names = {field.name for field in kind.fields}
    told = [card for card in script.cards if card.keys() <= names]
    if told and place >= len(told):
        return None
    card: dict[str, str] = {}
    if number := find_needed_number(kind):
        free = sorted(numbers.get(number.prompt, ()))[::2][place : place + 1]
        if not free:
            return None
        card[number.name] = str(free[0])
    if told:
        return {**told[place], **card}
    sentences = find_usual_lines("sentences")
    for turn, field in enumerate(kind.fields):
        if isinstance(field, Choice):
            card[field.name] = field.options[place % len(field.options)].value
        elif isinstance(field, Text):
            words = NAMES if field.max_length <= SHORT else sentences
            card[field.name] = words[(place + 5 * turn) % len(words)][: field.max_length]
    return card


def sign_own(
    store: Store,
    round_id: int,
    kinds: Sequence[SignedNote],
    place: int,
    script: Script,
    numbers: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> None:
    """Let a simulated person sign a card of each kind, where there is room for it.

    Args:
        store: The store.
        round_id: A round of the exercise, any of its parts.
        kinds: The kinds of notes.
        place: The person's number.
        script: What people say in this exercise.
        numbers: Numbers of the sentences that are shown, by the prompt.
    """
    for kind in kinds:
        card = make_card(kind, place, script, numbers)
        if card is not None:
            try:
                sign_cards(store, round_id, kind, [card])
            except ResponseError:
                return
