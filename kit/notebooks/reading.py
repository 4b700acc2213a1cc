"""A notebook's file, read as far as it can be, with what was found on the way.

nbformat refuses a file for what the kit does not need, and tells of other faults in Python warnings
that do not name the file. So cells are read here, and nbformat converts the older formats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import reader
from traitlets.log import get_logger

from kit.errors import DefinitionError
from kit.files.text import Decoded
from kit.notebooks.cell_parts import Part
from kit.notebooks.unreadable import BACKUP, read_text, refuse, refuse_json, say

MOST_CELLS = 500
MAJOR, MINOR = 4, 5  # of the format that is played
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


@dataclass(frozen=True)
class Remark:
    """Something that was found while a notebook was read.

    Attributes:
        cell: Number of the cell, from 1; 0 for the whole file.
        words: What it is; with its cure where it is damage.
        damage: Something may be lost. Otherwise it was read as it is meant.
    """

    cell: int
    words: str
    damage: bool = False


@dataclass(frozen=True)
class Reading:
    """A notebook as it was read.

    Attributes:
        notebook: An nbformat node of version 4.5, its outputs left out.
        raw: What stands in the file.
        remarks: What was found on the way.
        ran: Numbers of the cells that hold outputs, or the number of their last run.
        decoded: The file's text.
    """

    notebook: Any
    raw: dict[str, Any]
    remarks: tuple[Remark, ...]
    ran: tuple[int, ...]
    decoded: Decoded


def read_notebook(path: Path) -> Reading:
    """Read a notebook's file.

    Raises:
        DefinitionError: It cannot be read; the message names it, the cause and the cure.
    """
    decoded = read_text(path)
    if decoded.text.count('"cell_type"') > MOST_CELLS:
        msg = f"{path.name} has more than {MOST_CELLS} cells. Split it into two exercises."
        raise DefinitionError(msg)
    raw = _parse(path.name, decoded.text)
    current = _convert(path.name, raw, decoded.text)
    cells = current.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        refuse(path.name, "it has no list of cells", BACKUP)
    remarks: list[Remark] = []
    if decoded.encoding:
        remarks.append(Remark(0, f"it is written in {decoded.encoding}"))
    parts = [Part(cell) for cell in cells]
    read = [part.cell for part in parts]
    ran = tuple(number for number, part in enumerate(parts, start=1) if part.ran)
    for number, part in enumerate(parts, start=1):
        remarks += [Remark(number, words, damage=True) for words in part.damage]
        remarks += [Remark(number, words) for words in part.untidy]
    faults = _set_ids(read, [cell.get("id") for cell in cells])
    if raw is current and has_ids(raw):
        remarks += faults
    about = current.get("metadata")
    told = {
        "nbformat": MAJOR,
        "nbformat_minor": MINOR,
        "metadata": about if isinstance(about, dict) else {},
        "cells": read,
    }
    return Reading(nbformat.from_dict(told), raw, tuple(remarks), ran, decoded)


def has_ids(raw: dict[str, Any]) -> bool:
    """Whether cells of a notebook's format have ids."""
    minor = raw.get("nbformat_minor", MINOR)
    return not isinstance(minor, int) or minor >= MINOR


def find_id_faults(ids: list[Any]) -> Iterator[tuple[int, str]]:
    """The cells whose id is missing, no id, or another cell's too: their places and why."""
    used: set[str] = set()
    for place, own in enumerate(ids):
        if own is None:
            yield place, "its id is missing"
        elif not isinstance(own, str) or not _ID.fullmatch(own):
            yield place, "its id is made of other signs than letters, digits, - and _"
        elif own in used:
            yield place, "its id is another cell's too"
        else:
            used.add(own)


def _set_ids(cells: list[dict[str, Any]], ids: list[Any]) -> list[Remark]:
    """Give every cell an id of its own; the remarks say whose was not fit."""
    faults = dict(find_id_faults(ids))
    taken = {own for place, own in enumerate(ids) if place not in faults}
    for place, cell in enumerate(cells):
        cell["id"] = ids[place] if place not in faults else new_id(place, taken)
    return [Remark(place + 1, words) for place, words in faults.items()]


def new_id(place: int, taken: set[str]) -> str:
    """An id for the cell at a place, added to those that are taken."""
    own = f"cell-{place + 1}"
    while own in taken:
        own += "x"
    taken.add(own)
    return own


def _parse(name: str, text: str) -> dict[str, Any]:
    """The file's JSON object."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        refuse_json(name, text, error)
    except (ValueError, RecursionError):
        refuse(name, "a number in it has no end, or its brackets do not", BACKUP)
    if not isinstance(raw, dict):
        refuse(name, "what it holds is no notebook", BACKUP)
    return raw


def _convert(name: str, raw: dict[str, Any], text: str) -> dict[str, Any]:
    """The notebook in the format that is played, as plain values."""
    major = raw.get("nbformat", MAJOR if "cells" in raw else 3 if "worksheets" in raw else None)
    if isinstance(major, str) and major.isdecimal() and len(major) < 3:
        major = int(major)
    if type(major) is not int:
        refuse(name, "it does not say which notebook format it has", BACKUP)
    if major == MAJOR:
        return raw
    if major > MAJOR:
        refuse(
            name,
            f"it is written in notebook format {major}, which is newer than format {MAJOR}",
            f"Save it in format {MAJOR}, or install a newer version of the kit.",
        )
    try:
        with _quietly():
            converted: dict[str, Any] = nbformat.convert(reader.reads(text), MAJOR)
    except Exception as error:
        msg = f"its old format {major} cannot be converted"
        raise DefinitionError(say(name, msg, "Open it in JupyterLab and save it again.")) from error
    return converted


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep to itself what nbformat logs of an old file: it does not name the file."""
    log: Any = get_logger()
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before
