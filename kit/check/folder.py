"""A folder of notebooks: everything that can be found without running a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kit.check.agenda import find_agenda_faults
from kit.check.fault import Fault, sort_faults
from kit.check.notebook import GUESSED, find_faults
from kit.check.since import find_slugs, find_strange_names
from kit.check.tags import UNKNOWN
from kit.check.translation import find_translation_faults
from kit.errors import DefinitionError
from kit.notebooks.agenda_file import NAME, load_file
from kit.notebooks.code import Code, is_exercise
from kit.notebooks.notebook import is_hidden, is_name, list_notebooks
from kit.notebooks.reading import read_notebook
from kit.notebooks.theme import find_theme_faults
from kit.notebooks.theme_file import NAME as THEME
from kit.rehearsal.scripts import find_script_faults

_UNKNOWN = re.compile(r"the name ('\w+') is not known")


TAG = UNKNOWN.partition("{")[0]
_DOUBLE = re.compile(r"(?<=\.ipynb)\.(txt|json)$|(?<=^agenda\.toml)\.txt$", re.IGNORECASE)
DOUBLE = "its name has a second ending, so it is not read. Rename it to {}."
NAMELESS = "its name is written in another system's letters. Rename it."


def find_folder_faults(folder: Path) -> list[Fault]:
    """What is wrong with the notebooks of a folder, its agendas and its rehearsals.

    Raises:
        ServerError: There is no such folder, or no notebook in it.
    """
    faults = [fault for name in list_notebooks(folder) for fault in find_faults(folder / name)]
    faults += find_translation_faults(folder, list_notebooks(folder))
    faults += _find_strangers(folder)
    faults += _find_strange_names(folder)
    rest = [Fault(NAME, 0, 0, words) for words in find_agenda_faults(folder)]
    rest += _find_agenda_advice(folder)
    rest += [Fault(file, 0, 0, words) for file, words in find_script_faults(folder)]
    rest += [Fault(THEME, 0, 0, words) for words in find_theme_faults(folder)]
    return [*sort_faults(faults), *rest]


def can_be_tried(path: Path) -> bool:
    """Whether running a notebook would tell more than reading it."""
    return is_exercise(path) and Code(read_notebook(path).notebook).is_readable


def drop_known(found: list[Fault], known: list[Fault]) -> list[Fault]:
    """Of what running has found, that which reading had not told already.

    Told is what stands in the same line, and what follows from it: a name that is not known because
    the cell that sets it is in the wrong place, a cell whose tag is misspelt, a room that nobody
    has joined, or that something else has taken the place of.
    """
    lines = {(each.file, each.cell, each.line) for each in known if each.grave and each.line}
    tagged = {(each.file, each.cell) for each in known if each.words.startswith(TAG)}
    said = {(each.file, each.words) for each in known}
    words: dict[str, str] = {}
    for each in known:
        words[each.file] = words.get(each.file, "") + (each.words if each.grave else "")

    def follows(fault: Fault) -> bool:
        told = words.get(fault.file, "")
        name = _UNKNOWN.match(fault.words)
        if (
            (fault.file, fault.words) in said
            or (fault.file, fault.cell) in tagged
            or "is given another value here" in told
            or (fault.cell == 0 and "kit.join" in told)
        ):
            return True
        return bool(name and name[1] in told)

    return [
        each
        for each in found
        if (each.file, each.cell, each.line) not in lines and not follows(each)
    ]


def _find_strangers(folder: Path) -> Iterator[Fault]:
    """What is called like a notebook and is none; hidden files are somebody else's affair."""
    for path in sorted(folder.iterdir()):
        name = path.name
        if is_hidden(path):
            continue
        if _DOUBLE.search(name):
            yield Fault(name, 0, 0, DOUBLE.format(_DOUBLE.sub("", name)), grave=False)
        elif path.suffix == ".ipynb" and not is_name(name):
            shown = name.encode("ascii", "backslashreplace").decode()
            yield Fault(shown, 0, 0, NAMELESS, grave=False)
        elif path.suffix == ".ipynb" and not path.is_file():
            try:
                read_notebook(path)
            except DefinitionError as error:
                yield Fault(name, 0, 0, str(error), grave=False)


def _find_strange_names(folder: Path) -> Iterator[Fault]:
    """Results that are to stand beside those of an exercise that the folder has not."""
    codes: dict[str, Code] = {}
    for name in list_notebooks(folder):
        try:
            codes[name] = Code(read_notebook(folder / name).notebook)
        except DefinitionError:
            continue  # find_faults tells it
    slugs = sorted({slug for code in codes.values() for slug in find_slugs(code)})
    for name, code in codes.items():
        yield from find_strange_names(name, code, slugs)


def _find_agenda_advice(folder: Path) -> Iterator[Fault]:
    try:
        file = load_file(folder) if (folder / NAME).is_file() else None
    except DefinitionError:
        return  # find_agenda_faults tells it
    if file is not None and file.guessed:
        yield Fault(NAME, 0, 0, GUESSED.format(file.encoding), grave=False)
