"""The page of words on the projected stage: a question, what comes next, thanks."""

from __future__ import annotations

from traitlets import Bool, Float, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class Scene(KitWidget):
    """Words as large as the stage lets them be, where no picture has it.

    It also tells the page whether people still gather, which makes the band with the join address
    as large as the stage.
    """

    _esm = script("scene")
    _css = style("scene")

    heading = Unicode("").tag(sync=True)
    """What is read first; "" for an empty page."""
    lead = Unicode("").tag(sync=True)
    """A few words above it, or ""."""
    line = Unicode("").tag(sync=True)
    """A sentence below it, or ""."""
    standing = Unicode("fills").tag(sync=True)
    """How it has the stage: "fills" it until there is a picture, or "leads" before all."""
    ready = Bool(True).tag(sync=True)
    """There is something to say now."""
    ends_at = Float(0.0).tag(sync=True)
    """When a break is over, in seconds since 1970, which is read in the place of heading and line;
    0 for none."""
    turns = List(Float()).tag(sync=True)
    """When each turn of a talk is over, in order, in seconds since 1970: then who speaks and the
    time left are read in the place of all words, and `ends_at` is the end of the last one; none for
    no talk."""
    lobby = Bool(False).tag(sync=True)
    """People still gather."""
