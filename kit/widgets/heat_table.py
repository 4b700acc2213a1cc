"""Two questions crossed: a table whose cells are darker where more people stand."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.picture import Picture


class HeatTable(Picture):
    """A heat map that is a real table, so that eyes and screen readers get the same numbers.

    Cells too small to be told are hatched and say so; they are never drawn like a nought.
    """

    _esm = script("heat_table")
    _css = style("heat_table")

    title = Unicode("").tag(sync=True)
    """What is crossed with what, written above the table."""
    columns = List(Unicode()).tag(sync=True)
    """Labels of the columns, the first one above the rows' labels."""
    rows = List(Dict()).tag(sync=True)
    """`{"label", "cells"}`, a cell `{"text", "weight"}`; weight 0 is too small to be told."""
