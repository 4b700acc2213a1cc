"""Who speaks in pairs and threes, and how long: on a phone, and small on the dashboard."""

from __future__ import annotations

from collections.abc import Sequence

from traitlets import Float, List

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class TalkClock(KitWidget):
    """Who talks now and the time left; it says when to change, and when time is up."""

    _esm = script("talk_clock")
    _css = style("talk_clock")

    turns = List(Float()).tag(sync=True)
    """When each turn is over, in order, in seconds since 1970; none for no talk."""
    ends_at = Float(0.0).tag(sync=True)
    """When the last one is over; 0 for no talk."""

    def show(self, ends: Sequence[float]) -> None:
        """Show a talk by the ends of its turns; none for no talk."""
        with self.hold_sync():
            self.turns = [*ends]
            self.ends_at = ends[-1] if ends else 0.0
