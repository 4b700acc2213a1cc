"""Files that are no notebooks: which file, why, and what to do."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import NoReturn

from kit.errors import DefinitionError
from kit.files.text import Decoded, decode, find_conflict

LARGEST = 10 * 1024 * 1024  # bytes of a notebook
BACKUP = "Take it from a backup or from git, or take it out of the folder."


def read_text(path: Path) -> Decoded:
    """The text of a notebook's file.

    Raises:
        DefinitionError: It is no file, or no text, or may not be read.
    """
    name = path.name
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            refuse(name, "it is a folder", "Rename the folder, so that it does not end in .ipynb.")
        if not stat.S_ISREG(about.st_mode):
            refuse(name, "it is no file", "Take it out of the folder.")
        if about.st_size > LARGEST:
            msg = (
                f"{name} is larger than {LARGEST // 1024 // 1024} MB. "
                "Clear its outputs and make its pictures smaller."
            )
            raise DefinitionError(msg)
        content = path.read_bytes()
    except FileNotFoundError as error:
        if path.is_symlink():
            refuse(name, "it is a link to a file that is not there", "Put the file itself here.")
        msg = f"{name} is not in {str(path.parent)!r}. Put it back or take it off the agenda."
        raise DefinitionError(msg) from error
    except OSError as error:
        reason = f"the system does not let this account read it ({error.strerror})"
        refuse(name, reason, "Change its permissions, or take it out of the folder.")
    if not content.strip(b"\0 \t\r\n"):
        refuse(name, "it is empty", "Delete it, or make a new notebook in its place.")
    try:
        return decode(content)
    except ValueError as error:
        refuse(name, f"it is no text ({error})", BACKUP)


def refuse_json(name: str, text: str, error: json.JSONDecodeError) -> NoReturn:
    """Say why a text is no JSON.

    Raises:
        DefinitionError: Always.
    """
    if line := find_conflict(text):
        refuse(
            f"{name}, line {line}",
            "git has left both versions of a conflict in it",
            f"Keep one: git checkout --ours {name}, or --theirs. nbdime merges them cell by cell.",
        )
    start = text.lstrip()
    if start.startswith("<"):
        cure = "Download the notebook itself: on GitHub, the button for the raw file."
        refuse(name, "it is a web page", cure)
    if not start.startswith("{"):
        cure = "Open what it was made from and save that as a notebook, or take it out."
        refuse(name, "its text is not that of a notebook", cure)
    if error.pos >= len(text.rstrip()):
        refuse(name, f"it breaks off in line {error.lineno}", BACKUP)
    refuse(f"{name}, line {error.lineno}", "its JSON is damaged there", BACKUP)


def say(where: str, cause: str, cure: str) -> str:
    """That a notebook cannot be read, why, and what to do."""
    return f"{where} is not a readable notebook: {cause}. {cure}"


def refuse(where: str, cause: str, cure: str) -> NoReturn:
    """Refuse a notebook.

    Raises:
        DefinitionError: Always.
    """
    raise DefinitionError(say(where, cause, cure))
