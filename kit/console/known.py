"""Answers that the room knows already, because somebody has said theirs aloud."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import Button, VBox

from kit.console.quiet_button import make_button
from kit.errors import KitError
from kit.language import N_, _, ngettext
from kit.session.session import MOST_KNOWN, Phase
from kit.views.round import View
from kit.widgets.note import Note
from kit.widgets.visibility import show

ONE, ONE_MORE, TAKE_BACK = (
    N_("One answer here is known"),
    N_("One more is known"),
    N_("Take one back"),
)
WHAT_FOR = N_(
    "For a number that was told aloud, or a phone that others have seen: whoever knows it could "
    "take it off the result."
)
STAYS = N_("What is shown already stays as it is.")


class KnownAnswers(VBox):  # type: ignore[misc]
    """One button says that an answer is known, the other takes it back.

    Args:
        on_known: Called with how many are known now, and how many were when the page was read.
    """

    def __init__(self, on_known: Callable[[int, int], object]) -> None:
        self._on_known = on_known
        self._note = Note()
        # One for each number: a press on its way means what was read, also if another facilitator
        # has changed the number meanwhile.
        self._buttons = {
            (known, by): self._build_button(known, by)
            for by in (1, -1)
            for known in range(MOST_KNOWN + 1)
            if 0 <= known + by <= MOST_KNOWN
        }
        super().__init__([self._note, *self._buttons.values()])
        self.add_class("kit-known-answers")

    def _build_button(self, known: int, by: int) -> Button:
        words = _(TAKE_BACK) if by < 0 else _(ONE_MORE) if known else _(ONE)
        tip = _(WHAT_FOR) if by > 0 else ""
        return make_button(words, lambda: self._on_known(known + by, known), self._warn, tip)

    def follow(self, view: View) -> None:
        """Show how many are known, and what it means."""
        self._note.text, self._note.tone = describe_effect(view), "care"
        for (known, _by), button in self._buttons.items():
            show(button, known == view.round.known)

    def _warn(self, error: KitError) -> None:
        self._note.text, self._note.tone = str(error), "warning"


def describe_effect(view: View) -> str:
    """What the known answers of a round mean for its results; "" for none."""
    known = view.round.known
    if not known:
        return ""
    if known == 1:
        told = _("One answer here is known: we count one fewer before anything is shown.")
    else:
        told = ngettext(
            "{n} answer here is known: we count {n} fewer before anything is shown.",
            "{n} answers here are known: we count {n} fewer before anything is shown.",
            known,
        )
    return f"{told} {_(STAYS)}" if view.phase is Phase.OPEN and view.snapshot else told
