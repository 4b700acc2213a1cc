"""A result that the room is not to see: what that means, and the button that erases it."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import HTML, VBox

from kit.console.quiet_button import make_button
from kit.errors import KitError
from kit.language import N_, _
from kit.session.session import Phase
from kit.views.status import TEMPLATE
from kit.widgets.markup import render_part

LINE = N_("Do not show this result")
ASKS = N_(
    "It is erased at once and for good, and so are its sentences. Nobody sees it, on no page and "
    "in no report, and you cannot look at it again either. This cannot be undone."
)
ERASE = N_("Erase this result")


class UnseenResult(VBox):  # type: ignore[misc]
    """The question before a result is left unseen; the console folds it behind `LINE`.

    Args:
        on_unseen: Called with the phase in which the button is there.
        warn: Called with what went wrong.
    """

    def __init__(
        self, on_unseen: Callable[[Phase], object], warn: Callable[[KitError], None]
    ) -> None:
        button = make_button(_(ERASE), lambda: on_unseen(Phase.CLOSED), warn)
        super().__init__([HTML(render_part(TEMPLATE, "hint", _(ASKS))), button])
        self.add_class("kit-unseen-result")
