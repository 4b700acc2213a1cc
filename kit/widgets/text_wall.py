"""The sentences the facilitator shows: a wall of them, in large type."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.picture import Picture


class TextWall(Picture):
    """As many sentences as fit, the newest always among them; no space while there are none.

    Where the page gives the wall a `max-height`, its letters shrink before a sentence has to go,
    and a line below says how many went.
    """

    _esm = script("text_wall")
    _css = style("text_wall")

    title = Unicode("").tag(sync=True)
    """The question the sentences answer."""
    sentences = List(Dict()).tag(sync=True)
    """What is shown: `{"id", "text", "by"}`, the last a name that stands below it, or ""."""
