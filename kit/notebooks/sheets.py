"""What a notebook has for paper and for the leader: Markdown cells tagged `print` or `leader`."""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup

from kit.notebooks.embedding import Origin
from kit.notebooks.notebook import LEADER_TAG, PRINT_TAG, get_tags, load_notebook, render_words

FIRST_HEADING = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", re.DOTALL)


def read_sheets(path: Path) -> list[tuple[str, Markup]]:
    """The sheets of a notebook, one a cell, in order.

    Args:
        path: The notebook's.

    Returns:
        For each its name, which is its first heading or "" without one, and its markup.

    Raises:
        DefinitionError: The file is missing or is not a notebook.
    """
    sheets = []
    for words in _list_words(path, PRINT_TAG):
        heading = FIRST_HEADING.search(words)
        name = Markup(heading[1]).striptags() if heading else ""  # noqa: S704 -- words alone
        sheets.append((name, words))
    return sheets


def read_briefing(path: Path) -> Markup:
    """What a leader reads before the session: all such cells of a notebook, "" without one.

    Args:
        path: The notebook's.

    Raises:
        DefinitionError: The file is missing or is not a notebook.
    """
    return Markup().join(_list_words(path, LEADER_TAG))


def _list_words(path: Path, tag: str) -> list[Markup]:
    """The Markdown cells with a tag, as markup, in order."""
    return [
        render_words(cell, Origin(path.parent.resolve(), f"{path.name}, cell {number}"))
        for number, cell in enumerate(load_notebook(path).cells, start=1)
        if cell.cell_type == "markdown" and tag in get_tags(cell)
    ]
