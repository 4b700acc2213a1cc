"""The words the facilitator shows, each a tile, larger where several people said the same."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.widgets.bundles import script, style
from kit.widgets.picture import Picture


class WordTiles(Picture):
    """Calm tiles, the same words as a table for screen readers; no space while there are none.

    Where the page gives the tiles a `max-height`, their letters shrink before a word has to go, and
    a line below says how many went: those that were said least.
    """

    _esm = script("word_tiles")
    _css = style("word_tiles")

    title = Unicode("").tag(sync=True)
    """The question the words answer."""
    words = List(Dict()).tag(sync=True)
    """What is shown: `{"text", "count"}`, each word once."""
