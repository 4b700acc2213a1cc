"""Names of the kit that have a new one: told, and written anew where that needs no judgement."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from kit import OLD_NAMES, RENAMED
from kit.check.fault import Fault
from kit.notebooks.code import Code

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def find_old_name_faults(file: str, code: Code) -> Iterator[Fault]:
    """Every place where an old name of the kit stands, as advice: it still works."""
    for cell, node, name in code.find_kit_names():
        if name in OLD_NAMES:
            words = RENAMED.format(name, OLD_NAMES[name])
            yield Fault(file, cell.number, node.lineno, words, grave=False)


def rename_old(code: Code, cells: list[dict[str, Any]]) -> list[int]:
    """Write the new names into the cells of a notebook, where an old one stands as in `kit.bars`.

    One that was imported by itself is left to its writer: it may stand anywhere in the code.

    Args:
        code: The notebook's code.
        cells: All its cells, as they stand in the file.

    Returns:
        Numbers of the cells that have changed.
    """
    places: dict[int, list[tuple[int, int, str]]] = {}
    for cell, node, name in code.find_kit_names():
        if name in OLD_NAMES and isinstance(node, ast.Attribute):
            end = (node.end_lineno or 0, node.end_col_offset or 0, name)
            places.setdefault(cell.number, []).append(end)
    return [number for number in places if _rename(cells[number - 1], places[number])]


def _rename(cell: dict[str, Any], places: list[tuple[int, int, str]]) -> bool:
    """Put new names in the place of old ones, given by line and end in bytes; whether one was."""
    held = cell["source"]
    lines = [line.encode() for line in _LINE.findall("".join(held))]
    changed = False
    for number, end, name in sorted(places, reverse=True):  # the last one of a line first
        line, start = b"".join(lines[number - 1 : number]), end - len(name)
        if line[start:end] == name.encode():  # not where IPython reads the line in another way
            lines[number - 1] = line[:start] + OLD_NAMES[name].encode() + line[end:]
            changed = True
    if changed:
        told = [line.decode() for line in lines]
        cell["source"] = told if isinstance(held, list) else "".join(told)
    return changed
