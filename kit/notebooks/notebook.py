"""One notebook, three roles: which cells a role runs, and whether the notebook is in shape."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup

from kit.errors import DefinitionError, ServerError
from kit.exercise.exercise import LONGEST_MINUTES
from kit.notebooks.markdown import render_markdown
from kit.session.session import Role

ROLE_TAGS = frozenset({Role.PARTICIPANT.value, Role.FACILITATOR.value, Role.SCREEN.value})
PARAMETERS_TAG = "parameters"
KNOWN_TAGS = ROLE_TAGS | {PARAMETERS_TAG}
LARGEST = 10 * 1024 * 1024  # bytes of a notebook
MOST_CELLS = 500
LINE_SHOWN = 200  # characters of a wrong line in a message
LONGEST_PARAMETERS = 10_000  # characters of the parameters cell
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What Python raises for source that it cannot read, the last three where it goes on and on."""
WORDS = Markup('<div class="kit-words">{}</div>')
_PARAMETER = re.compile(r"^[a-z_]\w*: [\w.\[\]| ]+ = .+  # \S")


def list_notebooks(folder: Path) -> list[str]:
    """File names of the notebooks in a folder, sorted.

    Raises:
        ServerError: The folder is missing or holds no notebook.
    """
    if not folder.is_dir():
        msg = f"There is no folder {str(folder)!r}. Name one with exercise notebooks (*.ipynb)."
        raise ServerError(msg)
    names = sorted(path.name for path in folder.glob("*.ipynb"))
    if not names:
        msg = (
            f"The folder {str(folder)!r} holds no notebooks (*.ipynb). "
            "Put one exercise notebook into it, or name another folder."
        )
        raise ServerError(msg)
    return names


def load_notebook(path: Path) -> Any:
    """The notebook at a path as an nbformat node, version 4.

    Raises:
        DefinitionError: The file is missing or is not a notebook.
    """
    try:
        if path.stat().st_size > LARGEST:
            msg = (
                f"{path.name} is larger than {LARGEST // 1024 // 1024} MB. "
                "Clear its outputs and make its pictures smaller."
            )
            raise DefinitionError(msg)
        text = path.read_text("utf-8")
        if text.count('"cell_type"') > MOST_CELLS:
            msg = f"{path.name} has more than {MOST_CELLS} cells. Split it into two exercises."
            raise DefinitionError(msg)
        notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(notebook, relax_add_props=True)  # reading only logs what is missing
    except DefinitionError:
        raise
    except FileNotFoundError as error:
        msg = f"{path.name} is not in {str(path.parent)!r}. Put it back or take it off the agenda."
        raise DefinitionError(msg) from error
    except Exception as error:
        msg = (
            f"{path.name} is not a readable notebook. Open it in JupyterLab and save it again, "
            "or take it out of the folder."
        )
        raise DefinitionError(msg) from error
    return notebook


@dataclass(frozen=True)
class Minutes:
    """How long an exercise takes, as its parameters cell says.

    Attributes:
        planned: The parameter `minutes`; None where it is no plain number from 1 to 480.
        shortest: The parameter `shortest`: the shorter plan in the run-sheet; None without one.
    """

    planned: int | None = None
    shortest: int | None = None


def read_minutes(path: Path) -> Minutes:
    """The minutes a notebook gives itself; none where it cannot be read."""
    try:
        about = path.stat()
    except OSError:
        return Minutes()
    return _read_minutes(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=256)
def _read_minutes(path: Path, _changed: int, _size: int) -> Minutes:
    """Read them once for each version of the file: an agenda asks for every one of its lines."""
    found: dict[str, int] = {}
    try:
        cells = load_notebook(path).cells
        sources = [cell.source for cell in cells if PARAMETERS_TAG in get_tags(cell)]
        for source in sources:
            found |= _read_whole_numbers(source)
    except (DefinitionError, *UNREADABLE):
        return Minutes()  # find_faults says what is wrong
    fits = {name: value for name, value in found.items() if 1 <= value <= LONGEST_MINUTES}
    return Minutes(fits.get("minutes"), fits.get("shortest"))


def _read_whole_numbers(source: str) -> dict[str, int]:
    """The parameters of a cell that are plain whole numbers.

    Raises:
        SyntaxError: It is longer than a parameters cell may be, or not Python.
    """
    if len(source) > LONGEST_PARAMETERS:
        msg = f"longer than {LONGEST_PARAMETERS} characters"
        raise SyntaxError(msg)
    return {
        line.target.id: line.value.value
        for line in ast.parse(source).body
        if isinstance(line, ast.AnnAssign)
        and isinstance(line.target, ast.Name)
        and isinstance(line.value, ast.Constant)
        and type(line.value.value) is int
    }


def get_tags(cell: Any) -> set[str]:
    """A cell's tags."""
    return set(cell.get("metadata", {}).get("tags", []))


def select_cells(notebook: Any, role: Role) -> list[Any]:
    """The cells that a role may run and see, in order: untagged ones and the role's own.

    Raises:
        DefinitionError: A tag is a role's misspelt: its cell would be everybody's.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        for tag in sorted(get_tags(cell) - KNOWN_TAGS):
            if meant := get_close_matches(tag.lower(), ROLE_TAGS, n=1, cutoff=0.75):
                msg = (
                    f"cell {number}: the tag {tag!r} is no role's, so everybody would get the "
                    f"cell. Did you mean {meant[0]!r}?"
                )
                raise DefinitionError(msg)
    return [cell for cell in notebook.cells if is_for(cell, role)]


def is_for(cell: Any, role: Role) -> bool:
    """Whether a role may run and see a cell."""
    return is_shared(cell) or role.value in get_tags(cell)


def is_shared(cell: Any) -> bool:
    """Whether a cell belongs to no role in particular."""
    return not get_tags(cell) & ROLE_TAGS


def render_words(cell: Any) -> Markup:
    """A markdown cell as markup. A notebook is trusted: its markup stands as it was written."""
    return WORDS.format(render_markdown(cell.source, cell.get("attachments")))


def find_faults(path: Path) -> Iterator[str]:
    """What is wrong with the shape of a notebook, one sentence each, with the cure."""
    try:
        notebook = load_notebook(path)
    except DefinitionError as error:
        yield str(error)
        return
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(notebook.cells, start=1):
        for tag in sorted(get_tags(cell) - KNOWN_TAGS):
            yield (
                f"{path.name}, cell {number}: the tag {tag!r} is unknown. "
                f"Use one of {', '.join(sorted(KNOWN_TAGS))}."
            )
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count):
            yield f"{path.name}, cell {number}: it holds outputs. Clear all outputs and save."
        if PARAMETERS_TAG in get_tags(cell):
            yield from _find_parameter_faults(path.name, number, cell.source)
    if not any("kit.join(" in cell.source and is_shared(cell) for cell in code):
        yield (
            f"{path.name}: no shared cell calls kit.join(exercise). "
            "Add room = kit.join(exercise) to an untagged code cell."
        )
    for tag, call in (("participant", ".form("), ("facilitator", ".console(")):
        if not any(call in cell.source and tag in get_tags(cell) for cell in code):
            yield f"{path.name}: no cell tagged {tag!r} calls room{call}). Add one."


def _find_parameter_faults(name: str, number: int, source: str) -> Iterator[str]:
    where = f"{name}, cell {number}"
    try:
        numbers = _read_whole_numbers(source)
    except UNREADABLE:
        yield (
            f"{where}: the parameters cannot be read. Write one short line of Python for each, "
            f"at most {LONGEST_PARAMETERS} characters in all."
        )
        return
    for key in ("minutes", "shortest"):
        if not 1 <= numbers.get(key, 1) <= LONGEST_MINUTES:
            yield f"{where}: {key} is out of reach. Write whole minutes, 1 to {LONGEST_MINUTES}."
    for line in filter(None, map(str.strip, source.splitlines())):
        if not line.startswith("#") and not _PARAMETER.match(line):
            yield (
                f"{where}: the parameter line {line[:LINE_SHOWN]!r} should read "
                "'name: type = value  # what it is for'."
            )
