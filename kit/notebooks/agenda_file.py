"""The file `agenda.toml`: its agendas by name, and which of them is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kit.errors import suggest
from kit.files.toml_file import TomlFile, read_toml, refuse
from kit.notebooks.agenda_words import explain

NAME = "agenda.toml"
LARGEST = 32 * 1024  # bytes of the file
LONGEST_LINE = 2000  # characters; what is read of a line grows with the square of its dots
SHOWN = 40  # characters of a wrong value in a message
SPARE = "Take out what is not played"


def load_file(folder: Path) -> TomlFile:
    """Read the file of a folder; its tables are the agendas.

    Raises:
        DefinitionError: It cannot be read, or holds no agenda.
    """
    file = read_toml(
        folder / NAME, NAME, LARGEST, longest=LONGEST_LINE, spare=SPARE, explain=explain
    )
    if not file.table:
        refuse(f"{NAME} holds no agenda. Write a line such as [ninety-minutes] into it")
    for name, table in file.table.items():
        if not isinstance(table, dict):
            refuse(
                f"{NAME}, line {file.places.find_loose(name)}: {quote(name)} stands above every "
                "agenda. Write a line such as [ninety-minutes] above it, which names the agenda"
            )
    return file


def find_name(tables: dict[str, Any], name: str) -> str:
    """Find which agenda is meant by its name, the beginning of it or its length in minutes.

    Args:
        tables: The agendas.
        name: What was asked for; "" for the first one.

    Raises:
        DefinitionError: None is meant, or more than one.
    """
    if not name or name in tables:
        return name or next(iter(tables))
    lengths = [
        each
        for each, table in tables.items()
        if isinstance(table, dict) and str(table.get("length")) == name
    ]
    begun = [each for each in tables if each.startswith(name)]
    found = begun if len(lengths) != 1 and begun else lengths
    if not found:
        refuse(f"{NAME}: {name!r} is no agenda.{suggest(name, list(tables))}")
    if len(found) > 1:
        refuse(f"{NAME}: {name!r} may be {' or '.join(found)}. Name one of them")
    return found[0]


def quote(value: object) -> str:
    """A wrong value as a message shows it: the beginning of one that goes on and on."""
    try:
        words = repr(value)
    except (ValueError, RecursionError):
        return "a number that is too long" if isinstance(value, int) else "nested too deep"
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}\u2026"
