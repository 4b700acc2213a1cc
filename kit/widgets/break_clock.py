"""When a break is over, on a phone."""

from __future__ import annotations

from traitlets import Float

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class BreakClock(KitWidget):
    """When it goes on, and in how many minutes. When they are over it says so, and does nothing."""

    _esm = script("break_clock")
    _css = style("break_clock")

    ends_at = Float(0.0).tag(sync=True)
    """When the break is over, in seconds since 1970; 0 for no break."""
