"""The foot of the screen that the whole room sees."""

from __future__ import annotations

from traitlets import Float, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class StageBar(KitWidget):
    """What happens now, how many have finished, and the time left, readable from the back row."""

    _esm = script("stage_bar")
    _css = style("stage_bar")

    phase_text = Unicode("").tag(sync=True)
    """What the room does now, in a few words."""
    progress = Unicode("").tag(sync=True)
    """How far the room is: "7 of 12 finished"."""
    ends_at = Float(0.0).tag(sync=True)
    """When time is up, in seconds since 1970; 0 for no timer."""
