"""A notebook beside the one it is translated from: the same cells, code and names, other words.

A folder of translations stands inside the folder it is made from, and is called by the tag of its
language, as in `workshops/de`. Each of its notebooks remembers which words of the other it was made
from: the first letters of a hash for each cell, written by `kit check --translated`.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kit.check.fault import Fault
from kit.errors import DefinitionError
from kit.exercise.choice import name_option
from kit.language.languages import find_language
from kit.notebooks.languages import LANGUAGE, METADATA, find_written
from kit.notebooks.notebook import get_tags, is_visible, load_notebook

SOURCE = "source"  # beside the language in a notebook's metadata
LETTERS = 8  # of a hash
CELLS = (
    "its cells are not those of {source}: {what}. Give both the same cells in the same order; one "
    "that is copied in JupyterLab keeps its id only where the file is copied."
)
KIND = "it is of another kind, or has other tags, than in {source}. Give both the same."
CODE = (
    "its code is not that of {source}: line {line} differs in more than the words people read. "
    "Keep names, numbers and calls, and translate the words alone."
)
OLDER = (
    "{source} has changed since this was translated. Bring it up to date, then: kit check "
    "--translated"
)
UNSAID = (
    'nothing says that it is written in {language}. Add "kit": {{"language": "{tag}"}} to its '
    "metadata, or run: kit check --translated"
)
STRANGER = "there is no {file} in {source}, of which this could be a translation."
# Settings whose texts people read. All other texts in calls of the kit are names.
WORDS = frozenset(
    (
        *("title", "text", "help", "low_label", "high_label", "labels", "skip", "better"),
        *("options", "rows", "steps", "say", "without"),
    )
)
SECOND = frozenset(
    (
        *("Choice", "Dots", "EnergyMap", "Grid", "Scale", "SentenceNumber", "SignedNote"),
        *("Text", "Word", "YesNo", "Option"),
    )
)
"""Calls whose second place is a text that people read; the first is a name."""
FREE = frozenset(["Card", "Steps", "mirror", "read_instrument"])
"""Calls whose texts are all for people, or name something that a language has of its own."""


def find_source(folder: Path) -> Path | None:
    """The folder that a folder of translations is made from; None where it is no such folder."""
    whole = folder.resolve()
    translates = find_language(whole.name) is not None and any(whole.parent.glob("*.ipynb"))
    return whole.parent if translates else None


def find_translation_faults(folder: Path, names: list[str]) -> Iterator[Fault]:
    """What sets translations apart from what they are made from; nothing for other folders.

    Args:
        folder: The folder.
        names: Its notebooks.
    """
    source = find_source(folder)
    for name in names if source is not None else ():
        assert source is not None
        if not is_visible(source / name):
            yield Fault(name, 0, 0, STRANGER.format(file=name, source=source.name), grave=False)
            continue
        try:
            before, after = load_notebook(source / name), load_notebook(folder / name)
        except DefinitionError:
            continue  # what cannot be read is told with the other faults
        yield from compare(name, f"{source.name}/{name}", before, after, folder.resolve().name)


def compare(file: str, source: str, before: Any, after: Any, tag: str) -> Iterator[Fault]:
    """What sets one translation apart from its source.

    Args:
        file: Its name.
        source: The source, for messages.
        before: The source.
        after: The translation.
        tag: Of its language.
    """
    ids = [[cell.get("id", "") for cell in each.cells] for each in (before, after)]
    if ids[0] != ids[1]:
        yield Fault(file, 0, 0, CELLS.format(source=source, what=_tell_apart(*ids)))
        return
    for number, (old, new) in enumerate(zip(before.cells, after.cells, strict=True), start=1):
        if (old.cell_type, get_tags(old)) != (new.cell_type, get_tags(new)):
            yield Fault(file, number, 0, KIND.format(source=source))
        elif old.cell_type == "code" and (line := find_difference(old.source, new.source)):
            yield Fault(file, number, line, CODE.format(source=source, line=line))
    if find_written(after) != tag:
        language = find_language(tag)
        words = UNSAID.format(language=language.name if language else tag, tag=tag)
        yield Fault(file, 0, 0, words, grave=False)
    told = _read_stamps(after)
    for number, cell in enumerate(before.cells, start=1):
        if told and told.get(cell.get("id", "")) != stamp(cell):
            yield Fault(file, number, 0, OLDER.format(source=source), grave=False)


def find_difference(before: str, after: str) -> int:
    """The line in which code differs in more than the words people read; 0 for none."""
    try:
        old, new = ast.parse(before), ast.parse(after)
    except SyntaxError as error:
        return error.lineno or 1
    return _differ(old, new, words=False)


def write_stamps(path: Path, source: Path) -> None:
    """Let a translation remember what it was made from.

    Args:
        path: Its file.
        source: The file of the source.

    Raises:
        DefinitionError: One of them cannot be read.
    """
    stamps = {cell.get("id", ""): stamp(cell) for cell in load_notebook(source).cells}
    load_notebook(path)
    raw = json.loads(path.read_text("utf-8"))
    about = {LANGUAGE: path.parent.resolve().name, SOURCE: stamps}
    raw["metadata"][METADATA] = {**raw["metadata"].get(METADATA, {}), **about}
    text = json.dumps(raw, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(f"{text}\n", "utf-8", newline="\n")


def stamp(cell: Any) -> str:
    """A short name for what a cell says."""
    return hashlib.sha256(cell.source.encode()).hexdigest()[:LETTERS]


def _read_stamps(notebook: Any) -> dict[str, str]:
    about = notebook.metadata.get(METADATA, {})
    told = about.get(SOURCE, {}) if isinstance(about, dict) else {}
    return told if isinstance(told, dict) else {}


def _tell_apart(before: list[str], after: list[str]) -> str:
    lost = [each for each in before if each not in after]
    new = [each for each in after if each not in before]
    told = [f"{each!r} is missing" for each in lost] + [f"{each!r} is new" for each in new]
    return ", ".join(told) or "they stand in another order"


def _differ(old: Any, new: Any, *, words: bool) -> int:
    """The line of the first difference; 0 for none.

    Args:
        old: A part of the source's code.
        new: The same of the translation's.
        words: It stands where people read it.
    """
    line: int = getattr(new, "lineno", 0) or getattr(old, "lineno", 0) or 1
    if words and isinstance(old, ast.Constant) and isinstance(old.value, str):
        return 0 if _says_the_same(old.value, new) else line
    if type(old) is not type(new):
        return line
    if isinstance(old, ast.Call):
        return _differ_in_call(old, new, line)
    if isinstance(old, ast.Assign):  # a list of words that several questions share
        return _differ(old.targets, new.targets, words=False) or _differ(
            old.value, new.value, words=not isinstance(old.value, ast.Call)
        )
    if isinstance(old, ast.Dict) and words:  # its keys are names
        return _differ_in_all(old.keys, new.keys, line) or _differ_in_all(
            old.values, new.values, line, words=True
        )
    if isinstance(old, ast.AST):
        for field in old._fields:
            pair = getattr(old, field, None), getattr(new, field, None)
            if field != "kind" and (found := _differ(*pair, words=words)):
                return found if isinstance(pair[1], ast.AST | list) else line
        return 0
    if isinstance(old, list):
        return _differ_in_all(old, new, line, words=words)
    return 0 if old == new else line


def _differ_in_all(old: list[Any], new: list[Any], line: int, *, words: bool = False) -> int:
    if len(old) != len(new):
        return line
    found = (_differ(one, other, words=words) for one, other in zip(old, new, strict=True))
    return next(filter(None, found), 0)


def _differ_in_call(old: ast.Call, new: ast.Call, line: int) -> int:
    """The same for a call, whose own name says which of its texts are names."""
    name = old.func.attr if isinstance(old.func, ast.Attribute) else getattr(old.func, "id", "")
    if found := _differ(old.func, new.func, words=False):
        return found
    if len(old.args) != len(new.args):
        return line
    for place, pair in enumerate(zip(old.args, new.args, strict=True)):
        read = name in FREE or (name in SECOND and place == 1)
        if found := _differ(*pair, words=read):
            return found
    before = {each.arg: each.value for each in old.keywords}
    after = {each.arg: each.value for each in new.keywords}
    if before.keys() != after.keys():
        return line
    return next(
        filter(
            None,
            (
                _differ(value, after[key], words=key in WORDS or name in FREE)
                for key, value in before.items()
            ),
        ),
        0,
    )


def _says_the_same(words: str, new: Any) -> bool:
    """Whether what stands in the place of a text has its name, where it has one."""
    if isinstance(new, ast.Constant):
        return isinstance(new.value, str)
    if not isinstance(new, ast.Call) or not new.args or not isinstance(new.args[0], ast.Constant):
        return False
    return bool(new.args[0].value == name_option(words))
