"""What the room said: written by the facilitator, shown to the room, and only then kept."""

from __future__ import annotations

from typing import Any, Protocol

from ipywidgets import VBox

from kit.console.quiet_button import make_button
from kit.errors import KitError, ResponseError
from kit.exercise.lines import check_length
from kit.language import N_, _
from kit.session.debrief import FIELD, MAX_LENGTH, Debrief, clean_debrief
from kit.session.second_look import SecondLook
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.callbacks import guard
from kit.widgets.note import Note
from kit.widgets.text_input import TextInput
from kit.widgets.visibility import show

HEADING = N_("What the room said (no names)")
LABEL = N_("In three lines")
HELP = N_(
    "What was said, not who said it. The room sees it before it is kept; what you do not keep is "
    "erased when you go on."
)
SHOW = N_("Show it to the room")
SHOW_AGAIN = N_("Show the corrected words")
KEEP = N_("Yes, keep it")
HIDE = N_("Take it off the screen")
ERASE = N_("Erase it")
EMPTY = N_("Write what the room said first.")
ASKED = N_(
    "On the screen now: Is that what we said? Correct it here and show it again, or keep it."
)
WAITS = N_("It comes to the screen when you go on. Then keep it, or correct it.")
CORRECTED = N_("Changed since the room saw it. Show the corrected words before you keep them.")
KEPT = N_("Kept. It stands in the report and in the mail to the team.")
CHANGED = N_("What was kept before still stands in the report, until you keep the new words.")
ERASED = N_("Erased.")
LOOK = N_("Not shown yet: {words}. Take it out, or press \u201cShow\u201d again to leave it in.")


class DebriefControls(Protocol):
    """The other side of the box. Each may raise a `KitError`, which the box shows."""

    def write_debrief(self, draft: str) -> None:
        """Keep what is being written, for the facilitators' pages alone."""

    def ask_debrief(self, words: str) -> None:
        """Show words on the screen; "" takes them off it."""

    def keep_debrief(self, words: str) -> None:
        """Keep what the screen shows; `words` is what the box was told of it."""

    def erase_debrief(self) -> None:
        """Erase all that is written, also what was kept."""


class DebriefBox(VBox):  # type: ignore[misc]
    """A field of three lines, and the buttons that show, keep and erase it.

    Args:
        controls: What the buttons do.
    """

    def __init__(self, controls: DebriefControls) -> None:
        self._controls = controls
        self._look = SecondLook(LOOK)
        self._told = Debrief()
        self._filling = self._stopped = False
        self._field = TextInput(prompt=FIELD, text=_(LABEL), help=_(HELP), max_length=MAX_LENGTH)
        self._field.observe(guard(self._write, self._warn), ["value"])
        self._ask = make_button(_(SHOW), self._press_ask, self._warn)
        self._keep = make_button(_(KEEP), self._press_keep, self._warn)
        self._hide = make_button(_(HIDE), lambda: self._controls.ask_debrief(""), self._warn)
        self._erase = make_button(_(ERASE), self._press_erase, self._warn)
        self._note = Note()
        super().__init__([self._field, self._note, self._ask, self._keep, self._hide, self._erase])
        self.add_class("kit-debrief")

    def follow(self, view: View) -> None:
        """Show what is written by now, here or on another page."""
        if view.phase is not Phase.REVEALED:
            self._look.forget()
        told = view.debrief
        if told.draft != self._told.draft:
            self._fill(told.draft)
        news = told != self._told or view.is_stopped is not self._stopped
        self._told, self._stopped = told, view.is_stopped
        if news:
            self._field.error = ""
            self._describe()
        self._draw()

    def _fill(self, draft: str) -> None:
        self._filling = True
        self._field.value = draft
        self._filling = False

    def _write(self, _change: Any) -> None:
        draft = self._field.value
        if self._filling or draft == self._told.draft:
            return
        self._field.error = ""
        check_length(draft, MAX_LENGTH, FIELD)
        self._controls.write_debrief(draft)

    def _press_ask(self) -> None:
        self._field.error = ""
        words = clean_debrief(self._field.value)
        if not words:
            raise ResponseError(_(EMPTY), prompt=FIELD)
        self._look.check([words])
        self._controls.ask_debrief(words)

    def _press_keep(self) -> None:
        if clean_debrief(self._field.value) != self._told.asked:
            self._say(_(CORRECTED), "warning")
            return
        self._controls.keep_debrief(self._told.asked)

    def _press_erase(self) -> None:
        self._controls.erase_debrief()
        self._look.forget()
        self._say(_(ERASED), "good")

    def _describe(self) -> None:
        told = self._told
        if told.asked:
            self._say(_(WAITS) if self._stopped else _(ASKED), "told")
        elif told.kept:
            self._say(_(CHANGED) if told.is_open else _(KEPT), "care" if told.is_open else "good")
        else:
            self._say("", "calm")

    def _draw(self) -> None:
        told = self._told
        self._ask.description = _(SHOW_AGAIN) if told.asked else _(SHOW)
        show(self._ask, not told.asked or clean_words(told.draft) != told.asked)
        show(self._keep, bool(told.asked) and not self._stopped)
        show(self._hide, bool(told.asked))
        show(self._erase, bool(told.kept))

    def _warn(self, error: KitError) -> None:
        if isinstance(error, ResponseError) and error.prompt == FIELD:
            self._field.error = str(error)
        else:
            self._say(str(error), "warning")

    def _say(self, text: str, tone: str) -> None:
        self._note.tone, self._note.text = tone, text


def clean_words(text: str) -> str:
    """The same as `clean_debrief`; "" for what could not be shown."""
    try:
        return clean_debrief(text)
    except ResponseError:
        return ""
