"""Numbered sentences in large type, and beside each the cards of those who can help."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.palette import STYLE
from kit.widgets.picture import Picture


class Market(Picture):
    """Rows of a number, a sentence and its cards, as many a page as fit."""

    _esm = script("market")
    _css = f"{STYLE}{style('market')}"

    title = Unicode("").tag(sync=True)
    """The question the sentences answer."""
    rows = List(Dict()).tag(sync=True)
    """In the order of their numbers: `{"number", "text", "by", "cards"}`; "by" is the leader's
    name, or "". Cards are those of `NoteWall`."""
