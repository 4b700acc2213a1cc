"""The facilitator's list of released sentences: each is hidden until it is shown."""

from __future__ import annotations

from traitlets import Bool, Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class TextDesk(KitWidget):
    """One row a sentence with a button, and two buttons for all of them.

    A press sends the message `{"ids": [...], "shown": bool}`, or `{"ids": [id], "away": true}`
    where a row may be taken away; nothing changes on the page until `items` does.
    """

    _esm = script("text_desk")
    _css = style("text_desk")

    title = Unicode("").tag(sync=True)
    """The question the sentences answer."""
    note = Unicode("").tag(sync=True)
    """What can be done with them, or why there are none."""
    items = List(Dict()).tag(sync=True)
    """The sentences: `{"id", "text", "shown"}`, and "by" where a name stands below one."""
    removes = Bool(False).tag(sync=True)
    """Whether a row has a second button that takes it away for good."""
