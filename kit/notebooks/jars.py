"""Which questions of a notebook are marble jars: a phone gives their kinds the jar's colours."""

from __future__ import annotations

import ast
from typing import Any

from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.notebooks.code import Code
from kit.notebooks.notebook import is_for
from kit.session.session import Role

JAR = "MarbleJar"


def list_jars(notebook: Any, exercise: Exercise) -> list[str]:
    """Names of the Choices that the screen shows as a jar, as `kit.MarbleJar` understands them."""
    choices = [each.name for each in exercise.prompts if isinstance(each, Choice)]
    jars = [
        call for call in Code(notebook).list_kit_calls(JAR) if is_for(call.cell.cell, Role.SCREEN)
    ]
    asked = [_read_asked(call.node) for call in jars]
    return [name for name in choices if name in asked or (name == choices[0] and "" in asked)]


def _read_asked(call: ast.Call) -> str:
    """The prompt of a jar; "" where none is named."""
    given = [*call.args[1:2], *(each.value for each in call.keywords)]
    return next((str(each.value) for each in given if isinstance(each, ast.Constant)), "")
