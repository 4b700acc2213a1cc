"""Conditions by places: a table of patches, darker where a condition is tended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kit.charts.phrases import say_closeness
from kit.charts.rows import describe_numbers, describe_row, read_rows, tell_row
from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.gate.centre import read_centre
from kit.gate.marginals import ADVICE, Marginal
from kit.gate.snapshot import Snapshot
from kit.language import N_, _, pgettext
from kit.language.formats import join_items
from kit.views.round import View
from kit.widgets.live_chart import WAITING
from kit.widgets.picture import Results
from kit.widgets.soil_table import SoilTable

TITLE = N_("{rows} conditions in {places} places")


def soil(results: Results, prompts: Sequence[str], *, title: str = "") -> SoilTable:
    """Several grids with the same rows beside each other: a row each condition, a column each grid.

    A cell has one of three depths for its centre, with the word; a hatch where the answers are
    mixed, two triangles where they are split, a line where too few have answered. There are no
    sums.

    Args:
        results: The room's published results, `room.results`.
        prompts: Names of grids, all with the same rows and the same three steps.
        title: What stands above; made from the numbers of rows and columns where it is left out.

    Raises:
        DefinitionError: The exercise has no such grids, or they do not fit each other.
    """
    named = [prompts] if isinstance(prompts, str) else list(prompts)
    table = SoilTable()
    table.follow(results, lambda view: _read(view, named, title))
    return table


def _read(view: View, named: Sequence[str], title: str) -> dict[str, Any]:
    view = view.of(named[0] if named else "")
    grids = list_columns(view.exercise, named)
    steps = list_steps(grids[0])
    places = {"rows": len(grids[0].rows), "places": len(grids)}
    traits: dict[str, Any] = {"title": title or _(TITLE, **places), "message": "", "note": ""}
    traits |= {"columns": ["", *(grid.text for grid in grids)], "rows": [], "steps": steps}
    traits |= {"alone": [], "tells": [[grid.name for grid in grids]]}
    if view.snapshot is None:
        return traits | {"message": view.advice or _(WAITING)}
    found = [[_find(view.snapshot, grid, row.value) for grid in grids] for row in grids[0].rows]
    numbers = [marginal.n for line in found for marginal in line if marginal.n]
    if not numbers:
        return traits | {"message": _(ADVICE)}
    return traits | {
        "rows": [
            {"label": row.label, "cells": [read_cell(each, steps) for each in line]}
            for row, line in zip(grids[0].rows, found, strict=True)
        ],
        "alone": [
            read_alone(each, grid.text)
            for line in found
            for each, grid in zip(line, grids, strict=True)
        ],
        "tells": [traits["tells"][0], *([each.prompt] for line in found for each in line)],
        "note": _("{answers} in a cell", answers=describe_numbers(numbers))
        if len(numbers) > 1
        else "",
    }


def list_columns(exercise: Exercise, named: Sequence[str]) -> list[Grid]:
    """The grids that stand beside each other in a table, all with the same rows and three steps.

    Raises:
        DefinitionError: One is no grid, or does not fit the first.
    """
    grids = []
    for name in named:
        grid = exercise.get_prompt(name)
        if not isinstance(grid, Grid) or grid.steps.high - grid.steps.low != 2:
            msg = f"prompt {name!r}: kit.Soil takes Grids with three steps. Name another."
            raise DefinitionError(msg)
        grids.append(grid)
        if (grid.rows, grid.steps) != (grids[0].rows, grids[0].steps):
            msg = f"prompt {name!r} has other rows or steps than {named[0]!r}. Give both the same."
            raise DefinitionError(msg)
    if not grids:
        msg = "kit.Soil takes a list of names of Grids. Name one."
        raise DefinitionError(msg)
    return grids


def list_steps(grid: Grid) -> list[str]:
    """What the three steps of a grid are called."""
    low, _middle, high = range(grid.steps.low, grid.steps.high + 1)
    usual = [
        _("low ({step})", step=low),
        pgettext("place", "in the middle"),
        _("high ({step})", step=high),
    ]
    return list(grid.steps.labels) or usual


def read_cell(marginal: Marginal, steps: Sequence[str]) -> dict[str, Any]:
    """What a cell shows: its depth, from 0, its pattern and its words; depth -1 for too few."""
    if not marginal.n:
        return {"depth": -1, "word": "", "text": "", "told": tell_row(marginal)}
    zone, word = read_centre(marginal)
    told = join_items((steps[zone], say_closeness(word)))
    return {"depth": zone, "word": word, "text": steps[zone], "told": told}


def read_alone(marginal: Marginal, place: str) -> dict[str, Any]:
    """What a cell shows where it stands alone: its answers, from the worst step to the best."""
    return describe_row(replace(read_rows([marginal]).rows[0], hint=place))


def _find(snapshot: Snapshot, grid: Grid, row: str) -> Marginal:
    return snapshot.get_marginal(grid.name_row(row))
