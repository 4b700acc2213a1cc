"""Bars for numbers from studies, without any data of the room."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class FigureBars(KitWidget):
    """A real table whose rows have bars on one axis; less lies left of its middle line.

    It can be turned to at any time and never comes onto the stage by itself.
    """

    _esm = script("figure_bars")
    _css = style("figure_bars")

    title = Unicode("").tag(sync=True)
    """What stands above the bars."""
    groups = List(Dict()).tag(sync=True)
    """`{"kind", "dark", "source", "cited", "bars"}`, a bar `{"words", "value", "compares"}`: value
    is below zero where something is less, and all values have one unit."""
