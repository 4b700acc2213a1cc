"""The time left in a round."""

from __future__ import annotations

from traitlets import Float, Unicode, default

from kit.language import _
from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class Countdown(KitWidget):
    """A small timer: amber in the last minute, then red and "over time". It never blinks."""

    _esm = script("countdown")
    _css = style("countdown")

    ends_at = Float(0.0).tag(sync=True)
    """When time is up, in seconds since 1970; 0 for no timer."""
    label = Unicode().tag(sync=True)
    """What the figures are; the timer's accessible name."""

    @default("label")
    def _name(self) -> str:
        return _("Time left")
