"""A team over time on a stage: a page for each question, a line for each session."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.picture import Picture


class HistoryChart(Picture):
    """A page for each question, and one for the cards. It waits until somebody turns to it."""

    _esm = script("history_chart")
    _css = style("history_chart")

    title = Unicode("").tag(sync=True)
    """What it is called, by which the facilitator chooses it."""
    pictures = List(Dict()).tag(sync=True)
    """What `kit.charts.history.Picture` has, in the order in which they are shown."""
    cards_title = Unicode("").tag(sync=True)
    """What stands above the cards."""
    cards = List(Dict()).tag(sync=True)
    """What `kit.charts.history.CardLine` has; empty where nothing was signed."""
