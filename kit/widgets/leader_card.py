"""Words that lead: the leader's while the leader speaks, the room's when it is asked about them."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class LeaderCard(KitWidget):
    """Named words, large enough for the back row; no space while there are none.

    It has the screen to itself, but for a picture that always stays there.
    """

    _esm = script("leader_card")
    _css = style("leader_card")

    heading = Unicode("").tag(sync=True)
    """Who goes first, or what the room is asked; "" while there is nothing to show."""
    words = List(Dict(key_trait=Unicode(), value_trait=Unicode())).tag(sync=True)
    """What was said, in order: `{"question", "text"}`, the question "" for a line without one."""
