"""What a notebook has for the printer: its Markdown cells with the tag `print`."""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup

from kit.notebooks.embedding import Origin
from kit.notebooks.notebook import PRINT_TAG, get_tags, load_notebook, render_words

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
    for number, cell in enumerate(load_notebook(path).cells, start=1):
        if cell.cell_type == "markdown" and PRINT_TAG in get_tags(cell):
            origin = Origin(path.parent.resolve(), f"{path.name}, cell {number}")
            words = render_words(cell, origin)
            heading = FIRST_HEADING.search(words)
            name = Markup(heading[1]).striptags() if heading else ""  # noqa: S704 -- words alone
            sheets.append((name, words))
    return sheets
