"""A quiet note between the dashboards of a session: one at a time, and nobody else sees it."""

from __future__ import annotations

from typing import Protocol

from ipywidgets import VBox

from kit.console.quiet_button import make_button
from kit.errors import KitError
from kit.language import N_, _
from kit.session.memo import FIELD, MAX_LENGTH, Memo, clean_memo
from kit.views.round import View
from kit.widgets.callbacks import guard
from kit.widgets.note import Note
from kit.widgets.tab_memory import TabMemory
from kit.widgets.text_input import TextInput
from kit.widgets.visibility import show

LINE = N_("A note to the other dashboard")
LABEL = N_("In one line")
HELP = N_(
    "Only the other dashboards of this session show it, until one of you clears it. No names."
)
SEND = N_("Show it there")
CLEAR = N_("Clear the note")
ARRIVED = N_("From the other dashboard: {words}")
STANDS = N_("The other dashboard shows: {words}")


class MemoControls(Protocol):
    """The other side of the box. Each may raise a `KitError`, which the box shows."""

    def write_memo(self, words: str) -> str:
        """Leave a note to the other dashboards, in the place of the last; returns its mark."""

    def clear_memo(self, mark: str) -> None:
        """Take a note away from all dashboards."""


class MemoBox(VBox):  # type: ignore[misc]
    """A field for a note to the other dashboards, and what stands there of one's own.

    Args:
        controls: What the buttons do.

    Attributes:
        arrived: The note from another dashboard, for a place where it is seen.
    """

    def __init__(self, controls: MemoControls) -> None:
        self._controls = controls
        self._memo = Memo()
        self._own = TabMemory(name=FIELD)
        self._own.observe(guard(lambda _change: self._draw(), self._warn), ["kept"])
        self._field = TextInput(
            prompt=FIELD, text=_(LABEL), help=_(HELP), max_length=MAX_LENGTH, one_line=True
        )
        self._stands = Note()
        self._note = Note(tone="good")
        send = make_button(_(SEND), self._press_send, self._warn)
        self._clear, self._seen = (
            make_button(_(CLEAR), lambda: controls.clear_memo(self._memo.mark), self._warn)
            for _place in range(2)
        )
        self.arrived = VBox([self._note, self._seen])
        self.arrived.add_class("kit-memo")
        super().__init__([self._field, send, self._stands, self._clear, self._own])
        self.add_class("kit-memo-field")

    def follow(self, view: View) -> None:
        """Show what stands on the dashboards now."""
        self._memo = view.memo
        self._draw()

    def _press_send(self) -> None:
        self._field.error = ""
        words = clean_memo(self._field.value)
        self._own.kept = self._controls.write_memo(words)
        self._field.value = ""

    def _draw(self) -> None:
        memo = self._memo
        mine = bool(memo.mark) and memo.mark == self._own.kept
        self._stands.text = _(STANDS, words=memo.words) if memo.words and mine else ""
        self._note.text = _(ARRIVED, words=memo.words) if memo.words and not mine else ""
        show(self._clear, bool(self._stands.text))
        show(self.arrived, bool(self._note.text))

    def _warn(self, error: KitError) -> None:
        self._field.error = str(error)
