"""A word that a browser's tab keeps from one page to the next; there is nothing to see."""

from __future__ import annotations

from typing import Any

from traitlets import Unicode

from kit.widgets.bundles import script
from kit.widgets.widget import KitWidget

LONGEST = 64
"""Most characters of what a tab keeps."""


class TabMemory(KitWidget):
    """What the tab has kept under a name comes back with the next page of the same address."""

    _esm = script("tab_memory")

    name = Unicode("").tag(sync=True)
    """What the tab calls it."""
    kept = Unicode("").tag(sync=True)
    """The word; "" for none, and before the page has told it."""

    def describe_written(self) -> dict[str, dict[str, Any]]:
        """The word."""
        return {"kept": {"kind": "text", "longest": LONGEST}}
