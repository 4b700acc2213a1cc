"""Conditions by places: a table of patches."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.live_chart import WAITING
from kit.widgets.picture import Picture


class SoilTable(Picture):
    """A real table whose cells are darker where a condition is tended, each with its word."""

    _esm = script("soil_table")
    _css = style("soil_table")

    title = Unicode("").tag(sync=True)
    """What the table is about, written above it."""
    columns = List(Unicode()).tag(sync=True)
    """Labels of the columns, the first one above the rows' labels."""
    steps = List(Unicode()).tag(sync=True)
    """What the three depths mean, from pale to dark."""
    rows = List(Dict()).tag(sync=True)
    """`{"label", "cells"}`, a cell `{"depth", "word", "text", "told"}`: depth 0 to 2, or -1 where
    too few have answered; word "split", "mixed" or "aligned"; told is for screen readers."""
    alone = List(Dict()).tag(sync=True)
    """What `kit.charts.rows.Row` has of each cell, in the order in which a table is read: where the
    facilitator presses one, it has the stage alone."""
    message = Unicode(WAITING).tag(sync=True)
    """What stands in the table's place as long as there is none."""
