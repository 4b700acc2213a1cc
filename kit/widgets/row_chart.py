"""Rows under each other, each with its answers left and right of a middle line."""

from __future__ import annotations

from traitlets import Bool, Dict, Float, Int, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.live_chart import WAITING
from kit.widgets.palette import STYLE
from kit.widgets.picture import Picture


class RowChart(Picture):
    """A list of rows, in pages on a stage, and each row alone.

    On the facilitator's page pressing a row shows it alone, and pressing that turns back.
    """

    _esm = script("row_chart")
    _css = f"{STYLE}{style('row_chart')}"

    title = Unicode("").tag(sync=True)
    """The question, written above the rows."""
    headline = Unicode("").tag(sync=True)
    """What all rows show in one sentence; "" while there is none."""
    headlines = List(Unicode()).tag(sync=True)
    """The same for the rows of each page of a stage."""
    better = Unicode("").tag(sync=True)
    """What lies on the right."""
    rows = List(Dict()).tag(sync=True)
    """What `kit.charts.rows.Row` has, in the order in which the rows are shown."""
    pages = List(Int()).tag(sync=True)
    """How many rows each page of a stage holds, one after the other."""
    above = Bool(True).tag(sync=True)
    """Words stand above their row's bars, and not beside them."""
    own = Bool(False).tag(sync=True)
    """Each row tells how many answers it has."""
    ring = Unicode("").tag(sync=True)
    """Name of the row that the leader has guessed; "" for none."""
    guessed = Unicode("").tag(sync=True)
    """The leader's guess as a sentence; "" for none."""
    legend = Unicode("").tag(sync=True)
    """What the brackets of earlier results are called; "" where there are none."""
    longest = List(Float()).tag(sync=True)
    """The longest left side, right side and part that leans to neither, as shares of a row."""
    message = Unicode(WAITING).tag(sync=True)
    """What stands in the rows' place as long as there are none."""
