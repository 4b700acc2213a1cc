"""Whether a picture beside an earlier result has a question that says so, and names one there."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from kit.check.fault import Fault
from kit.errors import suggest
from kit.notebooks.code import Call, Code

PICTURES = ("Bars", "Rows", "bars")
MISSING = (
    "kit.{0} shows {1!r} with since=True, and the question has not. "
    "Write since=True into the Scale or Grid {1!r} too."
)
UNKNOWN = "since={0!r}: no notebook of the folder has an exercise of this short name.{1}"


def find_since_faults(file: str, code: Code) -> Iterator[Fault]:
    """Pictures with `since=True` whose question has none, so that no kernel could draw them."""
    calls = [(name, call) for name, call in code.find_calls() if _stands_beside(call)]
    asked = {word for name, call in calls if name not in PICTURES for word in _list_words(call)[:1]}
    for name, call in calls:
        for word in _list_words(call) if name in PICTURES else ():
            if word not in asked:
                yield Fault(file, call.cell.number, call.line, MISSING.format(name, word))


def find_strange_names(file: str, code: Code, slugs: Sequence[str]) -> Iterator[Fault]:
    """Questions that stand beside an exercise of the same session that the folder has not.

    Args:
        file: The notebook's name.
        code: Its code.
        slugs: Short names of the folder's exercises.
    """
    for name, call in code.find_calls():
        slug = _read_since(call)
        if name == "Scale" and isinstance(slug, str) and slug not in slugs:
            words = UNKNOWN.format(slug, suggest(slug, slugs))
            yield Fault(file, call.cell.number, call.line, words)


def find_slugs(code: Code) -> Iterator[str]:
    """Short names of the exercises that a notebook defines, where they are plain texts."""
    for call in code.list_kit_calls("Exercise"):
        first = call.node.args[:1]
        given = [*first, *(each.value for each in call.node.keywords if each.arg == "slug")]
        yield from (str(e.value) for e in given if isinstance(e, ast.Constant))


def _stands_beside(call: Call) -> bool:
    since = _read_since(call)
    return since is True or isinstance(since, str)


def _read_since(call: Call) -> object:
    """What `since=` is given; None where it is not, or is no plain value."""
    found = (each.value for each in call.node.keywords if each.arg == "since")
    return next((getattr(each, "value", None) for each in found), None)


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
