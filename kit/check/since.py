"""Whether a picture that stands beside last time's has a question that says so too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kit.check.fault import Fault
from kit.notebooks.code import Call, Code

PICTURES = ("Bars", "Rows", "bars")
MISSING = (
    "kit.{0} shows {1!r} with since=True, and the question has not. "
    "Write since=True into the Scale or Grid {1!r} too."
)


def find_since_faults(file: str, code: Code) -> Iterator[Fault]:
    """Pictures with `since=True` whose question has it not, so that no kernel could draw them."""
    calls = [(name, call) for name, call in code.find_calls() if _stands_beside(call)]
    asked = {word for name, call in calls if name not in PICTURES for word in _list_words(call)[:1]}
    for name, call in calls:
        for word in _list_words(call) if name in PICTURES else ():
            if word not in asked:
                yield Fault(file, call.cell.number, call.line, MISSING.format(name, word))


def _stands_beside(call: Call) -> bool:
    return any(
        each.arg == "since" and getattr(each.value, "value", None) is True
        for each in call.node.keywords
    )


def _list_words(call: Call) -> list[str]:
    """The texts among the arguments that are given by place, those of a list too."""
    given = [
        inner
        for each in call.node.args
        for inner in (each.elts if isinstance(each, ast.List) else [each])
    ]
    return [
        each.value for each in given if isinstance(each, ast.Constant) and type(each.value) is str
    ]
