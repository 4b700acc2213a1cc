"""Which questions of a notebook are marble jars: a phone gives their kinds the jar's colours."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.notebooks.notebook import is_for
from kit.session.session import Role

JAR = "MarbleJar"


def list_jars(notebook: Any, exercise: Exercise) -> list[str]:
    """Names of the Choices that the screen shows as a jar, as `kit.MarbleJar` understands them."""
    choices = [each.name for each in exercise.prompts if isinstance(each, Choice)]
    asked = [
        name
        for cell in notebook.cells
        if cell.cell_type == "code" and is_for(cell, Role.SCREEN)
        for name in _list_asked(cell.source)
    ]
    return [name for name in choices if name in asked or (name == choices[0] and "" in asked)]


def _list_asked(source: str) -> Iterator[str]:
    """The prompt of each jar in a cell; "" where none is named. A cell may be no Python at all."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == JAR:
            given = [*call.args[1:2], *(each.value for each in call.keywords)]
            yield next((str(each.value) for each in given if isinstance(each, ast.Constant)), "")
