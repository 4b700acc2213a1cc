"""One row below the facilitator's large button: what the run-sheet has now or next."""

from __future__ import annotations

from traitlets import Bool, Float, Int, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class NextRow(KitWidget):
    """The run-sheet's row with a button for each thing that it names and that is to be done.

    The page's own script reads the run-sheet and tells of it by the event "kit-sheet". Where the
    row that is now has something left to be done, that row is shown, otherwise the next one.

    A press sends `{"do": "pairs"}`, `{"do": "deal"}` or `{"do": "talk", "turns", "seconds"}`; a
    picture is turned to on the page, by the event "kit-turn".
    """

    _esm = script("next_row")
    _css = style("next_row")

    minutes = Int(None, allow_none=True).tag(sync=True)
    """Minutes that the agenda gives the exercise: with few of them the short plan counts."""
    phase = Unicode("").tag(sync=True)
    """Where the round stands."""
    turns = Bool(False).tag(sync=True)
    """There are pictures of a result to turn to: one that was left unseen has none."""
    ends_at = Float(0.0).tag(sync=True)
    """When the talk is over that is on, in seconds since 1970: until then none can be started. 0
    for none."""
    shown = Bool(False).tag(sync=True)
    """There is a run-sheet to go by: not in a break, and not once all is over."""
