"""Rows with a strip of how often on the left, and a bar of choices on the right."""

from __future__ import annotations

from traitlets import Dict, Int, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.live_chart import WAITING
from kit.widgets.palette import STYLE
from kit.widgets.picture import Picture


class GapChart(Picture):
    """A real table, in pages on a stage."""

    _esm = script("gap_chart")
    _css = f"{STYLE}{style('gap_chart')}"

    title = Unicode("").tag(sync=True)
    """Both questions, written above the rows."""
    headline = Unicode("").tag(sync=True)
    """What stands out, or that nothing does; "" while there is nothing to compare."""
    ends = List(Unicode()).tag(sync=True)
    """What the lowest and the highest step of how often mean."""
    rows = List(Dict()).tag(sync=True)
    """What `kit.charts.gap.GapRow` has; `share` is the length of the right bar and `often` that
    of the left one, 0 to 1, None where there is a strip."""
    pages = List(Int()).tag(sync=True)
    """How many rows each page of a stage holds, one after the other."""
    ring = Unicode("").tag(sync=True)
    """Short name of the row that the leader has guessed; "" for none."""
    message = Unicode(WAITING).tag(sync=True)
    """What stands in the rows' place as long as there are none."""
