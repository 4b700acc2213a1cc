"""The code of a notebook's cells, read and not run: which calls it makes, and where."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kit.errors import DefinitionError, ServerError
from kit.notebooks.notebook import UNREADABLE, is_shared, list_notebooks
from kit.notebooks.reading import read_notebook

KIT = "kit"
HELP = "'pinfo"  # IPython takes a line of words that ends in ? for a wish for help
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class CodeCell:
    """A code cell.

    Attributes:
        number: Its number among all cells, from 1.
        cell: The cell.
        tree: Its code; None where it cannot be read.
        fault: Why it cannot be read; None where it can.
    """

    number: int
    cell: Any
    tree: ast.Module | None
    fault: Exception | None


@dataclass(frozen=True)
class Call:
    """A call, and where it stands.

    Attributes:
        cell: The cell.
        line: Its line in the cell, from 1.
        node: The call.
    """

    cell: CodeCell
    line: int
    node: ast.Call


class Code:
    """All code cells of a notebook.

    Attributes:
        cells: In order.
        kits: The names under which the kit is imported.
    """

    def __init__(self, notebook: Any) -> None:
        self.cells = [
            read_code(number, cell)
            for number, cell in enumerate(notebook.cells, start=1)
            if cell.cell_type == "code"
        ]
        self.kits, self._names = {KIT}, dict[str, str]()
        for node in (node for cell in self.cells if cell.tree for node in ast.walk(cell.tree)):
            if isinstance(node, ast.Import):
                self.kits |= {each.asname or KIT for each in node.names if each.name == KIT}
            elif isinstance(node, ast.ImportFrom) and node.module == KIT:
                self._names |= {each.asname or each.name: each.name for each in node.names}

    def __repr__(self) -> str:
        return f"<Code of {len(self.cells)} cells>"

    @property
    def is_readable(self) -> bool:
        """Whether all of it is Python."""
        return all(cell.tree is not None for cell in self.cells)

    def find_calls(self) -> Iterator[tuple[str, Call]]:
        """All calls by the last word of what is called: `room.form()` is "form"."""
        for cell in self.cells:
            for node in ast.walk(cell.tree) if cell.tree else ():
                if isinstance(node, ast.Call):
                    yield name_call(node), Call(cell, node.lineno, node)

    def list_methods(self, name: str) -> list[Call]:
        """The calls of a method of anything, such as `room.form()`."""
        return [
            call
            for said, call in self.find_calls()
            if said == name and isinstance(call.node.func, ast.Attribute)
        ]

    def list_kit_calls(self, name: str) -> list[Call]:
        """The calls of something of the kit's, under whatever name it was imported."""
        return [call for _, call in self.find_calls() if self.name_of_kit(call.node) == name]

    def find_kit_names(self) -> Iterator[tuple[CodeCell, ast.Attribute | ast.alias, str]]:
        """All places where something of the kit's is named: `kit.Choice`, and imports of it."""
        for cell in self.cells:
            for node in ast.walk(cell.tree) if cell.tree else ():
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    if node.value.id in self.kits:
                        yield cell, node, node.attr
                elif isinstance(node, ast.ImportFrom) and node.module == KIT:
                    yield from ((cell, each, each.name) for each in node.names)

    def name_of_kit(self, call: ast.Call) -> str:
        """What of the kit's is called; "" where it is something else."""
        func = call.func
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
            return func.attr if func.value.id in self.kits else ""
        if isinstance(func, ast.Name):
            return self._names.get(func.id, func.id if "*" in self._names else "")
        return ""


def read_code(number: int, cell: Any) -> CodeCell:
    """Read one code cell."""
    try:
        return CodeCell(number, cell, parse(cell.source), None)
    except UNREADABLE as error:
        return CodeCell(number, cell, None, error)


def parse(source: str) -> ast.Module:
    """Read the code of a cell; lines for IPython such as `%matplotlib inline` are understood.

    Raises:
        SyntaxError: It is no Python.
        ValueError: It holds what Python cannot read.
        RecursionError: Its brackets go on and on; MemoryError, too.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they name no notebook
        try:
            return ast.parse(source)
        except SyntaxError:
            from IPython.core.inputtransformer2 import TransformerManager  # few cells need it

            plain: str = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
            if plain.strip() == source.strip() or HELP in plain:
                raise
            return ast.parse("\n" * _count_empty(source) + plain)


def split_lines(source: str) -> list[str]:
    """The lines of a cell as Python counts them; at least one."""
    return _LINE_END.split(source)


def _count_empty(source: str) -> int:
    """How many empty lines a cell begins with: IPython takes them away."""
    lines = split_lines(source)
    return next((place for place, line in enumerate(lines) if line.strip()), 0)


def name_call(call: ast.Call) -> str:
    """The last word of what is called; "" where that has no name."""
    return str(getattr(call.func, "attr", "") or getattr(call.func, "id", ""))


def is_exercise(path: Path) -> bool:
    """Whether a notebook joins a room, or may do so in code that cannot be read."""
    try:
        about = path.stat()
        return _is_exercise(path, about.st_mtime_ns, about.st_size)
    except (OSError, DefinitionError):
        return False


@lru_cache(maxsize=256)
def _is_exercise(path: Path, _changed: int, _size: int) -> bool:
    code = Code(read_notebook(path).notebook)
    unread = [each.cell for each in code.cells if each.tree is None]
    return bool(code.list_kit_calls("join")) or any(
        is_shared(cell) and "join(" in cell.source for cell in unread
    )


def list_exercises(folder: Path) -> list[str]:
    """File names of the notebooks of a folder that can be played, sorted.

    Raises:
        ServerError: The folder is missing or holds no exercise.
    """
    names = [name for name in list_notebooks(folder) if is_exercise(folder / name)]
    if not names:
        msg = (
            f"The folder {str(folder)!r} holds no exercise: no notebook in it calls "
            "kit.join(exercise). Ask kit check what each of them lacks."
        )
        raise ServerError(msg)
    return names
