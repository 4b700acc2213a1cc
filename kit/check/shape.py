"""The shape of a notebook: one room, one form, one console, each in the cell where it works."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any

from kit.check.fault import Fault
from kit.check.tags import get_meant_roles
from kit.notebooks.code import Call, Code, CodeCell, split_lines

NO_JOIN = (
    "no shared cell calls kit.join(exercise). Add room = kit.join(exercise) to an untagged code "
    "cell."
)
NO_CALL = "no cell tagged {0!r} calls room.{1}(). Add one."
COMMENTED = "{} is a comment here, so nothing calls it. Take the # away."
TAGGED_JOIN = (
    "kit.join stands in a cell tagged {}, so the other pages have no room. Take the tag off."
)
LOST = "kit.join gives a room, and nothing keeps it. Write room = kit.join(exercise)."
NO_BRACKETS = "{0} stands here without its brackets, so nothing is called. Write {0}()."
WORDS = (
    "this is a cell of words, and code in it is not run. Make it a code cell: in JupyterLab press "
    "Esc, then Y."
)
TWO = "{} is called a second time. Keep one of them."
TWO_JOINS = (
    "kit.join is called a second time. Keep one; an exercise of several parts is "
    "kit.join(first, second)."
)
WRONG_CELL = "room.{}() works in a cell tagged {!r} alone. Give this cell that tag and no other."
TOO_EARLY = "room.{}() stands before the cell with kit.join. Move it below that cell."
NO_NOTES = (
    "the exercise has signed notes, and no cell tagged 'participant' calls room.notes(...). "
    "Add one for each kind."
)
NO_EXERCISE = (
    "it is no exercise: no cell calls kit.join(exercise). Take it out of the folder, or write the "
    "exercise into it."
)
_COMMENT = re.compile(r"^\s*#.*\bjoin\s*\(", re.MULTILINE)
_CODE = re.compile(r"(?:import kit\b|(?:\w+ = )?(?:kit|room)\.\w+\()")
OWNERS = (("form", "participant"), ("console", "facilitator"))


def find_shape_faults(file: str, code: Code) -> Iterator[Fault]:
    """What is missing, there twice, or in the wrong cell.

    A cell that cannot be read may hold what seems to be missing, so then nothing is called so.
    """
    joins = code.list_kit_calls("join")
    if code.is_readable and not (joins or _has_parts(code)):
        yield Fault(file, 0, 0, NO_EXERCISE)
        return
    yield from _find_join_faults(file, code, joins)
    for name, tag in OWNERS:
        yield from _find_call_faults(file, code, name, tag, joins)
    yield from _find_note_faults(file, code)


def _has_parts(code: Code) -> bool:
    """Whether a notebook without a join has anything else of an exercise."""
    return any(
        name in ("form", "console") or code.name_of_kit(call.node)
        for name, call in code.find_calls()
    ) or any(_COMMENT.search(cell.cell.source) for cell in code.cells)


def _find_join_faults(file: str, code: Code, joins: Sequence[Call]) -> Iterator[Fault]:
    if not joins and code.is_readable:
        yield from list(_find_comment(file, code, "join")) or [Fault(file, 0, 0, NO_JOIN)]
    for call in joins:
        if any(node.value is call.node for node in _list_lines(call.cell)):
            yield _at(file, call, LOST)
        if tags := sorted(get_meant_roles(call.cell.cell)):
            yield _at(file, call, TAGGED_JOIN.format(" and ".join(map(repr, tags))))
    for call in joins[1:]:
        yield _at(file, call, TWO_JOINS)


def _find_call_faults(
    file: str, code: Code, name: str, tag: str, joins: Sequence[Call]
) -> Iterator[Fault]:
    calls = code.list_methods(name)
    if not calls and code.is_readable:
        missing = Fault(file, 0, 0, NO_CALL.format(tag, name))
        near = [*_find_comment(file, code, name), *_find_uncalled(file, code, name)]
        yield from near or [missing]
    for call in calls:
        if get_meant_roles(call.cell.cell) != {tag}:
            yield _at(file, call, WRONG_CELL.format(name, tag))
        elif joins and call.cell.number < joins[0].cell.number:
            yield _at(file, call, TOO_EARLY.format(name))
    for call in calls[1:]:
        yield _at(file, call, TWO.format(f"room.{name}()"))


def _find_note_faults(file: str, code: Code) -> Iterator[Fault]:
    """Signed notes that nobody could write."""
    defined = code.list_kit_calls("SignedNote")
    written = [get_meant_roles(call.cell.cell) for call in code.list_methods("notes")]
    signed = any("participant" in roles for roles in written)
    if defined and code.is_readable and not signed:
        yield Fault(file, 0, 0, NO_NOTES)


def _find_comment(file: str, code: Code, name: str) -> Iterator[Fault]:
    """The comment in which a missing call stands."""
    pattern = re.compile(rf"^\s*#.*\b{name}\s*\(")
    for cell in code.cells:
        for number, line in enumerate(split_lines(cell.cell.source), start=1):
            if pattern.match(line):
                yield Fault(file, cell.number, number, COMMENTED.format(f"{name}()"))


def _find_uncalled(file: str, code: Code, name: str) -> Iterator[Fault]:
    """A line in which a call lacks its brackets."""
    for cell in code.cells:
        for line in _list_lines(cell):
            if isinstance(line.value, ast.Attribute) and line.value.attr == name:
                words = NO_BRACKETS.format(ast.unparse(line.value))
                yield Fault(file, cell.number, line.lineno, words)


def find_lost_code(file: str, notebook: Any) -> Iterator[Fault]:
    """Calls that stand in cells of words."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown" and _CODE.match(cell.source.strip()):
            yield Fault(file, number, 0, WORDS)


def _list_lines(cell: CodeCell) -> list[ast.Expr]:
    """The lines of a cell that are a value and keep it nowhere."""
    return [each for each in (cell.tree.body if cell.tree else []) if isinstance(each, ast.Expr)]


def _at(file: str, call: Call, words: str) -> Fault:
    return Fault(file, call.cell.number, call.line, words)
