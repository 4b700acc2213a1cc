"""Names that mean nothing: of the kit, of a room, of a setting, of a prompt in a picture."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import kit
from kit.check.fault import Fault
from kit.errors import suggest
from kit.exercise.prompts import PROMPT_TYPES
from kit.notebooks.code import Code, name_call

PACKAGE = Path(kit.__file__).parent
NO_NAME = "kit has no {!r}.{}"
NO_PART = "room has no {!r}.{}"
NO_PROMPT = "exercise {!r}: {!r} is not a prompt.{}"
OVERWRITTEN = (
    "{!r} is given another value here, and other cells need what it was. Take another name."
)
NO_SETTING = "{}{!r} is not a setting of {}.{}"
FIRST = ("bars", "marblejar", "market", "sentences", "slope", "words")
ALL = ("heatmap", "rows", "soil")
NAMED = ("often", "matters")
"""Pictures by which of their texts are names of prompts: the first, all of them, or settings."""


@dataclass(frozen=True)
class Asked:
    """What a notebook asks, as far as it can be read.

    Attributes:
        slug: The short name of its first exercise.
        names: The prompts' names.
    """

    slug: str
    names: tuple[str, ...]


def find_name_faults(file: str, code: Code) -> Iterator[Fault]:
    """Misspelt names, with what was meant; what only running would tell is left to the trial."""
    rooms, asked = list_rooms(code), read_asked(code)
    for cell in code.cells:
        for node in ast.walk(cell.tree) if cell.tree else ():
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                words = [_look_at_attribute(node.attr, node.value.id, code, rooms)]
            elif isinstance(node, ast.ImportFrom) and node.module == "kit" and not node.level:
                words = [explain_name(each.name) for each in node.names]
            elif isinstance(node, ast.Call):
                words = list(_look_at_call(node, code, asked))
            else:
                continue
            yield from (Fault(file, cell.number, node.lineno, each) for each in words if each)
    yield from _find_overwritten(file, code, {*rooms, *code.kits})


def _find_overwritten(file: str, code: Code, needed: set[str]) -> Iterator[Fault]:
    """Lines that give another value to the room, or to the kit itself."""
    for cell in code.cells:
        tree = cell.tree or ast.Module([], [])
        joined = {
            target
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and _joins(node.value, code)
            for target in node.targets
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Store):
                continue
            if node.id in needed and node not in joined:
                yield Fault(file, cell.number, node.lineno, OVERWRITTEN.format(node.id))


def _joins(node: ast.expr, code: Code) -> bool:
    return isinstance(node, ast.Call) and code.name_of_kit(node) == "join"


def explain_name(name: str) -> str:
    """What is wrong with a name of the kit; "" where there is such a one."""
    known = {*kit.__all__, *getattr(kit, "OLD_NAMES", ()), "*"}
    inside = (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()
    if name in known or inside or name.startswith("__"):
        return ""
    return NO_NAME.format(name, suggest(name, kit.__all__))


def explain_part(name: str) -> str:
    """What is wrong with a name behind `room.`; "" where a room has it."""
    known = list_parts()
    if name in known or name.startswith("_"):
        return ""
    close = get_close_matches(name.lower(), [each.lower() for each in kit.__all__], n=1)
    if close and (close[0] == name.lower() or not get_close_matches(name, known, n=1)):
        meant = next(each for each in kit.__all__ if each.lower() == close[0])
        return NO_PART.format(name, f" Did you mean kit.{meant}?")
    return NO_PART.format(name, suggest(name, known))


@cache
def list_parts() -> tuple[str, ...]:
    """What a room has, read from its source: importing it would load every widget."""
    tree = ast.parse((PACKAGE / "room" / "room.py").read_text("utf-8"))
    [room] = [each for each in tree.body if isinstance(each, ast.ClassDef) and each.name == "Room"]
    names = {each.name for each in room.body if isinstance(each, ast.FunctionDef)}
    names |= {
        each.attr
        for each in ast.walk(room)
        if isinstance(each, ast.Attribute)
        and isinstance(each.ctx, ast.Store)
        and isinstance(each.value, ast.Name)
        and each.value.id == "self"
    }
    return tuple(sorted(name for name in names if not name.startswith("_")))


def read_asked(code: Code) -> Asked | None:
    """The prompts of a notebook's exercises; None where one of them cannot be read."""
    slug, names = "", list[str]()
    for call in code.list_kit_calls("Exercise"):
        title, prompts = _get(call.node, 0, "slug"), _get(call.node, None, "prompts")
        if not isinstance(title, ast.Constant) or not isinstance(prompts, ast.List):
            return None
        slug = slug or str(title.value)
        for each in prompts.elts:
            name = _name_prompt(each, code)
            if not name:
                return None
            names.append(name)
    return Asked(slug, tuple(names)) if names else None


def _name_prompt(node: ast.expr, code: Code) -> str:
    """The name of a prompt as it is written in the list; "" where it cannot be read."""
    if not isinstance(node, ast.Call):
        return ""
    kinds = {kind.__name__ for kind in PROMPT_TYPES.values()}
    if code.name_of_kit(node) not in kinds and name_call(node) != "ask":
        return ""
    name = _get(node, 0, "name")
    return str(name.value) if isinstance(name, ast.Constant) else ""


def list_rooms(code: Code) -> set[str]:
    """The names under which a notebook keeps what `kit.join` gives."""
    return {
        target.id
        for cell in code.cells
        for node in (ast.walk(cell.tree) if cell.tree else ())
        if isinstance(node, ast.Assign) and _joins(node.value, code)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _look_at_attribute(name: str, owner: str, code: Code, rooms: set[str]) -> str:
    if owner in rooms:
        return explain_part(name)
    return explain_name(name) if owner in code.kits else ""


def _look_at_call(call: ast.Call, code: Code, asked: Asked | None) -> Iterator[str]:
    name = code.name_of_kit(call)
    yield _look_at_settings(name, call)
    if asked is None:
        return
    for said in _list_prompts(name, call):
        if said.partition(".")[0] not in asked.names:
            yield NO_PROMPT.format(asked.slug, said, suggest(said, asked.names))


def _look_at_settings(name: str, call: ast.Call) -> str:
    """A setting that a definition does not have, as the definition itself would say it."""
    if not kit._MODULES.get(name, "").startswith("kit.exercise."):
        return ""
    kind = getattr(kit, name)
    if not inspect.isclass(kind):
        return ""
    settings = [each for each in inspect.signature(kind).parameters if each != "self"]
    wrong = next((each.arg for each in call.keywords if each.arg not in (*settings, None)), None)
    if wrong is None:
        return ""
    title, noun = _get(call, 0, settings[0]), getattr(kind, "noun", "")
    named = isinstance(title, ast.Constant) and isinstance(title.value, str) and noun
    where = f"{noun} {title.value!r}: " if named and isinstance(title, ast.Constant) else ""
    return NO_SETTING.format(where, wrong, kind.__name__, suggest(wrong, settings))


def _list_prompts(name: str, call: ast.Call) -> Sequence[str]:
    """The names of prompts for which a picture asks."""
    kind = name.replace("_", "").lower()
    if name not in {*kit.__all__, *getattr(kit, "OLD_NAMES", ())}:
        return []
    if kind in (*FIRST, *ALL):
        inner = [each.elts if isinstance(each, ast.List) else [each] for each in call.args]
        texts = [text for each in inner for text in _read_texts(each)]
        return texts if kind in ALL else texts[:1]
    if kind == "gap":
        return _read_texts([each.value for each in call.keywords if each.arg in NAMED])
    return []


def _read_texts(nodes: Sequence[ast.expr]) -> list[str]:
    return [
        each.value
        for each in nodes
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]


def _get(call: ast.Call, place: int | None, name: str) -> ast.expr | None:
    """What a call is given, by its place or its name."""
    if place is not None and len(call.args) > place:
        return call.args[place]
    return next((each.value for each in call.keywords if each.arg == name), None)
