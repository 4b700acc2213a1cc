"""The facilitator's agenda: what has been, what is played, what comes, and the time it takes."""

from __future__ import annotations

from traitlets import Dict, Float, Int, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.widget import KitWidget


class AgendaList(KitWidget):
    """A list of exercises, breaks and slack with their minutes; with "Change" it can be moved in.

    Above it stands how the session stands to its plan, and what may be left out where it is late:
    an exercise marked for it, or a row of the run-sheet on the same page, of which the event
    "kit-sheet" tells.

    A press sends `{"go": place}` or `{"move": place, "by": 1 or -1}`; nothing changes on the page
    until `items` does.
    """

    _esm = script("agenda_list")
    _css = style("agenda_list")

    items = List(Dict()).tag(sync=True)
    """The rows: `{"place", "title", "minutes", "state", "spent", "kind", "droppable"}`, as
    `AgendaItem` has them; minutes and spent are None where they are not known."""
    began_at = Float(0.0).tag(sync=True)
    """When the present exercise or break began, in seconds since 1970; 0 where not known."""
    behind = Int(None, allow_none=True).tag(sync=True)
    """Minutes by which the session was late by then; None where nothing is planned."""
    address = Unicode("").tag(sync=True)
    """The session's private page, for the links to its end and its report; "" for none."""
