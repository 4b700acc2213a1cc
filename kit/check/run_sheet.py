"""The rows of a run-sheet: bold words that are a button misspelt, pictures that are not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from kit.check.fault import Fault
from kit.errors import DefinitionError
from kit.language import N_, NP_, _, pgettext, use_language
from kit.notebooks.actions import (
    is_talk,
    list_bold,
    list_presses,
    list_sheet_rows,
    read_talk_words,
)
from kit.notebooks.code import Code
from kit.notebooks.languages import find_written
from kit.views.status import list_buttons

UNKNOWN = "{!r} is no button, so the dashboard has none for this row. Did you mean {!r}?"
NO_PICTURE = (
    "no picture begins with {!r}, so the dashboard cannot turn to it. Write the first words that "
    "stand above the picture."
)
CLOSE = 0.8  # of difflib's ratio
# What is pressed elsewhere on the dashboard, for one sentence, card or picture.
OTHERS = (N_("Show"), N_("Show all"), N_("Hide"), N_("Take away"))
MARKS = (NP_("button", "Kept"), NP_("button", "Changed"), NP_("button", "Dropped"))
TURNS = ("→", "←")
_TURN = re.compile(r"\*\*[→←]\*\*\s+\*([^*]+)\*")


def find_run_sheet_faults(file: str, notebook: Any, code: Code) -> Iterator[Fault]:
    """What stands in the rows of a run-sheet and does not do what it seems to.

    It is read in the notebook's own language.
    """
    with use_language(find_written(notebook)):
        yield from list(_find_faults(file, notebook, code))


def _find_faults(file: str, notebook: Any, code: Code) -> Iterator[Fault]:
    known = [*list_buttons(), *list_presses()]
    texts = _list_texts(code)
    for cell, number, line in list_sheet_rows(notebook):
        for words in list_bold(line):
            if told := _look(words, known):
                yield Fault(file, cell, number, told, grave=False)
        for words in _TURN.findall(line):
            begun = words.rstrip("… ")
            if code.is_readable and not any(each.startswith(begun) for each in texts):
                yield Fault(file, cell, number, NO_PICTURE.format(words), grave=False)


def _look(words: str, known: list[str]) -> str:
    """What is wrong with bold words; "" for nothing."""
    if is_talk(words):
        try:
            read_talk_words(words)
        except DefinitionError as error:
            return str(error)
        return ""
    others = [*map(_, OTHERS), *(pgettext("button", each) for each in MARKS), *TURNS]
    if words in known or words in others:
        return ""
    begun = [each for each in known if each.casefold().startswith(words.casefold())]
    near = get_close_matches(words.capitalize(), known, n=1, cutoff=CLOSE)
    meant = (begun if len(words) > 3 else []) or near
    return UNKNOWN.format(words, meant[0]) if meant else ""


def _list_texts(code: Code) -> list[str]:
    """All texts in a notebook's code: what stands above a picture is one of them."""
    nodes = (node for cell in code.cells if cell.tree for node in ast.walk(cell.tree))
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
