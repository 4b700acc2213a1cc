"""What may be said about each result, for the facilitator's voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ipywidgets import HTML, VBox

from kit.charts.lines import choose_line
from kit.charts.rows import describe_rows, read_rows
from kit.exercise.grid import Grid
from kit.gate.marginals import UNSEEN, Marginal
from kit.gate.since import UNSEEN_BEFORE
from kit.language import N_, _
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.markup import render_part
from kit.widgets.visibility import show

TEMPLATE = "console/lines.html"
NOT_SHOWN = N_(
    "“I have decided that we do not look at this result. It is erased, for me too. Thank you for "
    "answering.”"
)
LAST_TIME = N_("Last time")


@dataclass(frozen=True)
class Line:
    """What may be said about one result.

    Attributes:
        result: Its name, by which a picture on the stage finds its line.
        question: What was asked.
        words: What may be said.
        part: It is that of one row of a grid, which is there while one talks about that row.
    """

    result: str
    question: str
    words: str
    part: bool = False


class ResultLines(VBox):  # type: ignore[misc]
    """One line for each picture, from the close on until the exercise is over.

    A grid has the line of what all its rows show, and one for each row. The page puts those of the
    picture on the stage first (`client/src/spoken_lines.js`).
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


def list_lines(view: View) -> list[Line]:
    """What may be said about each question that has a picture."""
    snapshot = view.snapshot
    if view.unseen and view.phase is Phase.REVEALED:
        return [Line("", _(UNSEEN), _(NOT_SHOWN))]
    if view.phase not in (Phase.CLOSED, Phase.REVEALED) or snapshot is None or not snapshot.final:
        return []
    lines: list[Line] = []
    if view.result.unseen_before:
        lines.append(Line("", _(LAST_TIME), _(UNSEEN_BEFORE)))
    # A prompt with several results names each of them after itself, as in "grid.row".
    for name, told in groupby(snapshot.marginals, lambda each: each.prompt.partition(".")[0]):
        prompt, results = view.exercise.get_prompt(name), list(told)
        if isinstance(prompt, Grid):
            lines += _tell_grid(prompt, results)
        else:
            lines += [Line(e.prompt, e.text, choose_line(prompt, e)) for e in results]
    return lines


def _tell_grid(grid: Grid, results: Sequence[Marginal]) -> Iterator[Line]:
    """What may be said of all rows of a grid, in whatever order they are drawn, and of each."""
    rows = read_rows(results, [grid.name_row(value) for value in grid.reverse], grid.better).rows
    yield Line(grid.name, grid.text, describe_rows(rows, in_order=False) or results[0].advice)
    for each in results:
        yield Line(each.prompt, each.text, choose_line(grid, each), part=True)
