"""Statements with a slider each, for the person alone: all of it stays in the browser."""

from __future__ import annotations

from traitlets import Bool, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class Mirror(KitWidget):
    """A few statements, each with a slider from 0 to 10.

    What a person moves them to stays in the browser's storage for this tab. There is no trait that
    could carry it, and the page has nothing to write into this widget.
    """

    _esm = script("mirror")
    _css = style("mirror")

    prompt = Unicode("").tag(sync=True)
    """The name under which the browser keeps what was set, until the page shows something else."""
    lines = List(Unicode()).tag(sync=True)
    """The statements, from top to bottom."""
    over = Bool(False).tag(sync=True)
    """The round is over: what was set is wiped, and nothing can be set any more."""
