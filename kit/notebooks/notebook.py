"""One notebook, three roles: which cells a role runs, and how long the exercise takes."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kit.errors import DefinitionError, ServerError
from kit.exercise.exercise import LONGEST_MINUTES
from kit.notebooks.embedding import NOWHERE, Origin
from kit.notebooks.markdown import render_markdown
from kit.notebooks.reading import read_notebook
from kit.session.session import Role

ROLE_TAGS = frozenset({Role.PARTICIPANT.value, Role.FACILITATOR.value, Role.SCREEN.value})
PARAMETERS_TAG = "parameters"
PRINT_TAG = "print"
"""Of a Markdown cell that stands on no page: it is printed before the session."""
LEADER_TAG = "leader"
"""Of a Markdown cell that stands on no page of the session: the leader reads it beforehand."""
BEFOREHAND_TAGS = frozenset({PRINT_TAG, LEADER_TAG})
KNOWN_TAGS = ROLE_TAGS | BEFOREHAND_TAGS | {PARAMETERS_TAG}
LONGEST_PARAMETERS = 10_000  # characters of the parameters cell
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What Python raises for source that it cannot read, the last three where it goes on and on."""
WORDS = Markup('<div class="kit-words">{}</div>')


def list_notebooks(folder: Path) -> list[str]:
    """File names of the notebooks in a folder, sorted; hidden ones and folders are none.

    Raises:
        ServerError: The folder is missing or holds no notebook.
    """
    if not folder.is_dir():
        msg = f"There is no folder {str(folder)!r}. Name one with exercise notebooks (*.ipynb)."
        raise ServerError(msg)
    names = sorted(path.name for path in folder.glob("*.ipynb") if is_visible(path))
    if not names:
        msg = (
            f"The folder {str(folder)!r} holds no notebooks (*.ipynb). "
            "Put one exercise notebook into it, or name another folder."
        )
        raise ServerError(msg)
    return names


def is_visible(path: Path) -> bool:
    """Whether a path is a file that somebody has put there, and no program for itself."""
    return path.is_file() and not is_hidden(path) and is_name(path.name)


def is_hidden(path: Path) -> bool:
    """Whether a name says that its file is a program's own, as those of JupyterLab and Word."""
    return path.name.startswith((".", "~"))


def is_name(name: str) -> bool:
    """Whether a file's name is text; one of another system may be bytes of another code page."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def load_notebook(path: Path) -> Any:
    """The notebook at a path as an nbformat node, version 4, without outputs.

    Raises:
        DefinitionError: The file is missing or is not a notebook.
    """
    return read_notebook(path).notebook


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
            found |= read_whole_numbers(source)
    except (DefinitionError, *UNREADABLE):
        return Minutes()  # kit.check says what is wrong
    fits = {name: value for name, value in found.items() if 1 <= value <= LONGEST_MINUTES}
    return Minutes(fits.get("minutes"), fits.get("shortest"))


def read_whole_numbers(source: str) -> dict[str, int]:
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
    """Whether a cell belongs to no role in particular, and to all of them."""
    return not get_tags(cell) & (ROLE_TAGS | BEFOREHAND_TAGS)


def render_words(cell: Any, origin: Origin = NOWHERE) -> Markup:
    """A markdown cell as markup. A notebook is trusted: its markup stands as it was written.

    Args:
        cell: The cell; pictures that were pasted into it come with it.
        origin: Where the other pictures come from that it names.
    """
    own = replace(origin, attachments=cell.get("attachments"))
    return WORDS.format(render_markdown(cell.source, own))
