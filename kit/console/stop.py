"""A quiet button that stops the session for a moment. The large button lets it go on."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import VBox

from kit.console.quiet_button import make_button
from kit.errors import KitError
from kit.language import N_, _
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.visibility import show

STOP = N_("Stop for a moment")
WHAT_FOR = N_(
    "The screen shows a quiet picture, and the phones take nothing. Nothing is lost, nothing is "
    "closed, and one press goes on."
)


class StopButton(VBox):  # type: ignore[misc]
    """Stops the session; it is away while that is stopped, and once nothing comes any more.

    Args:
        on_stop: Called when it is pressed.
        warn: Called with what went wrong.
    """

    def __init__(self, on_stop: Callable[[], object], warn: Callable[[KitError], None]) -> None:
        super().__init__([make_button(_(STOP), on_stop, warn, _(WHAT_FOR))])
        self.add_class("kit-stop")

    def follow(self, view: View) -> None:
        """Offer it where there is something to stop."""
        over = view.phase is Phase.DONE and not (view.goes_on or view.round.is_break)
        show(self, not (view.is_stopped or over))
