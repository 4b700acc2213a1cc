"""What may be said about each result, for the facilitator's voice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ipywidgets import HTML, VBox

from kit.charts.lines import choose_line
from kit.charts.row_layout import lay_out
from kit.charts.rows import describe_rows, read_rows
from kit.exercise.grid import Grid
from kit.gate.marginals import Marginal
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.markup import render_part
from kit.widgets.visibility import show

TEMPLATE = "console/lines.html"


class ResultLines(VBox):  # type: ignore[misc]
    """One line for each picture, from the close on until the exercise is over.

    A grid has the line of what all its rows show, or that of the row which stands alone on the
    screen.
    """

    def __init__(self) -> None:
        self._words = HTML()
        super().__init__([self._words])
        self.add_class("kit-result-lines")

    def follow(self, view: View) -> None:
        """Show the lines that fit the result; none before the close."""
        lines = list_lines(view)
        self._words.value = render_part(TEMPLATE, "lines", lines) if lines else ""
        show(self, bool(lines))


def list_lines(view: View) -> list[tuple[str, str]]:
    """Each question that has a picture, and what may be said about it."""
    snapshot = view.snapshot
    if view.phase not in (Phase.CLOSED, Phase.REVEALED) or snapshot is None or not snapshot.final:
        return []
    lines = []
    # A prompt with several results names each of them after itself, as in "grid.row".
    for name, told in groupby(snapshot.marginals, lambda each: each.prompt.partition(".")[0]):
        prompt, results = view.exercise.get_prompt(name), list(told)
        if isinstance(prompt, Grid):
            lines.append(_tell_grid(prompt, results, view.round.picture))
        else:
            lines += [(each.text, choose_line(prompt, each)) for each in results]
    return lines


def _tell_grid(grid: Grid, results: Sequence[Marginal], picture: str) -> tuple[str, str]:
    """What may be said of a grid while this picture is on the screen."""
    rows = read_rows(results, [grid.name_row(value) for value in grid.reverse], grid.better).rows
    title, _, page = picture.rpartition("#")
    place = int(page) - 1 - len(lay_out(rows).pages) if page.isdecimal() else -1
    if title == grid.text and 0 <= place < len(rows):
        alone = next(each for each in results if each.prompt == rows[place].name)
        return alone.text, choose_line(grid, alone)
    return grid.text, describe_rows(rows) or results[0].advice
