"""The run-sheet's row below the large button: what a press in it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import VBox

from kit.console.controls import Controls
from kit.errors import KitError
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.callbacks import guard
from kit.widgets.next_row import NextRow


class RowControls(VBox):  # type: ignore[misc]
    """What the run-sheet has now or next, with its buttons.

    Args:
        controls: What the buttons do.
        on_deal: Called when names are to be dealt; None where none are.
        warn: Called with what went wrong.
    """

    def __init__(
        self,
        controls: Controls,
        on_deal: Callable[[], object] | None,
        warn: Callable[[KitError], None],
    ) -> None:
        self._controls, self._on_deal = controls, on_deal
        self._row = NextRow()
        self._row.on_msg(guard(self._hear, warn))
        super().__init__([self._row])
        self.add_class("kit-row")

    def follow(self, view: View) -> None:
        """Show what goes with where the round stands."""
        with self._row.hold_sync():
            self._row.minutes = view.minutes
            self._row.phase = view.phase.value
            self._row.turns = view.phase is Phase.REVEALED and not view.unseen
            self._row.ends_at = view.talk.ends[-1] if view.talk else 0.0
            self._row.shown = view.phase is not Phase.DONE and not view.is_stopped

    def _hear(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        if content.get("do") == "pairs":
            self._controls.draw_pairs(True)
        elif content.get("do") == "deal" and self._on_deal is not None:
            self._on_deal()
        elif content.get("do") == "talk":
            turns, seconds = content.get("turns"), content.get("seconds")
            if type(turns) is int and type(seconds) is int:
                self._controls.begin_talk(turns, seconds)
