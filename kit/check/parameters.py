"""The parameters cell: a line for each, and above all that uses them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from kit.check.fault import Fault
from kit.exercise.exercise import LONGEST_MINUTES
from kit.notebooks.code import Code, CodeCell, split_lines
from kit.notebooks.notebook import (
    LONGEST_PARAMETERS,
    PARAMETERS_TAG,
    ROLE_TAGS,
    UNREADABLE,
    get_tags,
    read_whole_numbers,
)

LINE_SHOWN = 200  # characters of a wrong line in a message
LONG = (
    "the parameters cannot be read. Write one short line of Python for each, at most "
    f"{LONGEST_PARAMETERS} characters in all."
)
REACH = "{} is out of reach. Write whole minutes, 1 to " + f"{LONGEST_MINUTES}."
SHAPE = "the parameter line {!r} should read 'name: type = value  # what it is for'."
PLACE = "the parameters cell stands below cell {}, which uses {!r}. Move it above that cell."
TWICE = "a second cell is tagged 'parameters'. Put its lines into the first."
TAGGED = "the parameters cell is tagged {} too, so other pages lack its names. Take that tag off."
_PARAMETER = re.compile(r"^[a-z_]\w*: [\w.\[\]| ]+ = .+  # \S")


def find_parameter_faults(file: str, code: Code) -> Iterator[Fault]:
    """What is wrong with the cells that are tagged as parameters."""
    tagged = [cell for cell in code.cells if PARAMETERS_TAG in get_tags(cell.cell)]
    for cell in tagged:
        yield from _find_line_faults(file, cell)
        if roles := sorted(get_tags(cell.cell) & ROLE_TAGS):
            yield Fault(file, cell.number, 0, TAGGED.format(" and ".join(map(repr, roles))))
        yield from _find_place_faults(file, code, cell)
    for cell in tagged[1:]:
        yield Fault(file, cell.number, 0, TWICE)


def _find_line_faults(file: str, cell: CodeCell) -> Iterator[Fault]:
    source = cell.cell.source
    try:
        numbers = read_whole_numbers(source)
    except UNREADABLE:
        if cell.tree is not None or len(source) > LONGEST_PARAMETERS:  # else the syntax is told
            yield Fault(file, cell.number, 0, LONG)
        return
    for key in ("minutes", "shortest"):
        if not 1 <= numbers.get(key, 1) <= LONGEST_MINUTES:
            yield Fault(file, cell.number, 0, REACH.format(key))
    for number, line in enumerate(map(str.strip, split_lines(source)), start=1):
        if line and not line.startswith("#") and not _PARAMETER.match(line):
            yield Fault(file, cell.number, number, SHAPE.format(line[:LINE_SHOWN]))


def _find_place_faults(file: str, code: Code, own: CodeCell) -> Iterator[Fault]:
    """Whether a cell above uses what this one sets."""
    stored = {node.id for node in _list_names(own) if isinstance(node.ctx, ast.Store)}
    above = [cell for cell in code.cells if cell.number < own.number]
    for cell in above:
        for node in _list_names(cell):
            if isinstance(node.ctx, ast.Load) and node.id in stored:
                yield Fault(file, own.number, 0, PLACE.format(cell.number, node.id))
                return


def _list_names(cell: CodeCell) -> list[ast.Name]:
    walked = ast.walk(cell.tree) if cell.tree else ()
    return [node for node in walked if isinstance(node, ast.Name)]
