"""The foot of the screen that the whole room sees."""

from __future__ import annotations

from traitlets import Float, Int, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class StageBar(KitWidget):
    """What happens now, the room as a row of marks, the time left: readable from the back row."""

    _esm = script("stage_bar")
    _css = style("stage_bar")

    phase_text = Unicode("").tag(sync=True)
    """What the room does now, in a few words."""
    progress = Unicode("").tag(sync=True)
    """How far the room is: "7 of 12 finished"."""
    note = Unicode("").tag(sync=True)
    """How many answers stand behind the result, where no picture on the stage says so."""
    people = Int(0).tag(sync=True)
    """How many marks stand for the room, one for each person; 0 for none."""
    finished = Int(0).tag(sync=True)
    """How many of them are full: always the first ones, whoever has finished."""
    ends_at = Float(0.0).tag(sync=True)
    """When time is up, in seconds since 1970; 0 for no timer."""
    turns = List(Float()).tag(sync=True)
    """When each turn of a talk is over, in order: then who speaks is read in the place of what the
    room does now, and `ends_at` is the end of the last one; none for no talk."""
