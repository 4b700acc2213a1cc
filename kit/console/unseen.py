"""A result that the room is not to see: what that means, and the button that erases it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import HTML, Button, VBox

from kit.errors import KitError
from kit.language import N_, _
from kit.session.session import Phase
from kit.views.status import TEMPLATE
from kit.widgets.callbacks import guard
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
        button = Button(description=_(ERASE))
        button.add_class("kit-quiet-button")

        def press(_button: Any) -> None:
            on_unseen(Phase.CLOSED)

        button.on_click(guard(press, warn))
        super().__init__([HTML(render_part(TEMPLATE, "hint", _(ASKS))), button])
        self.add_class("kit-unseen-result")
