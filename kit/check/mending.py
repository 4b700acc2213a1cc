"""What needs no judgement is mended in the file itself; all else in it stays as it was."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

from kit.check.fault import Fault
from kit.check.old_names import rename_old
from kit.errors import KitError
from kit.notebooks.cell_parts import TAGS_LOST, Part, tidy_tags
from kit.notebooks.code import Code
from kit.notebooks.reading import MAJOR, Reading, find_id_faults, has_ids, new_id, read_notebook

CLEARED = "its outputs are cleared."
TIDIED = "what another program left out or wrote otherwise is as it should be."
ENCODED = "it is written in UTF-8 now."
RENAMED = "old names of the kit are new ones."
CHANGED = "{} was changed by another program meanwhile. Nothing was mended; try again."
UNWRITTEN = (
    "{} cannot be written ({}), so it stays as it is. Allow it for its folder, or copy the folder "
    "and mend the copy."
)
_INDENT = re.compile(r"\{\r?\n( +|\t+)")


class UnmendedError(KitError):
    """What was mended could not be put into the file, which is as it was."""


def mend_notebook(path: Path) -> list[Fault]:
    """Clear outputs and put right what was read although it was written otherwise.

    A file whose encoding is a guess is left alone, and so is one of an older format.

    Returns:
        What was mended, each with its place.

    Raises:
        DefinitionError: It cannot be read.
        UnmendedError: It cannot be written, or was changed meanwhile. It is as it was.
    """
    before = path.stat()
    reading = read_notebook(path)
    raw, name = reading.raw, path.name
    if reading.decoded.guessed or raw.get("nbformat", MAJOR) != MAJOR or "cells" not in raw:
        return []
    told = [Fault(name, 0, 0, ENCODED, grave=False)] if reading.decoded.encoding else []
    for number, cell in enumerate(raw["cells"], start=1):
        told += [Fault(name, number, 0, words, grave=False) for words in _mend_cell(cell)]
    renamed = rename_old(Code(reading.notebook), raw["cells"])
    told += [Fault(name, number, 0, RENAMED, grave=False) for number in renamed]
    told += _mend_ids(name, raw)
    if any(fault.words == CLEARED for fault in told) and isinstance(raw.get("metadata"), dict):
        raw["metadata"].pop("widgets", None)  # the state of what the outputs showed
    if told:
        _write(path, reading, before)
    return told


def _mend_cell(cell: dict[str, Any]) -> list[str]:
    """Mend one cell; says what was mended."""
    part, told = Part(cell), []
    if part.untidy:
        told.append(TIDIED)
        about = cell.get("metadata")
        cell["metadata"] = about if isinstance(about, dict) else {}
        if "tags" in cell["metadata"] and TAGS_LOST not in part.damage:
            cell["metadata"]["tags"] = tidy_tags(cell["metadata"]["tags"])
        cell.setdefault("source", "")
        if cell.get("cell_type") == "code":
            cell.setdefault("outputs", [])
            cell.setdefault("execution_count", None)
    if part.ran and cell.get("cell_type") == "code":
        told.append(CLEARED)
        cell |= {"outputs": [], "execution_count": None}
    return told


def _mend_ids(name: str, raw: dict[str, Any]) -> list[Fault]:
    """Give every cell an id of its own, where the format has ids."""
    if not has_ids(raw):
        return []
    ids = [cell.get("id") for cell in raw["cells"]]
    faults = dict(find_id_faults(ids))
    taken = {own for place, own in enumerate(ids) if place not in faults}
    for place in faults:
        raw["cells"][place]["id"] = new_id(place, taken)
    return [Fault(name, place + 1, 0, TIDIED, grave=False) for place in faults]


def _write(path: Path, reading: Reading, before: os.stat_result) -> None:
    """Write the file whole or not at all, as it was laid out before."""
    text, whole = reading.decoded.text, path.resolve()
    indent = _INDENT.match(text.lstrip())
    ascii_only = text.isascii() or "\\ud" in text.lower()
    told = json.dumps(reading.raw, indent=indent[1] if indent else None, ensure_ascii=ascii_only)
    end = "\n" if text.endswith("\n") else ""
    content = f"{told}{end}"
    if "\r\n" in text:
        content = content.replace("\n", "\r\n")
    part = whole.with_name(f".{whole.name}.part")
    try:
        part.write_bytes(content.encode("utf-8"))
        shutil.copymode(whole, part)
        now = path.stat()
        if (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size):
            raise UnmendedError(CHANGED.format(path.name))
        os.replace(part, whole)
    except OSError as error:
        raise UnmendedError(UNWRITTEN.format(path.name, error.strerror)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
