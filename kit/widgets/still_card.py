"""A card of a few lines, without any data."""

from __future__ import annotations

from traitlets import List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class StillCard(KitWidget):
    """A few lines under each other, as large as the stage lets them be.

    It can be turned to at any time and never comes onto the stage by itself.
    """

    _esm = script("still_card")
    _css = style("still_card")

    title = Unicode("").tag(sync=True)
    """What stands above the lines, or ""."""
    lines = List(Unicode()).tag(sync=True)
    """What is read, from top to bottom."""
