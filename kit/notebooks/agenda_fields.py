"""What a table of `agenda.toml` holds, read and checked: rows, minutes, words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from kit.errors import suggest
from kit.exercise.exercise import LONGEST_MINUTES
from kit.files.toml_file import refuse
from kit.language.languages import find_language, list_languages
from kit.notebooks.agenda_file import quote
from kit.notebooks.agenda_words import BACKSLASH
from kit.session.plan import BREAK, Row

LONGEST_AGENDA = 10_080  # minutes: a week
LONGEST_TITLE = 60  # characters of a row's title
ROW_KEYS = ("notebook", "minutes", "title", "break", "droppable")
SHAPES = (
    'an exercise is written { notebook = "welcome.ipynb", minutes = 8 }, a break { break = 5 }, '
    'and spare time { title = "Slack", minutes = 4 }'
)


def read_row(where: str, entry: Any, notebooks: Sequence[str]) -> Row:
    """Read one row.

    Args:
        where: The place, for a message.
        entry: What stands there.
        notebooks: File names of the notebooks that are there.

    Raises:
        DefinitionError: It is no row; the message names the place and the cure.
    """
    if not isinstance(entry, dict):
        refuse(f"{where}: {SHAPES}")
    check_keys(where, entry, ROW_KEYS)
    if not {"notebook", "break", "title"} & entry.keys():
        refuse(f"{where}: {SHAPES}")
    title = read_words(where, entry, "title", "Lunch", LONGEST_TITLE)
    droppable = _read_mark(where, entry)
    minutes = read_minutes(where, entry, "minutes")
    if "notebook" not in entry:
        pause = read_minutes(where, entry, "break")
        if (pause is None) == (minutes is None):
            refuse(
                f"{where}: a row without a notebook has its minutes once. Write {{ break = 5 }} "
                'for a break, and { title = "Slack", minutes = 4 } for spare time'
            )
        if pause is None:
            return Row("", minutes, title, "slack")
        return Row("", pause, title or BREAK, "break")
    if "break" in entry:
        refuse(
            f"{where}: an entry is a notebook or a break. Write the break as an entry of its own"
        )
    notebook = find_notebook(entry["notebook"], notebooks)
    if not notebook:
        given = quote(entry["notebook"])
        if "\\x" in given or "\\t" in given or "\\n" in given:
            refuse(f"{where}: {BACKSLASH}")
        known = suggest(given.strip("'"), list(notebooks))
        refuse(f"{where}: {given} is not in this folder.{known}")
    return Row(notebook, minutes, title, droppable=droppable)


def find_notebook(given: object, notebooks: Sequence[str]) -> str:
    """The file of a name, as the folder spells it: a letter and its dots may be two signs there.

    Args:
        given: The name as it was written.
        notebooks: The names that are there.

    Returns:
        The name of the file; "" where there is none, or more than one.
    """
    if not isinstance(given, str) or given in notebooks:
        return given if isinstance(given, str) else ""
    whole = unicodedata.normalize("NFC", given.strip())
    found = [each for each in notebooks if unicodedata.normalize("NFC", each) == whole]
    return found[0] if len(found) == 1 else ""


def _read_mark(where: str, entry: dict[str, Any]) -> bool:
    droppable = entry.get("droppable", False)
    if type(droppable) is not bool:
        refuse(f"{where}: droppable is {quote(droppable)}. Write droppable = true, or leave it out")
    if "droppable" in entry and "notebook" not in entry:
        refuse(
            f"{where}: only an exercise can be marked as droppable. A break is skipped on the "
            "dashboard, and slack is used up by itself. Take droppable out"
        )
    return droppable


def read_minutes(where: str, table: dict[str, Any], key: str) -> int | None:
    """Read whole minutes; None where nothing is said.

    Raises:
        DefinitionError: They are none; the message names the place and the cure.
    """
    minutes = table.get(key)
    most = LONGEST_AGENDA if key == "length" else LONGEST_MINUTES
    if minutes is not None and (type(minutes) is not int or not 1 <= minutes <= most):
        refuse(f"{where}: {key} is {quote(minutes)}. Write whole minutes, 1 to {most}")
    return minutes


def read_words(where: str, table: dict[str, Any], key: str, example: str, longest: int) -> str:
    """Read words, with single spaces between them; "" where nothing is said.

    Args:
        where: The place, for a message.
        table: Where they stand.
        key: Their name.
        example: Words that would do.
        longest: How many characters they may have.

    Raises:
        DefinitionError: They are no words, or too many; the message names the place and the cure.
    """
    if key not in table:
        return ""
    words = table[key]
    if not isinstance(words, str) or not words.strip():
        refuse(f'{where}: {key} is {quote(words)}. Write words, such as {key} = "{example}"')
    tidy = " ".join(words.split())
    if len(tidy) > longest:
        refuse(
            f"{where}: {key} has {len(tidy)} characters. People read it at a glance: write at "
            f"most {longest}"
        )
    return tidy


def read_tag(where: str, table: dict[str, Any]) -> str:
    """Read the tag of a language of the interface; "" where nothing is said.

    Raises:
        DefinitionError: There is no such language; the message names the place and the cure.
    """
    tag = table.get("language", "")
    if not isinstance(tag, str) or (tag and find_language(tag) is None):
        known = [each.tag for each in list_languages()]
        refuse(f"{where}: language is {quote(tag)}.{suggest(str(tag), known)}")
    return tag


def check_keys(where: str, table: dict[str, Any], known: Sequence[str]) -> None:
    """Let only known names pass.

    Raises:
        DefinitionError: One is unknown; the message names the place and the cure.
    """
    for key in table:
        if key not in known:
            refuse(f"{where}: {quote(key)} means nothing here.{suggest(key, known)}")
