"""The offer to put a name below one's own sentence, behind a fold that all phones have alike."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class ClaimFold(KitWidget):
    """A fold below the shown sentences; what is in it is found by the page, from its own keys.

    Every phone is told the same, and what a phone that lies on a table shows is the same on all:
    the page looks for its keys when the fold is opened. A claim goes to the server without the
    seat's cookie, and never through this widget.
    """

    _esm = script("claim_fold")
    _css = style("claim_fold")

    round = Unicode("").tag(sync=True)
    """The round's number, under which the page has kept its keys."""
    sentences = List(Dict()).tag(sync=True)
    """The shown sentences without a name: `{"prompt", "text", "mark", "open"}`. The last says
    whether another sentence of the prompt may get one."""
