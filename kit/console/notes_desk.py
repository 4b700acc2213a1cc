"""The facilitator's look at signed notes before the room sees them, and the names they are for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from ipywidgets import VBox

from kit.console.fold import fold
from kit.console.quiet_button import make_button
from kit.errors import KitError
from kit.exercise.notes import SignedNote
from kit.language import N_, _
from kit.language.formats import join_items
from kit.session.notes import LONGEST_NAME, MOST_NAMES, NoteState
from kit.session.notes import Note as Signed
from kit.views.notes import SignedNotes
from kit.widgets.callbacks import guard
from kit.widgets.note import Note
from kit.widgets.text_desk import TextDesk
from kit.widgets.text_input import TextInput

DESK = N_(
    "The room does not see this list. Leave out what would hurt somebody or give away more than "
    "they want. What is not shown is erased when the exercise is over."
)
HANDED = N_("(not on the wall: given to them and to the report)")
DEALT = N_(
    "Dealt. Each phone whose page is open shows one name, and may take another. Who has which is "
    "kept nowhere but on the phones, and gone with the exercise."
)
FIELD = N_("Names, one a line")
LONGEST_LIST = MOST_NAMES * (LONGEST_NAME + 1)
NO_NAMES = N_("Enter the names first.")
KEPT = N_("Kept until the exercise is over.")


class Desk(Protocol):
    """What the list calls, as the room's signed notes."""

    def show(self, note_ids: Collection[str], shown: bool) -> None:
        """Let the room read notes, or hide them again."""

    def take_away(self, note_id: str) -> None:
        """Erase a note."""

    def set_names(self, text: str) -> None:
        """Keep the names that notes may be for, one a line."""

    def deal(self) -> None:
        """Have every phone show one of the names."""


class NotesDesk(VBox):  # type: ignore[misc]
    """One list for every kind of notes that is held, each with buttons; and a box for names.

    Args:
        kinds: What may be signed.
        desk: What the buttons do.

    Attributes:
        deal: Deals the names that are kept; None where notes have none.
        folded: Boxes that stand further below on the page: the names, where notes have them.
    """

    def __init__(self, kinds: Sequence[SignedNote], desk: Desk) -> None:
        self._desk = desk
        self._kinds = {kind.name: kind for kind in kinds if kind.held}
        self._known: set[str] = set()
        self._warning = Note(tone="warning")
        self._lists = {
            name: TextDesk(title=kind.title, removes=True) for name, kind in self._kinds.items()
        }
        for each in self._lists.values():
            each.on_msg(guard(self._decide, self._warn))
        named = [kind for kind in kinds if kind.names]
        self._names = NamesBox(desk.set_names, desk.deal) if named else None
        self.deal = self._names.deal if self._names else None
        self.folded = [fold("kit-names", _("Names"), self._names)] if self._names else []
        super().__init__([self._warning, *self._lists.values()])
        self.add_class("kit-desks")

    def follow(self, signed: SignedNotes) -> None:
        """List what has been signed."""
        self._known = set(signed.notes)
        for name, each in self._lists.items():
            notes = {} if signed.over else signed.of(name)
            each.note = _(DESK) if notes else ""
            each.items = [
                {"id": note_id, "text": describe(self._kinds[name], note), "shown": note.is_seen}
                for note_id, note in notes.items()
            ]
        if self._names:
            self._names.follow(signed)

    def _decide(self, _list: Any, wish: Mapping[str, Any], _buffers: Any) -> None:
        self._warning.text = ""
        wanted = [each for each in wish["ids"] if each in self._known]
        if wish.get("away"):
            for each in wanted:
                self._desk.take_away(each)
        elif wanted:
            self._desk.show(wanted, bool(wish["shown"]))

    def _warn(self, error: KitError) -> None:
        self._warning.text = str(error)


class NamesBox(VBox):  # type: ignore[misc]
    """A field for names, two buttons, and for whom there is no card yet.

    It never tells how many cards there are for a name, nor who was dealt it.

    Args:
        on_names: Called with what was written.
        on_deal: Called when names are to be dealt.
    """

    def __init__(self, on_names: Callable[[str], None], on_deal: Callable[[], None]) -> None:
        self._on_names, self._on_deal = on_names, on_deal
        self._given: tuple[str, ...] | None = None
        self._field = TextInput(prompt="names", text=_(FIELD), max_length=LONGEST_LIST)
        keep = make_button(_("Keep these names"), self._keep, self._warn)
        deal = make_button(_("Deal names"), self.deal, self._warn)
        self._note, self._missing, self._apart = Note(), Note(tone="care"), Note()
        super().__init__([self._field, keep, deal, self._note, self._missing, self._apart])
        self.add_class("kit-names")

    def follow(self, signed: SignedNotes) -> None:
        """Show what is known of the names."""
        given = tuple(signed.names)
        if given != self._given:
            self._given = given
            self._field.value = "\n".join(given)
        self._missing.text = describe_missing(signed)
        off = [name for name, apart in signed.names.items() if apart]
        told = _("Not on the wall: {names}. Nobody asks why.", names=join_items(off))
        self._apart.text = told if off else ""

    def _keep(self) -> None:
        self._on_names(self._field.value)
        self._say(_(KEPT), "good")

    def deal(self) -> None:
        """Deal the names that are kept, or say that there are none."""
        if not self._given:
            self._say(_(NO_NAMES), "warning")
            return
        self._on_deal()
        self._say(_(DEALT), "good")

    def _warn(self, error: KitError) -> None:
        self._say(str(error), "warning")

    def _say(self, text: str, tone: str) -> None:
        self._note.tone, self._note.text = tone, text


def describe(kind: SignedNote, note: Signed) -> str:
    """A card on one line of the list; what everybody sees the same way stands in it as letters."""
    words = [kind.describe(name, text) for name, text in note.words.items()]
    return " / ".join(words) + (f" {_(HANDED)}" if note.state is NoteState.HANDED else "")


def describe_missing(signed: SignedNotes) -> str:
    """For whom there is no card, by the alphabet; "" while no names are known."""
    if not signed.names or signed.over:
        return ""
    if not signed.unthanked:
        return _("There is a card for every name.")
    return _("No card yet: {names}.", names=join_items(signed.unthanked))
