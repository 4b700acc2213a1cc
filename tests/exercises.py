"""Small exercise notebooks for the tests that need one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kit.exercise.exercise import Exercise
from kit.notebooks.notebook import is_shared, load_notebook
from kit.room.cells import compile_cell, run_cell

DEFINITION = """\
import kit
exercise = kit.Exercise(
    "small-acts",
    prompts=[
        kit.Choice("kind", "Which act?", ["kept their word", "asked for help", "other"]),
        kit.Text("story", "What happened?", max_length=40, may_be_shown=False),
    ],
)
room = kit.join(exercise)"""


def words(source: str, *tags: str) -> NotebookNode:
    """A markdown cell."""
    cell: NotebookNode = new_markdown_cell(source, metadata={"tags": list(tags)} if tags else {})
    return cell


def code(source: str, *tags: str) -> NotebookNode:
    """A code cell."""
    cell: NotebookNode = new_code_cell(source, metadata={"tags": list(tags)} if tags else {})
    return cell


def list_cells(definition: str = DEFINITION) -> list[NotebookNode]:
    """The cells every exercise has, in their order."""
    return [
        words("# Small acts"),
        words("Say hello.", "facilitator"),
        code("minutes: int = 5  # planned length", "parameters"),
        code(definition),
        code("room.form()", "participant"),
        code("room.console()", "facilitator"),
        code('kit.Bars(room.results, "kind")', "facilitator", "screen"),
        words("What surprised you?", "facilitator"),
        words("Thank you.", "participant"),
    ]


def write_notebook(path: Path, cells: Sequence[NotebookNode] | None = None) -> Path:
    """Write a notebook; without cells, one as it should be."""
    notebook: NotebookNode = new_notebook(cells=list_cells() if cells is None else list(cells))
    nbformat.write(notebook, path)
    return path


def read_parts(path: Path) -> list[Exercise]:
    """The exercise a notebook defines, or its parts, by running the cells that are everybody's."""
    names: dict[str, Any] = {}
    for number, cell in enumerate(load_notebook(path).cells, start=1):
        if cell.cell_type == "code" and is_shared(cell):
            run_cell(compile_cell(cell.source, f"{path.name}, cell {number}"), names)
    names["room"].close()
    return [each for each in names.values() if isinstance(each, Exercise)]
