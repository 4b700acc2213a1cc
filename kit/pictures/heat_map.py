"""Two questions of a round crossed, as a heat map; nothing is crossed that was not declared."""

from __future__ import annotations

from typing import Any

from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise
from kit.language import N_, _
from kit.views.round import View
from kit.widgets.heat_table import HeatTable
from kit.widgets.picture import Results

WAITING = N_("The two questions side by side appear when the facilitator reveals them")
WITHHELD = N_(
    "Not shown side by side: that takes 15 people who answered both questions, and a table in "
    "which nobody stands out."
)


def heat_map(results: Results, row: str, column: str) -> HeatTable:
    """A heat map of two prompts the exercise counts together; darker where more people stand.

    On the screen it takes the place of the bars, once there is a table.

    Args:
        results: The room's published results, `room.results`.
        row: Name of the prompt whose answers are the rows.
        column: Name of the prompt whose answers are the columns.

    Raises:
        DefinitionError: The exercise has no such prompts, or does not count them together.
    """
    table = HeatTable()
    table.follow(results, lambda view: _read_table(view, row, column))
    return table


def _read_table(view: View, row: str, column: str) -> dict[str, Any]:
    view = view.of(row)
    _check_declared(view.exercise, row, column)
    first, second = (view.exercise.get_prompt(name).text for name in (row, column))
    traits = {"title": f"{first} {second}", "columns": [], "rows": [], "note": ""}
    if view.snapshot is None:
        return traits | {"message": view.advice or _(WAITING)}
    crossed = [each for each in view.snapshot.crosses if (each.first, each.second) == (row, column)]
    if not crossed or not crossed[0].counts:
        return traits | {"message": _(WITHHELD)}
    table = crossed[0]
    return traits | {
        "columns": ["", *(label for _value, label in table.columns)],
        "rows": [
            {
                "label": label,
                "cells": [
                    {"text": table.describe_cell(place, other), "weight": count}
                    for other, count in enumerate(counts)
                ],
            }
            for place, ((_value, label), counts) in enumerate(
                zip(table.rows, table.counts, strict=True)
            )
        ],
        "note": _(
            "{n} answers to both. Hatched: fewer than {step}, perhaps nobody.",
            n=table.n,
            step=table.step,
        ),
    }


def _check_declared(exercise: Exercise, row: str, column: str) -> None:
    for name in (row, column):
        exercise.get_prompt(name)
    if (row, column) not in exercise.crosses:
        msg = (
            f"prompts {row!r} and {column!r} are not counted together. "
            f"Write crosses=[({row!r}, {column!r})] into the exercise, or use kit.Bars."
        )
        raise DefinitionError(msg)
