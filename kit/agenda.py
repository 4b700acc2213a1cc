"""Agendas: which notebooks of a folder are played, and in which order."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from kit.errors import DefinitionError, suggest

NAME = "agenda.toml"


def load_agenda(folder: Path, notebooks: Sequence[str], name: str = "") -> list[str]:
    """Read the notebooks of an agenda, in their order.

    Args:
        folder: The folder of notebooks. Its `agenda.toml` has a table for every agenda, with a
            list `exercises` of `{notebook = "...", minutes = ...}`.
        notebooks: File names of the notebooks that are there.
        name: Which agenda; "" means the first one. Without the file every notebook is played.

    Raises:
        DefinitionError: The file cannot be read, there is no such agenda, or it names a notebook
            that is not there.
    """
    path = folder / NAME
    if not path.is_file():
        if name:
            _refuse(f"{NAME}: there is no such file, so there is no agenda {name!r}")
        return list(notebooks)
    try:
        agendas: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        _refuse(f"{NAME} cannot be read: {error}")
    if not agendas:
        _refuse(f"{NAME} holds no agenda. Write a table such as [ninety-minutes] into it")
    if name and name not in agendas:
        _refuse(f"{NAME}: {name!r} is no agenda.{suggest(name, list(agendas))}")
    chosen = name or next(iter(agendas))
    table = agendas[chosen]
    entries = table.get("exercises") if isinstance(table, dict) else None
    if not isinstance(entries, list) or not entries:
        _refuse(f"{NAME}, [{chosen}]: exercises is a list of notebooks. Write at least one")
    return [_read_entry(entry, chosen, notebooks) for entry in entries]


def _read_entry(entry: Any, agenda: str, notebooks: Sequence[str]) -> str:
    notebook = entry.get("notebook") if isinstance(entry, dict) else None
    if not isinstance(notebook, str):
        _refuse(f'{NAME}, [{agenda}]: an exercise is written {{ notebook = "welcome.ipynb" }}')
    if notebook not in notebooks:
        known = suggest(notebook, list(notebooks))
        _refuse(f"{NAME}, [{agenda}]: {notebook!r} is not in this folder.{known}")
    return notebook


def _refuse(reason: str) -> NoReturn:
    raise DefinitionError(reason if reason.endswith((".", "?")) else f"{reason}.")
