"""Signed notes on a page: those that the room may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from kit.errors import DefinitionError, KitError
from kit.exercise.choice import Choice
from kit.exercise.notes import SentenceNumber, SignedNote
from kit.exercise.text import Text
from kit.language import N_, NP_, _, pgettext
from kit.session.notes import Note, NoteState
from kit.views.notes import SignedNotes
from kit.widgets.callbacks import guard
from kit.widgets.note_wall import NoteWall
from kit.widgets.palette import get_category
from kit.widgets.text_input import ONE_LINE

TAKE_AWAY = NP_("button", "Take away")
HELD = N_("The cards appear here as the facilitator shows them.")
SIGNED = N_("The cards appear here as they are signed.")


class Signed(Protocol):
    """Signed notes that can be followed and, by the facilitator, taken away, as `room.signed`."""

    @property
    def steers(self) -> bool:
        """Whether this page may take notes away."""

    def watch(self, watcher: Callable[[Any], None]) -> Callable[[], None]:
        """Call `watcher` at once and after every change, until the returned function is called."""

    def take_away(self, note_id: str) -> None:
        """Erase a note."""


def notes(signed: Signed, kind: str, *, leader: str = "") -> NoteWall:
    """The cards of a kind that the room may see, as they come or as the facilitator shows them.

    Where the card has a Choice, the cards stand in the order of its options, each with a letter.

    Args:
        signed: The room's signed notes, `room.signed`.
        kind: Name of a `SignedNote` of the exercise.
        leader: Name of a question of the leader's; what was told to it is a gold card.

    Raises:
        DefinitionError: The exercise has no such notes.
    """
    wall = NoteWall()

    def press(_wall: Any, wish: Mapping[str, Any], _buffers: Any) -> None:
        wall.warning = ""
        signed.take_away(str(wish["id"]))

    def warn(error: KitError) -> None:
        wall.warning = str(error)

    wall.on_msg(guard(press, warn))
    wall.follow(signed, lambda seen: _read_wall(seen, kind, leader, signed.steers))
    return wall


def _read_wall(signed: SignedNotes, name: str, leader: str, steers: bool) -> dict[str, Any]:
    kind = signed.get_kind(name)
    cards = list_cards(kind, signed.of(name))
    if leader and signed.leader.get(leader):
        cards.insert(0, make_gold("leader", signed.leader[leader], signed.leader.get("name", "")))
    return {
        "title": kind.title,
        "cards": cards,
        "acts": [{"act": "take-away", "label": pgettext("button", TAKE_AWAY)}]
        if steers and not kind.held
        else [],
        "message": "" if signed.over else _(HELD) if kind.held else _(SIGNED),
        "note": "",
        "warning": "",
    }


def list_cards(kind: SignedNote, every: Mapping[str, Note]) -> list[dict[str, Any]]:
    """The cards of a kind that the room sees, in the order of the Choice, as a wall takes them."""
    seen = {note_id: note for note_id, note in every.items() if note.state is NoteState.SHOWN}
    places = [option.value for option in kind.choice.options] if kind.choice else []
    chosen = kind.choice.name if kind.choice else ""

    def find_place(note_id: str) -> int:
        value = seen[note_id].words.get(chosen, "")
        return places.index(value) if value in places else len(places)

    return [
        {
            "id": note_id,
            "lines": _list_lines(kind, seen[note_id]),
            "mark": _find_mark(kind, seen[note_id]),
            "gold": False,
        }
        for note_id in sorted(seen, key=lambda each: (find_place(each), each))
    ]


def make_gold(card_id: str, text: str, name: str) -> dict[str, Any]:
    """The leader's card, which says whose it is: gold alone is a colour."""
    whose = _("{name}, the leader", name=name) if name else _("The leader")
    lines = [{"text": text, "part": "words"}, {"text": whose, "part": "name"}]
    return {"id": card_id, "lines": lines, "mark": {}, "gold": True}


def get_numbered(kind: SignedNote) -> SentenceNumber:
    """The field of a kind that names a sentence on the screen.

    Raises:
        DefinitionError: It has none.
    """
    if kind.number is None:
        msg = (
            f"note {kind.name!r}: its cards name no sentence. "
            'Add SentenceNumber("number", "Its number", "ask") to its fields.'
        )
        raise DefinitionError(msg)
    return kind.number


def _list_lines(kind: SignedNote, note: Note) -> list[dict[str, str]]:
    texts = [each for each in kind.fields if isinstance(each, Text)]
    longest = max(each.max_length for each in texts)
    return [
        {
            "text": note.words[each.name],
            "part": "words" if each.max_length > min(ONE_LINE, longest - 1) else "name",
        }
        for each in texts
        if note.words.get(each.name)
    ]


def _find_mark(kind: SignedNote, note: Note) -> dict[str, str]:
    choice: Choice | None = kind.choice
    for place, option in enumerate(choice.options if choice else ()):
        if choice and note.words.get(choice.name) == option.value:
            category = get_category(place)
            letter, colour = category.letter, category.name
            return {"letter": letter, "label": option.label, "colour": colour}
    return {}
