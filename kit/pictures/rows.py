"""The rows of a grid, or several scales, under each other on one stage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from kit.charts.row_layout import find_longest, lay_out
from kit.charts.rows import Row, describe_row, describe_rows, read_rows, say_better
from kit.charts.since import explain_coarse
from kit.errors import DefinitionError
from kit.exercise.grid import Grid
from kit.exercise.guesses import describe_row_guess, find_row_guess
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.gate.marginals import ADVICE
from kit.gate.since import LastTime
from kit.language import _, ngettext
from kit.language.formats import join_choices
from kit.pictures.bars import check_since, join_words
from kit.views.round import View
from kit.widgets.live_chart import WAITING
from kit.widgets.picture import Results
from kit.widgets.row_chart import RowChart


def rows(
    results: Results,
    prompts: str | Sequence[str],
    *,
    title: str = "",
    reverse: Sequence[str] = (),
    better: str = "better",
    since: bool = False,
) -> RowChart:
    """All rows of a grid under each other: worse to the left, better to the right of the middle.

    Split rows stand first, then mixed, then aligned ones. Each row can also be shown alone, to talk
    about it: the facilitator presses it.

    Args:
        results: The room's published results, `room.results`.
        prompts: Name of a grid, or a list of names of scales.
        title: What stands above several scales; a grid has its question.
        reverse: Names of those scales on which less is better; a grid has said so itself.
        better: What lies on the right of several scales, as in "safer"; a grid has said so itself.
        since: Last time's result stands beside today's, as a pale bracket and in words, where the
            session follows one that has shown it. The questions say `since=True` too.

    Raises:
        DefinitionError: The exercise has no such grid or scales, or a setting does not fit them.
    """
    named = [prompts] if isinstance(prompts, str) else list(prompts)
    chart = RowChart()
    chart.follow(results, lambda view: _read(view, named, title, tuple(reverse), better, since))
    return chart


def _read(
    view: View,
    named: Sequence[str],
    title: str,
    reverse: tuple[str, ...],
    better: str,
    since: bool,
) -> dict[str, Any]:
    view = view.of(named[0] if named else "")
    asked = [view.exercise.get_prompt(name) for name in named]
    if since:
        check_since("kit.Rows", asked)
    grid = asked[0] if len(asked) == 1 and isinstance(asked[0], Grid) else None
    if grid is None:
        _check_scales(asked, reverse)
        questions: Sequence[Prompt] = asked
        title = title or ngettext(
            "{n} question side by side", "{n} questions side by side", len(asked)
        )
    else:
        _check_grid(grid, title, reverse)
        questions, title, better = grid.questions, grid.text, grid.better
        reverse = tuple(grid.name_row(value) for value in grid.reverse)
    traits: dict[str, Any] = {"title": title, "better": say_better(better)}
    traits |= {"headline": "", "note": ""}
    traits |= {
        "rows": [],
        "pages": [],
        "headlines": [],
        "own": False,
        "ring": "",
        "guessed": "",
        "legend": "",
        "message": "",
    }
    if view.snapshot is None:
        return traits | {"message": view.advice or _(WAITING)}
    found = [view.snapshot.get_marginal(q.name) for q in questions]
    last = view.result.since if since else ()
    shown = read_rows(found, reverse, better, last)
    if not shown.note:
        return traits | {"message": _(ADVICE)}
    layout = lay_out(shown.rows)
    whole = [] if grid is None else [grid.name]
    guess = None if grid is None else find_row_guess(view.leader, grid)
    guessed = "" if grid is None else describe_row_guess(view.leader, grid)
    return traits | {
        "headline": describe_rows(shown.rows),
        "headlines": [describe_rows(rows) for rows in _divide(shown.rows, layout.pages)],
        "rows": [describe_row(row) for row in shown.rows],
        "pages": list(layout.pages),
        "tells": [
            *([page[0].name, *whole] for page in _divide(shown.rows, layout.pages)),
            *([row.name] for row in shown.rows),
        ],
        "above": layout.above,
        "own": shown.own,
        "longest": list(find_longest(shown.rows)),
        "guessed": guessed,
        "legend": _name_legend(last),
        "ring": "" if grid is None or guess is None else grid.name_row(guess[0]),
        "note": join_words(shown.note, guessed, explain_coarse(found, last)),
    }


def _name_legend(since: Sequence[LastTime]) -> str:
    """What the brackets are: last time's, or those of an exercise of today."""
    found = {each.where or _("last time") for each in since}
    return join_choices(sorted(found))


def _divide(rows: Sequence[Row], pages: Sequence[int]) -> list[Sequence[Row]]:
    """The rows of each page."""
    ends = list(accumulate(pages))
    return [rows[end - page : end] for page, end in zip(pages, ends, strict=True)]


def _check_scales(asked: Sequence[Prompt], reverse: Sequence[str]) -> None:
    for prompt in asked:
        if not isinstance(prompt, Scale):
            msg = f"prompt {prompt.name!r}: kit.Rows takes one Grid, or a list of Scales."
            raise DefinitionError(msg)
    names = [prompt.name for prompt in asked]
    if not names:
        msg = "kit.Rows takes the name of a Grid, or a list of names of Scales. Name one."
        raise DefinitionError(msg)
    for name in reverse:
        if name not in names:
            msg = f"kit.Rows: reverse names {name!r}, which is none of {', '.join(names)}."
            raise DefinitionError(msg)


def _check_grid(grid: Grid, title: str, reverse: Sequence[str]) -> None:
    if title or reverse:
        msg = f"prompt {grid.name!r} is a grid: write reverse= and better= there, and no title."
        raise DefinitionError(msg)
