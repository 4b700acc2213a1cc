"""The one large button, which asks before a step that is final and may be too early."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from ipywidgets import HTML, Button, VBox

from kit.console.quiet_button import make_button
from kit.errors import DoubtError, KitError
from kit.language import N_, _
from kit.session.session import Phase
from kit.views.round import View
from kit.views.status import describe_room, name_next, render_desk, render_hint
from kit.widgets.callbacks import guard
from kit.widgets.note import Note
from kit.widgets.visibility import show

NEVER = float("-inf")
ASKED = 5.0  # seconds in which a second press takes the step all the same
END = N_("End the session")
SKIP = N_("Skip the break")
PAUSE = "break"  # the step between two rounds
STOPPED = "stopped"  # no step: what was there before comes back


class NextButton(VBox):  # type: ignore[misc]
    """What comes next in a round, in one button, with what it will do.

    Args:
        on_next: Called with the phase in which the button was pressed, and whether the person has
            been asked and is sure. A `DoubtError` it raises is the question.
        on_skip: Called with that phase and the place of the next exercise on the agenda, when the
            break before it is skipped.
        on_going_on: Called with since when the session is stopped, when it is to go on.
        can_end: The session has a page on which it is ended.
        warn: Called with what went wrong.
    """

    def __init__(
        self,
        on_next: Callable[[Phase, bool], object],
        on_skip: Callable[[Phase, int], object],
        on_going_on: Callable[[float], object],
        can_end: bool,
        warn: Callable[[KitError], None],
    ) -> None:
        self._on_next, self._on_skip, self._can_end = on_next, on_skip, can_end
        self._on_going_on, self._stopped_at = on_going_on, 0.0
        self._phase, self._step = Phase.PREPARE, Phase.PREPARE.value
        self._following: int | None = None
        self._words = self._room = ""
        self._asked_at = NEVER
        self._warning = Note(tone="warning")
        self._caution = Note(tone="care")
        # One for each phase, for the break and for a stop: a press on its way means what was read,
        # also if another facilitator has moved the round on meanwhile.
        self._buttons = {phase.value: self._build_button(phase, warn) for phase in Phase}
        self._buttons[Phase.DONE.value] = self._build_end()
        self._buttons[PAUSE] = self._build_button(Phase.DONE, warn)
        self._buttons[STOPPED] = self._build(guard(self._press_going_on, warn))
        tip = _("Goes straight on to the next exercise.")
        self._skip = make_button(_(SKIP), self._press_skip, warn, tip)
        self._hint, self._desk = HTML(), HTML()
        self._desk.add_class("kit-desk-count")
        super().__init__(
            [
                self._warning,
                self._caution,
                *self._buttons.values(),
                self._skip,
                self._desk,
                self._hint,
            ]
        )
        self.add_class("kit-dock")

    def _build_button(self, phase: Phase, warn: Callable[[KitError], None]) -> Button:
        return self._build(guard(lambda _button: self._press(phase), warn))

    def _build(self, press: Callable[[Any], object]) -> Button:
        button = Button()
        button.add_class("kit-next")
        button.on_click(press)
        return button

    def _build_end(self) -> Button:
        """The page's own script leads from it to where the session is ended."""
        button = Button()
        button.add_class("kit-next")
        button.add_class("kit-to-end")
        return button

    def follow(self, view: View) -> None:
        """Show what comes next. A question ends when it is about another room than before."""
        room = describe_room(view)
        moved = view.phase is not self._phase or view.stopped_at != self._stopped_at
        if moved or (self._asks and room != self._room):
            self._asked_at, self._warning.text = NEVER, ""
        self._phase, self._room, self._stopped_at = view.phase, room, view.stopped_at
        self._following = view.following_place
        pauses = view.round.is_break and bool(view.following)
        self._step = STOPPED if view.is_stopped else PAUSE if pauses else view.phase.value
        skips = view.phase is Phase.REVEALED and view.pause is not None
        show(self._skip, skips and not view.is_stopped)
        over = view.phase is Phase.DONE and not view.goes_on
        ends = over and self._can_end and not view.is_stopped
        self._words = _(END) if ends else name_next(view)
        self._caution.text, self._caution.more = fold_cautions(
            () if view.is_stopped else view.cautions
        )
        self._hint.value = render_hint(view)
        self._desk.value = render_desk(view)
        if not self._asks:
            self._show_words()

    def warn(self, error: KitError) -> None:
        """Say what went wrong, above the button."""
        self._warning.text = str(error)

    @property
    def _asks(self) -> bool:
        return time.monotonic() - self._asked_at < ASKED

    def _press(self, phase: Phase) -> None:
        try:
            self._on_next(phase, self._asks)
        except DoubtError as doubt:
            self._ask(doubt)

    def _press_skip(self) -> None:
        if self._following is not None:
            self._on_skip(Phase.REVEALED, self._following)

    def _press_going_on(self, _button: Any) -> None:
        self._on_going_on(self._stopped_at)

    def _ask(self, doubt: DoubtError) -> None:
        self._asked_at = asked_at = time.monotonic()
        self._buttons[self._step].description = doubt.label
        self._warning.text = str(doubt)
        show(self._caution, False)

        def end() -> None:
            if self._asked_at == asked_at:
                self._asked_at, self._warning.text = NEVER, ""
                self._show_words()

        try:
            asyncio.get_running_loop().call_later(ASKED, end)
        except RuntimeError:  # nothing runs here: the next change of the page ends it
            return

    def _show_words(self) -> None:
        show(self._caution, True)
        for step, button in self._buttons.items():
            button.description = self._words if step == self._step else ""
            show(button, bool(button.description))


def fold_cautions(cautions: Sequence[str]) -> tuple[str, str]:
    """Say in one sentence what closing now would withhold, and why and what else behind it."""
    lead, _between, rest = next(iter(cautions), "").partition(". ")
    lead = f"{lead}." if rest else lead
    return lead, " ".join([*([rest] if rest else []), *cautions[1:]])
