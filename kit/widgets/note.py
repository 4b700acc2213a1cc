"""A sentence that is read out when it changes."""

from __future__ import annotations

from traitlets import Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class Note(KitWidget):
    """One sentence in a live region that stays on the page while its words change."""

    _esm = script("note")
    _css = style("note")

    text = Unicode("").tag(sync=True)
    """What to say; "" says nothing and takes no space."""
    more = Unicode("").tag(sync=True)
    """What is told besides, folded away and not read out; "" for nothing."""
    tone = Unicode("calm").tag(sync=True)
    """"calm", "news" for what everybody has waited for, "good" for what has been received,
    "pending" for what is not sent yet and stays in sight, "care" for what deserves a second look,
    "told" for what comes by itself and should be read, "rest" for a pause of everybody, "warning"
    for what needs mending."""
