"""A chart that follows the published results, with the same numbers as a table."""

from __future__ import annotations

from typing import ClassVar

from traitlets import List, Unicode

from kit.language import N_
from kit.widgets.bundles import script, style
from kit.widgets.palette import STYLE
from kit.widgets.picture import Picture

WAITING = N_("The picture appears when the facilitator reveals it")


class LiveChart(Picture):
    """A drawn chart under its question, told in words, with its numbers one key away.

    On a stage the drawing that fills its place best is shown. At the reveal the sentence comes
    first, then the picture builds, then the note tells how many answers stand behind it.
    """

    _esm = script("live_chart")
    _css = f"{STYLE}{style('live_chart')}"

    only_staged: ClassVar[bool] = False
    """Whether all of this process's charts stand on a stage, and no other drawing is needed."""

    title = Unicode("").tag(sync=True)
    """The question, written above the picture."""
    headline = Unicode("").tag(sync=True)
    """What the picture shows in one sentence, above it on a stage; "" while there is none."""
    svg = Unicode("").tag(sync=True)
    """The picture for a wide place, from `kit.charts.theme`; "" where there is none to show."""
    svg_narrow = Unicode("").tag(sync=True)
    """The picture for a phone; "" where the wide one will do."""
    staged = List(Unicode()).tag(sync=True)
    """The pictures for a stage, of several proportions; empty where no page is a stage."""
    alt = Unicode("").tag(sync=True)
    """What the picture shows, as a person would say it."""
    columns = List(Unicode()).tag(sync=True)
    """Titles of the table's columns."""
    rows = List(List(Unicode())).tag(sync=True)
    """The numbers as texts, the first cell of each row its title."""
    message = Unicode(WAITING).tag(sync=True)
    """What stands in the picture's place as long as there is none."""
