"""Copies of a database that were made before an update: where they lie, and how they go.

Such a copy lies beside the database, named after the last step that had been taken. It is for going
back to the version before, and goes as soon as anything is erased in the database: what an erasing
promises holds for it too.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

STEP = "{name}.step-{number}"
CHUNK = 1 << 20  # bytes that are overwritten at a time


def build_step_path(database: Path, number: int) -> Path:
    """Where the copy of a database lies as it was at a numbered step."""
    return database.with_name(STEP.format(name=database.name, number=number))


def find_step_copies(database: Path) -> list[Path]:
    """The copies beside a database that were made before an update."""
    named = re.compile(STEP.format(name=re.escape(database.name), number="[0-9]+"))
    with contextlib.suppress(OSError), os.scandir(database.parent) as entries:
        return [
            Path(each.path)
            for each in entries
            if named.fullmatch(each.name) and each.is_file(follow_symlinks=False)
        ]
    return []


def erase_step_copies(database: Path) -> int:
    """Overwrite and delete the copies that were made before an update.

    They hold what was there before, and so whatever has just been erased.

    Returns:
        How many there were.
    """
    found = find_step_copies(database)
    for copy in found:
        with contextlib.suppress(OSError):
            _overwrite(copy)
        with contextlib.suppress(OSError):  # another process may have done so meanwhile
            copy.unlink()
    return len(found)


def _overwrite(path: Path) -> None:
    """Write zeros over a file, as far as the disk keeps its places."""
    with path.open("rb+") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, CHUNK)))
        file.flush()
        os.fsync(file.fileno())
