"""Tags: who gets a cell, and whether somebody meant another word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from kit.check.fault import Fault
from kit.notebooks.notebook import BEFOREHAND_TAGS, KNOWN_TAGS, ROLE_TAGS, get_tags

UNKNOWN = "the tag {!r} is unknown. Did you mean {!r}?"
STRANGE = (
    "the tag {!r} means nothing to the kit, so everybody gets this cell. Use one of "
    f"{', '.join(sorted(KNOWN_TAGS))}, or take it off."
)
UNPRINTED = (
    "code is not printed, and runs nowhere. Write the words into a Markdown cell, or take the tag "
    "{!r} off."
)
CLOSE = 0.75  # of difflib's ratio; the server refuses a cell whose tag is so close to a role's
OF_OTHERS = re.compile(
    r"(hide|remove|skip|keep|clear|no|full|scroll|output|input|export|slide|fragment|nb\w*|"
    r"thebe|jupyter\w*|jp|mystnb|quarto|colab|vscode|papermill|injected|doctest|test|raises|ci|init|"
    r"margin|sidebar|popout|grade|autograded?|solution|exercise|todo)([-_:].*)?|"
    r"active-.*|default_?exp.*|raises-exception|injected-parameters"
)
"""Tags that other tools give a meaning to: Jupyter Book, nbval, papermill, nbconvert, nbgrader."""


def find_meant(tag: str) -> str:
    """The known tag that is meant by one that is not; "" where none is."""
    meant = get_close_matches(tag.lower(), KNOWN_TAGS, n=1, cutoff=CLOSE)
    return meant[0] if meant and not OF_OTHERS.fullmatch(tag) else ""


def get_meant_roles(cell: Any) -> set[str]:
    """The roles of a cell, a misspelt one as it is meant."""
    return {each if each in KNOWN_TAGS else find_meant(each) for each in get_tags(cell)} & ROLE_TAGS


def find_tag_faults(file: str, notebook: Any) -> Iterator[Fault]:
    """Tags that are a known one misspelt, and those that mean nothing here."""
    for number, cell in enumerate(notebook.cells, start=1):
        tags = get_tags(cell)
        for tag in sorted(tags - KNOWN_TAGS):
            if meant := find_meant(tag):
                yield Fault(file, number, 0, UNKNOWN.format(tag, meant))
            elif not tags & ROLE_TAGS and not OF_OTHERS.fullmatch(tag):
                yield Fault(file, number, 0, STRANGE.format(tag), grave=False)
        if cell.cell_type == "code" and not tags & ROLE_TAGS:
            for tag in sorted(tags & BEFOREHAND_TAGS):
                yield Fault(file, number, 0, UNPRINTED.format(tag), grave=False)
