"""A team over time, folded away below the facilitator's other controls."""

from __future__ import annotations

from ipywidgets import HTML, VBox

from kit.charts.history import CARDS, draw_cards, draw_measures
from kit.language import _
from kit.views.history import History
from kit.widgets.markup import render_part

TEMPLATE = "console/history.html"


class TeamLines(VBox):  # type: ignore[misc]
    """A line for each session of the team, and the way to its page.

    Args:
        address: The session's private page.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._words = HTML()
        self._words.add_class("kit-team-lines")
        super().__init__([self._words])

    def follow(self, history: History) -> None:
        """Show what the team's sessions have shown by now."""
        self._words.value = render_part(
            *(TEMPLATE, "team", f"{self._address}/team"),
            *(draw_measures(history), _(CARDS), draw_cards(history)),
        )
