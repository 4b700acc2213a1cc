"""How often something happens beside how much it is wanted."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kit.charts.gap import describe_gap, divide_gap, list_spoken, read_gap
from kit.charts.phrases import add_dots, add_limit, say_closeness
from kit.charts.rows import describe_numbers
from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.dots import Dots
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.guesses import describe_row_guess, find_row_guess
from kit.gate.marginals import ADVICE, Marginal
from kit.gate.snapshot import Snapshot
from kit.language import _, ngettext
from kit.pictures.bars import join_words
from kit.views.round import View
from kit.widgets.gap_chart import GapChart
from kit.widgets.live_chart import WAITING
from kit.widgets.picture import Results


def gap(results: Results, *, often: str, matters: str, title: str = "") -> GapChart:
    """Rows with a strip of how often on the left and a bar of choices on the right.

    The rows with the most choices stand first. At most two are marked "wanted, and seldom": those
    among the three most chosen whose centre lies in the low or the middle third, or whose answers
    are split. Of two choices, a row is seldom that was chosen at most two thirds as often as the
    one that was chosen most. Everything follows from what is published of each question alone.

    Args:
        results: The room's published results, `room.results`.
        often: Name of a grid, or of a choice.
        matters: Name of a choice whose options have the same short names; its labels are shown.
        title: What stands above; both questions where it is left out.

    Raises:
        DefinitionError: The exercise has no such prompts, or their short names differ.
    """
    chart = GapChart()
    chart.follow(results, lambda view: _read(view, often, matters, title))
    return chart


def _read(view: View, often: str, matters: str, title: str) -> dict[str, Any]:
    view = view.of(often)
    left, right = find_sides(view.exercise, often, matters)
    grid = left if isinstance(left, Grid) else None
    traits: dict[str, Any] = {"title": title or f"{left.text} {right.text}", "headline": ""}
    traits |= {"rows": [], "pages": [], "ring": "", "message": "", "note": ""}
    traits |= {"ends": list(grid.steps.ends if grid else ("", ""))}
    if view.snapshot is None:
        return traits | {"message": view.advice or _(WAITING)}
    found = _find_often(view.snapshot, left)
    chosen = view.snapshot.get_marginal(matters)
    numbers = [marginal.n for marginal in found.values() if marginal.n]
    if not numbers and not chosen.n:
        return traits | {"message": _(ADVICE)}
    rows = read_gap({each.value: each.label for each in right.options}, found, chosen)
    most = max([1, *(row.count or 0 for row in rows)])
    often_most = max([1, *(row.chosen or 0 for row in rows)])
    guess = find_row_guess(view.leader, grid) if grid else None
    behind = _("Right: {answers}", answers=ngettext("{n} answer", "{n} answers", chosen.n))
    if isinstance(right, Dots):
        behind = add_dots(behind, right.dots)
    else:
        behind = add_limit(behind, right.max_choices)
    answers = describe_numbers(numbers) or _("too few answers")
    note = join_words(
        _("Left: {answers}", answers=answers),
        behind if chosen.n else _("Right: {answers}", answers=_("too few answers")),
        describe_row_guess(view.leader, grid) if grid else "",
    )
    return traits | {
        "headline": describe_gap(rows),
        "rows": [
            asdict(row)
            | {
                "word": say_closeness(row.word),
                "share": (row.count or 0) / most,
                "often": None if row.chosen is None else row.chosen / often_most,
            }
            for row in rows
        ],
        "pages": divide_gap(rows),
        "tells": [[*(found[name].prompt for name in list_spoken(rows)), often, matters]],
        "ring": guess[0] if guess else "",
        "note": note,
    }


def find_sides(exercise: Exercise, often: str, matters: str) -> tuple[Grid | Choice, Choice]:
    """The two questions that stand beside each other.

    Raises:
        DefinitionError: One is of another kind, or their short names differ.
    """
    left, right = exercise.get_prompt(often), exercise.get_prompt(matters)
    if not isinstance(left, Grid | Choice):
        msg = f"prompt {often!r}: kit.Gap takes a Grid or a Choice for often=. Name another."
        raise DefinitionError(msg)
    if not isinstance(right, Choice) or left is right:
        msg = f"prompt {matters!r}: kit.Gap takes another Choice for matters=. Name one."
        raise DefinitionError(msg)
    names = {each.value for each in (left.rows if isinstance(left, Grid) else left.options)}
    if apart := sorted(names ^ {each.value for each in right.options}):
        msg = (
            f"kit.Gap: {often!r} and {matters!r} differ in {', '.join(apart)}. Give both the same "
            "short names, as kit.Option('recognise', 'noticing good work')."
        )
        raise DefinitionError(msg)
    return left, right


def _find_often(snapshot: Snapshot, left: Grid | Choice) -> dict[str, Marginal]:
    if isinstance(left, Grid):
        names = {row.value: left.name_row(row.value) for row in left.rows}
        return {value: snapshot.get_marginal(name) for value, name in names.items()}
    return dict.fromkeys((o.value for o in left.options), snapshot.get_marginal(left.name))
