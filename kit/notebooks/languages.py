"""A folder's exercises in several languages: each language in a folder of its tag."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kit.errors import DefinitionError
from kit.language import get_language
from kit.language.languages import find_language, list_languages
from kit.notebooks.notebook import load_notebook

METADATA = "kit"  # the part of a notebook's metadata that is ours
LANGUAGE = "language"


def find_language_folder(folder: Path, language: str) -> Path:
    """Where the notebooks of a language lie: in the folder of its tag, or beside all others.

    Args:
        folder: The folder that is served.
        language: Tag of the language; "" for the folder's own.
    """
    inside = folder / language
    there = bool(find_language(language)) and any(inside.glob("*.ipynb"))
    return inside if there else folder


def list_translated(folder: Path) -> list[str]:
    """Tags of the languages that have a folder of their own inside a folder."""
    tags = (each.tag for each in list_languages())
    return [tag for tag in tags if find_language_folder(folder, tag) != folder]


def split_name(name: str) -> tuple[str, str]:
    """A file's name as it is seen from the folder that is served, in two.

    Args:
        name: As in "marble_jar.ipynb" or "de/marble_jar.ipynb".

    Returns:
        Tag of the language in whose folder it lies, "" for none, and its name in there.
    """
    tag, _slash, inside = name.partition("/")
    return (tag, inside) if inside and find_language(tag) else ("", name)


def choose_language(folder: Path, usual: str) -> str:
    """The language for a session that somebody begins on a page: the page's, if it is there.

    Args:
        folder: The folder that is served.
        usual: Tag of the server's language; "" for none.
    """
    spoken = get_language()
    return spoken if spoken in list_translated(folder) else usual


def read_language(path: Path) -> str:
    """The language that a notebook says it is written in, as a tag; "" where it says nothing."""
    try:
        return find_written(load_notebook(path))
    except DefinitionError:
        return ""  # kit.check says what is wrong


def read_title(path: Path) -> str:
    """What a notebook is called in its first line; "" where that is no heading."""
    try:
        cells = load_notebook(path).cells
    except DefinitionError:
        return ""  # as above
    words = [cell.source for cell in cells if cell.cell_type == "markdown"]
    first = (words[0] if words else "").strip().partition("\n")[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""


def list_titles(folder: Path, notebooks: Iterable[str]) -> list[str]:
    """What some notebooks are called in a folder: those of them that it has.

    Args:
        folder: Where the notebooks of a language lie.
        notebooks: Their file names.
    """
    return [title for name in notebooks if (title := read_title(folder / name))]


def find_written(notebook: Any) -> str:
    """The language that a notebook's metadata names, as a tag; "" for none."""
    about = notebook.metadata.get(METADATA, {})
    tag = about.get(LANGUAGE, "") if isinstance(about, dict) else ""
    return tag if isinstance(tag, str) and find_language(tag) else ""
