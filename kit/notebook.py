"""One notebook, three roles: which cells a role runs, and whether the notebook is in shape."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.filters.markdown import markdown2html

from kit.errors import DefinitionError, ServerError
from kit.session import Role

ROLE_TAGS = frozenset({Role.PARTICIPANT.value, Role.FACILITATOR.value, Role.SCREEN.value})
PARAMETERS_TAG = "parameters"
KNOWN_TAGS = ROLE_TAGS | {PARAMETERS_TAG}
_ANCHOR = re.compile(r'<a class="anchor-link"[^>]*>.*?</a>')
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
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook, relax_add_props=True)  # reading only logs what is missing
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
        planned: The parameter `minutes`; None where it is not a plain number.
        shortest: The parameter `shortest`: the shorter plan in the run-sheet; None without one.
    """

    planned: int | None = None
    shortest: int | None = None


def read_minutes(path: Path) -> Minutes:
    """The minutes a notebook gives itself; none where it cannot be read."""
    found: dict[str, int] = {}
    try:
        cells = load_notebook(path).cells
        sources = [cell.source for cell in cells if PARAMETERS_TAG in get_tags(cell)]
        lines = [line for source in sources for line in ast.parse(source).body]
    except (DefinitionError, SyntaxError):
        return Minutes()  # find_faults says what is wrong
    for line in lines:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            value = line.value.value if isinstance(line.value, ast.Constant) else None
            if type(value) is int:
                found[line.target.id] = value
    return Minutes(found.get("minutes"), found.get("shortest"))


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


def render_words(cell: Any) -> str:
    """A markdown cell as markup. A notebook is trusted: its markup stands as it was written."""
    markup = _ANCHOR.sub("", markdown2html(cell.source))
    return f'<div class="kit-words">{markup}</div>'


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
    for line in filter(None, map(str.strip, source.splitlines())):
        if not line.startswith("#") and not _PARAMETER.match(line):
            yield (
                f"{name}, cell {number}: the parameter line {line!r} should read "
                "'name: type = value  # what it is for'."
            )
