"""Signed notes on the stage: cards in large type."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.palette import STYLE
from kit.widgets.picture import Picture


class NoteWall(Picture):
    """Cards with the words that people signed, as many a page as fit; no space while it is empty.

    A press sends the message `{"id", "act"}`; nothing changes on the page until `cards` does.
    """

    _esm = script("note_wall")
    _css = f"{STYLE}{style('note_wall')}"

    title = Unicode("").tag(sync=True)
    """What stands above the cards."""
    cards = List(Dict()).tag(sync=True)
    """In order: `{"id", "lines", "mark", "gold"}`. A line is `{"text", "part"}`, whose part is
    "name" or "words"; the mark is `{"letter", "label", "colour"}`, or empty; a gold card is the
    leader's."""
    acts = List(Dict()).tag(sync=True)
    """What may be pressed on a card: `{"act", "label"}`."""
    warning = Unicode("").tag(sync=True)
    """What went wrong with a press; "" when nothing did."""
