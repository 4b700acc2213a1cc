"""A jar that fills with marbles: one for every small act that was named."""

from __future__ import annotations

from traitlets import Dict, List, Unicode

from kit.language import N_
from kit.widgets.bundles import script, style
from kit.widgets.palette import STYLE
from kit.widgets.picture import Picture

EMPTY = N_("The jar is empty for now")


class MarbleJar(Picture):
    """A glass jar, its marbles coloured by kind, and a table of the same numbers.

    New marbles drop one by one; what was there when the page was drawn simply lies there. The jar
    only fills: counts that shrink mean a new round and empty it first.
    """

    _esm = script("marble_jar")
    _css = f"{STYLE}{style('marble_jar')}"

    marbles = List(Dict()).tag(sync=True)
    """The kinds: `{"value", "label", "letter", "colour", "count"}`, the colour by its name."""
    gold = Unicode("").tag(sync=True)
    """The leader's name, written on a gold marble at the bottom; "" for none. It is not counted."""
    message = Unicode(EMPTY).tag(sync=True)
    """What stands in the jar as long as no kind has a marble."""
