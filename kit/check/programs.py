"""What cells should not hold: questions to a keyboard, and programs."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from typing import Any

from kit.check.fault import Fault
from kit.check.syntax import COMMA, CONFLICT, explain
from kit.exercise.prompt import MOST_LEAST
from kit.files.text import find_conflict
from kit.notebooks.code import Code, CodeCell, name_call

LONGEST_CELL = 100  # lines
SHOWN = 200  # characters of a wrong value in a message
KEYBOARD = ("input", "getpass", "breakpoint", "raw_input")
INPUT = (
    "{}() waits for a keyboard, and nobody sits at one here. Ask with a kit.Text, or take the line "
    "out."
)
PROGRAM = (
    "{} stands here. Cells hold words, definitions and calls: what takes long holds up every "
    "phone. Write it out line by line, or tell those who keep the kit what you need."
)
JOINED = (
    "two texts stand side by side in a list and count as one. Write a comma between them, or put "
    "both in round brackets."
)
LONG = "this cell has {} lines. Split it where a new thought begins."
LEAST = (
    "least={} is no number of people. "
    f"Write a whole number from 0 to {MOST_LEAST}, as in least=8."
)
KINDS = {
    ast.FunctionDef: "a function",
    ast.AsyncFunctionDef: "a function",
    ast.ClassDef: "a class",
    ast.For: "a loop",
    ast.AsyncFor: "a loop",
    ast.While: "a loop",
}


def find_code_faults(file: str, code: Code) -> Iterator[Fault]:
    """Each cell's own faults, whatever the others hold."""
    for cell in code.cells:
        if cell.tree is None:
            assert cell.fault is not None
            line, words = explain(cell.fault, cell.cell.source)
            yield Fault(file, cell.number, line, words)
            continue
        for node in ast.walk(cell.tree):
            yield from _find_node_faults(file, cell, node)
        yield from _find_missing_commas(file, cell)
        for line in list_joined_texts(cell.cell.source):
            yield Fault(file, cell.number, line, JOINED, grave=False)
        length = len(cell.cell.source.strip().splitlines())
        if length > LONGEST_CELL:
            yield Fault(file, cell.number, 0, LONG.format(length), grave=False)


def find_word_faults(file: str, notebook: Any) -> Iterator[Fault]:
    """What git has left in cells of words."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" and (line := find_conflict(cell.source)):
            yield Fault(file, number, line, CONFLICT)


def _find_node_faults(file: str, cell: CodeCell, node: ast.AST) -> Iterator[Fault]:
    if kind := KINDS.get(type(node)):
        line = getattr(node, "lineno", 0)
        yield Fault(file, cell.number, line, PROGRAM.format(kind), grave=False)
    elif isinstance(node, ast.Call):
        if (name := name_call(node)) in KEYBOARD:
            yield Fault(file, cell.number, node.lineno, INPUT.format(name))
        yield from _find_least_faults(file, cell, node)


def _find_least_faults(file: str, cell: CodeCell, call: ast.Call) -> Iterator[Fault]:
    """A number of people in words or out of reach."""
    for given in (each for each in call.keywords if each.arg == "least"):
        value = given.value.value if isinstance(given.value, ast.Constant) else None
        if isinstance(given.value, ast.Constant | ast.UnaryOp) and (
            type(value) is not int or value > MOST_LEAST
        ):
            words = LEAST.format(ast.unparse(given.value)[:SHOWN])
            yield Fault(file, cell.number, given.value.lineno, words)


def list_joined_texts(source: str) -> list[int]:
    """Lines of texts in a list that another text follows without a comma between."""
    found: list[int] = []
    brackets, before = "", 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in (tokenize.NL, tokenize.COMMENT):
                continue
            if token.type == tokenize.STRING and before and brackets.endswith("["):
                found.append(before)
            before = token.end[0] if token.type == tokenize.STRING else 0
            if token.string in ("(", "[", "{"):
                brackets += token.string
            elif token.string in (")", "]", "}"):
                brackets = brackets[:-1]
    except (tokenize.TokenError, SyntaxError):
        return []  # lines for IPython stand in it
    return found


def _find_missing_commas(file: str, cell: CodeCell) -> Iterator[Fault]:
    """A text that is followed by a bracket: Python takes it for a part of the text, or a call."""
    for node in ast.walk(cell.tree) if cell.tree else ():
        inner = node.value if isinstance(node, ast.Subscript) else getattr(node, "func", None)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield Fault(file, cell.number, inner.end_lineno or 0, COMMA)
