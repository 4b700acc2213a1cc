"""A page that follows the session to the next exercise by itself."""

from __future__ import annotations

from traitlets import Bool, Int

from kit.widgets.bundles import script
from kit.widgets.widget import KitWidget


class PageLink(KitWidget):
    """Nothing to see: when its version changes, the page it stands on loads itself again."""

    _esm = script("page_link")

    late = Bool(False).tag(sync=True)
    """The session had moved on before the page was drawn: it loads itself again at once."""
    version = Int(0).tag(sync=True)
    """Any number but 0 reloads the page, once."""
