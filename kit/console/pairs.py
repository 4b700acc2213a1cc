"""The facilitator's buttons for talking in pairs and in fours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ipywidgets import VBox

from kit.console.quiet_button import make_button
from kit.errors import KitError
from kit.language import N_, _
from kit.widgets.note import Note

DRAWN = N_(
    "Drawn. Each phone whose page is open tells its own pair and four, where there are at least "
    "two such phones. One that joins later is told to sit down with any pair. Simulated people "
    "have no phones and are not drawn. Nothing is kept."
)


class PairControls(VBox):  # type: ignore[misc]
    """One button draws, the other takes the numbers away.

    Args:
        on_pairs: Called with whether numbers are drawn, or taken away.
        warn: Called with what went wrong.
    """

    def __init__(self, on_pairs: Callable[[bool], None], warn: Callable[[KitError], None]) -> None:
        self._on_pairs = on_pairs
        self._note = Note()
        buttons = [
            make_button(words, partial(self._tell, drawn), warn)
            for words, drawn in (
                (_("Draw pairs and fours"), True),
                (_("Take the numbers away"), False),
            )
        ]
        super().__init__([self._note, *buttons])
        self.add_class("kit-pair-controls")

    def _tell(self, drawn: bool) -> None:
        self._on_pairs(drawn)
        self._note.text = _(DRAWN) if drawn else ""
