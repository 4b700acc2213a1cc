"""The rows of a grid in a report: drawn, told, and the mean of a published instrument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kit.charts.order import has_words
from kit.charts.rows import Row, Step, count_longest, read_rows, say_better
from kit.charts.since import describe_since, find_last
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.gate.marginals import Marginal, Shape
from kit.gate.since import LastTime
from kit.language import N_, _, ngettext
from kit.language.numbers import format_number

NO_THRESHOLDS = N_("There are no thresholds for this number in the source.")


def list_grids(exercise: Exercise) -> list[dict[str, Any]]:
    """What a report needs to know of an exercise's grids beyond their results."""
    return [
        {
            "prompt": grid.name,
            "reverse": list(grid.reverse),
            "better": grid.better,
            "source": grid.source,
        }
        for grid in exercise.prompts
        if isinstance(grid, Grid)
    ]


def draw_rows(
    marginals: Sequence[Marginal],
    grids: Sequence[Mapping[str, Any]],
    since: Sequence[LastTime] = (),
) -> dict[str, Any]:
    """Give the figure of a grid.

    Args:
        marginals: Results of its rows, in the order of the definition.
        grids: What `list_grids` gave for the exercise.
        since: What stood beside them of last time.

    Returns:
        {"question", "better", "rows": each with "label", "hint", "told", "note" and its drawing,
        "note": how many answers stand behind them, "mean": a sentence, or ""}.
    """
    name = marginals[0].grid
    found = next((each for each in grids if each["prompt"] == name), {})
    reverse = [f"{name}.{row}" for row in found.get("reverse", ())]
    better = found.get("better", "")
    shown = read_rows(marginals, reverse, better, since)
    most = count_longest(shown.rows)
    # In words a row is told as it was answered, last time's result like today's.
    told = {
        each.prompt: describe_since(find_last(since, each.prompt), each)
        for each in marginals
        if each.shape is not Shape.WITHHELD
    }
    return {
        "question": marginals[0].group,
        "better": say_better(better),
        "rows": [_draw(row, most, told.get(row.name, ""), own=shown.own) for row in shown.rows],
        "note": "" if shown.own else shown.note,
        "mean": describe_mean(marginals, reverse, better) if found.get("source") else "",
    }


def describe_mean(marginals: Sequence[Marginal], reverse: Sequence[str], better: str) -> str:
    """The mean of the rows' means, those turned round on which less is better.

    It is made of what is published of every row, and of nothing else: "" where one of them is not
    shown in every step, or has words for steps.

    Args:
        marginals: Results of an instrument's rows.
        reverse: Names of those on which less is better.
        better: What more of the others means.
    """
    if any(each.shape is not Shape.FULL or has_words(each) for each in marginals):
        return ""
    low, high = int(marginals[0].counts[0][0]), int(marginals[0].counts[-1][0])
    means = []
    for each in marginals:
        mean = sum(int(value) * count for value, _, count in each.counts) / each.n
        means.append(low + high - mean if each.prompt in reverse else mean)
    fewest, most = min(each.n for each in marginals), max(each.n for each in marginals)
    given = {"count": len(means), "low": low, "high": high, "better": say_better(better)}
    given |= {"mean": format_number(sum(means) / len(means), 1)}
    if fewest == most:
        told = ngettext(
            "Mean of the {count} lines, each from {low} to {high} and turned so that more is "
            "{better}: {mean}, from {n} answer to each.",
            "Mean of the {count} lines, each from {low} to {high} and turned so that more is "
            "{better}: {mean}, from {n} answers to each.",
            most,
            **given,
        )
    else:
        told = ngettext(
            "Mean of the {count} lines, each from {low} to {high} and turned so that more is "
            "{better}: {mean}, from {fewest} to {n} answer to each.",
            "Mean of the {count} lines, each from {low} to {high} and turned so that more is "
            "{better}: {mean}, from {fewest} to {n} answers to each.",
            most,
            fewest=fewest,
            **given,
        )
    return f"{told} {_(NO_THRESHOLDS)}"


def _draw(row: Row, most: float, since: str, *, own: bool) -> dict[str, Any]:
    """A row, its steps with their lengths in per cent of one side."""
    return {
        "label": row.label,
        "hint": row.hint,
        "told": "" if since and not row.steps else row.told,
        "note": row.note if own else "",
        "zone": row.zone,
        "since": since,
        "before": row.before if row.zone >= 0 else -1,
        "sides": [
            [_measure(step, row.n, most) for step in row.steps if step.side == side and step.count]
            for side in (-1, 1, 0)
        ]
        if row.steps
        else [],
    }


def _measure(step: Step, n: int, most: float) -> dict[str, Any]:
    return {"deep": step.deep, "width": f"{100 * step.count / n / most:.1f}"}
