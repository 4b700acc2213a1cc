"""What a cell makes and does not show: a form kept under a name, a picture above the end."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import kit
from kit.check.fault import Fault
from kit.check.names import list_rooms
from kit.notebooks.code import Code, CodeCell, split_lines

PARTS = ("form", "console", "commitments", "notes", "mirror")
NOT_LAST = (
    "{} does not stand at the end of its cell, so nothing shows it. Put it last, or into a cell of "
    "its own."
)
KEPT = "{} is kept under a name, and nothing shows it. Write it without {!r} before it."
PRINTED = "print writes words, and {} is more than words. Write it without print."
SILENCED = "the ; behind {} keeps it from being shown. Take it away."


def find_unshown_faults(file: str, code: Code) -> Iterator[Fault]:
    """Forms, consoles, cards and pictures that no page would get."""
    used = {
        node.id
        for cell in code.cells
        for node in (ast.walk(cell.tree) if cell.tree else ())
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    for cell in code.cells:
        body = cell.tree.body if cell.tree else []
        for line in body:
            if words := _look(line, code, cell, used, last=line is body[-1]):
                yield Fault(file, cell.number, line.lineno, words)


def _look(line: ast.stmt, code: Code, cell: CodeCell, used: set[str], *, last: bool) -> str:
    """Why what a line makes is not shown; "" where it is, or makes nothing that could be."""
    value = getattr(line, "value", None)
    if not isinstance(value, ast.Call):
        return ""
    if isinstance(line, ast.Assign):
        name = _name(value, code)
        targets = [each.id for each in line.targets if isinstance(each, ast.Name)]
        lost = len(targets) == len(line.targets) and not used & {*targets}
        return KEPT.format(name, f"{targets[0]} =") if name and lost else ""
    if not isinstance(line, ast.Expr):
        return ""
    if isinstance(value.func, ast.Name) and value.func.id == "print":
        calls = [each for each in value.args if isinstance(each, ast.Call)]
        named = [name for name in (_name(each, code) for each in calls) if name]
        return PRINTED.format(named[0]) if named else ""
    name = _name(value, code)
    if name and not last:
        return NOT_LAST.format(name)
    return SILENCED.format(name) if name and _is_silenced(line, cell) else ""


def _name(call: ast.Call, code: Code) -> str:
    """What is to be shown, as it is written: "room.form()"; "" where a call makes no such thing."""
    func = call.func
    if (made := code.name_of_kit(call)) in kit._PICTURES:
        return f"kit.{made}(...)"
    if not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Name):
        return ""
    if func.value.id not in list_rooms(code) or func.attr not in PARTS:
        return ""
    return f"{ast.unparse(func)}({'...' if call.args or call.keywords else ''})"


def _is_silenced(line: ast.Expr, cell: CodeCell) -> bool:
    lines = split_lines(cell.cell.source)
    if (line.end_lineno or 0) > len(lines):
        return False  # IPython's language is longer once it is Python
    behind = lines[(line.end_lineno or 1) - 1].encode()[line.end_col_offset or 0 :]
    return behind.lstrip().startswith(b";")
