"""A signed note's card on a phone. It calls back and knows no store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from ipywidgets import HTML, Button, Layout, VBox
from markupsafe import Markup

from kit.errors import KitError
from kit.exercise.choice import Choice
from kit.exercise.notes import Field, SignedNote
from kit.exercise.text import Text
from kit.forms.signed_card import TEMPLATE, SignedCard, Words
from kit.language import N_, NP_, _, pgettext
from kit.session.notes import LONGEST_NAME
from kit.views.notes import SignedNotes
from kit.widgets.callbacks import guard
from kit.widgets.choice_input import ChoiceInput
from kit.widgets.markup import render_part
from kit.widgets.note import Note
from kit.widgets.palette import get_letter
from kit.widgets.text_input import ONE_LINE, TextInput
from kit.widgets.visibility import show

SIGN = NP_("button", "Sign")
SHOWN = N_("Signed. Everybody can read it on the screen.")
HELD = N_("Signed. The facilitator has it.")
DEALT = N_(
    "From the deck: {name}. If you do not know them well enough, or it is you, take another name."
)
ANOTHER_NAME = NP_("button", "Another name")
SAY_IT = NP_("button", "Do not show it; I will say it myself")
SAID = N_("Only this phone has the words. That there is a card for this name is known.")
KEEP_OFF = NP_("button", "I would rather not be on the wall")
ON_AGAIN = NP_("button", "Put me on the wall after all")
OWN_NAME = N_("Your name, as it stands on the facilitator's list")
OFF = N_(
    "Cards for {name} come to this phone when the facilitator gives them out, and to the report."
)
ON = N_("Cards for you are on the wall like all others.")
DIGITS = 3

Said = Mapping[str, str]


class Signing(Protocol):
    """What a card calls, as the room's signed notes."""

    def sign(self, kind: SignedNote, words: Mapping[str, object], *, private: bool = False) -> str:
        """Keep a card; returns its id, or raises a `KitError` for the person."""

    def take_back(self, note_id: str) -> None:
        """Erase a card."""

    def set_apart(self, name: str, apart: bool) -> None:
        """Keep a name off the wall, or let it on again."""

    def list_handed(self, kind: SignedNote, name: str) -> list[Any]:
        """The notes that are handed to somebody who would rather not be on the wall."""


class NoteCard(SignedCard[Said]):
    """A seat's card for one kind of notes, and below it those that this page has signed.

    Args:
        kind: What is signed.
        signing: What the card calls.
        on_another: Called when another name is wanted from the deck.
        after_reveal: It is not there before the first result of the exercise is shown.
    """

    def __init__(
        self,
        kind: SignedNote,
        signing: Signing,
        on_another: Callable[[], None] = lambda: None,
        *,
        after_reveal: bool = False,
    ) -> None:
        self._kind, self._signing, self._after_reveal = kind, signing, after_reveal
        self._dealt = ""
        words = Words(
            head=render_part(TEMPLATE, "note_head", kind.title, kind.is_optional, kind.held),
            sign=pgettext("button", SIGN),
            signed=_(HELD) if kind.held else _(SHOWN),
            most=kind.most,
            kept=[each.name for each in kind.fields[-1:] if isinstance(each, Text)],
            render=partial(render_note, kind),
            title=lambda said: next(iter(said.values()), ""),
        )
        inputs = {field.name: build_field(kind, field) for field in kind.fields}
        super().__init__(words, inputs, self._take, partial(signing.sign, kind), signing.take_back)
        self._deck, self._name = (
            Note(tone="news"),
            Button(description=pgettext("button", ANOTHER_NAME)),
        )
        self._say_it = Button(description=pgettext("button", SAY_IT))
        self._wall = Wall(kind, signing)
        if kind.names:
            self._name.add_class("kit-take-back")
            self._name.on_click(guard(lambda _button: on_another(), self._show))
            self._say_it.add_class("kit-take-back")
            self._say_it.on_click(guard(self._keep_private, self._show))
            first, last = (self._deck, self._name), (self._say_it, self._wall)
            self.children = (self._head, *first, *self._body, *last)
        self._draw()

    def follow(self, signed: SignedNotes) -> None:
        """Show the card when its time has come, and lock it once the exercise is over.

        A card with a number waits for the numbers. Cards of this page that the facilitator has
        taken away are told; what goes by itself once the exercise is over is not.
        """
        if not signed.over:
            self.lose(set(self.signed) - signed.ids)
        else:
            self.give("")
            self._wall.end()
            self.end()
        number = self._kind.number
        ready = number is None or bool(signed.numbers.get(number.prompt))
        waits = self._after_reveal and not signed.revealed
        show(self, (ready and not waits) or bool(self.signed or self._away.text))
        self._wall.follow()

    def give(self, name: str) -> None:
        """Show a name from the deck; "" for none."""
        field = self._inputs.get(self._kind.names)
        if field is not None and field.value in ("", self._dealt):
            field.value = name  # what somebody has written stays
        self._dealt = name
        self._deck.text = _(DEALT, name=name) if name else ""
        self._draw()

    def _take(self, raw: dict[str, Any]) -> Said:
        """What the controls hold, as it is handed on; it is checked where it is kept."""
        return {name: "".join(value) for name, value in raw.items()}

    def _keep_private(self, _button: Any) -> None:
        """Let it be known that there is a card for this name, and nothing of its words."""
        for control in self._inputs.values():
            control.error = ""
        said = self._take({name: each.value for name, each in self._inputs.items()})
        note_id = self._signing.sign(self._kind, said, private=True)
        self._keep(note_id, {**said, "": _(SAID)})
        self._say(_("Kept for you."), "good")
        self._draw()

    def _draw(self) -> None:
        super()._draw()
        if self._kind.names:
            writes = self._writing and not (self._over or self._rests or self._is_full)
            show(self._say_it, writes)
            show(self._name, bool(self._dealt) and writes)


class Wall(VBox):  # type: ignore[misc]
    """For those who would rather not be on the wall: their name, and the cards handed to them.

    Args:
        kind: What is signed.
        signing: What it calls.
    """

    def __init__(self, kind: SignedNote, signing: Signing) -> None:
        self._kind, self._signing = kind, signing
        self._name, self._over = "", False
        plain = Layout()
        self._field = TextInput(
            prompt=f"note-{kind.name}-off-the-wall",
            text=_(OWN_NAME),
            max_length=LONGEST_NAME,
            one_line=True,
        )
        self._note, self._cards = Note(), HTML(layout=plain)
        self._button = Button(description=pgettext("button", KEEP_OFF), layout=plain)
        self._button.add_class("kit-take-back")
        self._button.on_click(guard(self._press, self._show))
        self._open = False
        self._asked = VBox([self._field], layout=plain)
        super().__init__([self._note, self._cards, self._asked, self._button], layout=plain)
        show(self._asked, False)

    def follow(self) -> None:
        """Show the cards that have been handed over."""
        if self._name and not self._over:
            handed = self._signing.list_handed(self._kind, self._name)
            lines = [list_lines(self._kind, each.words) for each in handed]
            self._cards.value = render_part(TEMPLATE, "handed", lines)

    def end(self) -> None:
        """Nothing is asked any more; the cards stay."""
        self._over = True
        self._field.over = True
        show(self._asked, False)
        show(self._button, False)

    def _press(self, _button: Any) -> None:
        self._field.error = ""
        if self._name:
            self._signing.set_apart(self._name, False)
            self._name, self._cards.value = "", ""
            self._note.text, self._button.description = _(ON), pgettext("button", KEEP_OFF)
        elif not self._open:
            self._open = True
            show(self._asked, True)
            return
        else:
            name = " ".join(self._field.value.split())
            self._signing.set_apart(name, True)
            self._name, self._field.value = name, ""
            self._note.text = _(OFF, name=name)
            self._button.description = pgettext("button", ON_AGAIN)
        self._open = False
        show(self._asked, False)
        self.follow()

    def _show(self, error: KitError) -> None:
        self._field.error = str(error)


def build_field(kind: SignedNote, field: Field) -> Any:
    """The control for a field of a card."""
    about = {"prompt": f"note-{kind.name}-{field.name}", "text": field.text, "help": field.help}
    if isinstance(field, Choice):
        options = [
            {"value": option.value, "label": option.label, "letter": get_letter(place)}
            for place, option in enumerate(field.options)
        ]
        return ChoiceInput(options=options, max_choices=1, **about)
    most = field.max_length if isinstance(field, Text) else DIGITS
    return TextInput(max_length=most, one_line=most <= ONE_LINE, **about)


def list_lines(kind: SignedNote, words: Said) -> list[str]:
    """A card's words as people read them, in the order of its fields."""
    found = [each.name for each in kind.fields if words.get(each.name)]
    return [kind.describe(name, words[name]) for name in found]


def render_note(kind: SignedNote, words: Said) -> Markup:
    """A card as markup; what people wrote stands in it as letters."""
    return render_part(TEMPLATE, "note_own", list_lines(kind, words), words.get("", ""))
