"""Copies of a database: one that an operator asks for, and one that is made before an update.

A copy holds the rows there are and nothing that was erased before. While a round is open there is
none: its answers may be in no second file. So nobody writes while a copy is made, or a round could
be opened between the look and the copy.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, select

from kit.errors import StoreError
from kit.session.session import Phase
from kit.store.database import Database
from kit.store.schema import rounds, staged

TAKEN = "{target} is there already, and a copy replaces nothing. Name another file."
NO_FOLDER = "There is no folder {folder} for {name}. Make the folder, or name another place."
NOT_WRITABLE = "{target} cannot be made ({why}). Name a place in which this account may make files."


def has_answers(connection: Connection) -> bool:
    """Whether a round is open, or answers of one are still there. Works on every version."""
    opened = select(rounds.c.id).where(rounds.c.phase == Phase.OPEN.value).limit(1)
    kept = select(staged.c.round_id).limit(1)
    return any(connection.execute(query).first() is not None for query in (opened, kept))


def copy_database(
    database: Database,
    target: Path,
    may_copy: Callable[[Connection], bool],
    *,
    replace: bool = False,
) -> bool:
    """Copy a database as it is at one moment; what can be seen under the name is whole.

    Args:
        database: What is copied. Others may read it meanwhile, and write afterwards.
        target: The copy; readable for this account alone.
        may_copy: Looks at the database; nobody writes between its look and the end of the copy.
        replace: Take the place of a copy that is there.

    Returns:
        Whether there is a copy now: False where it may not be made.

    Raises:
        StoreError: There is no room for it, it may not be written, or its place is taken.
    """
    if not target.parent.is_dir():
        msg = NO_FOLDER.format(folder=repr(str(target.parent)), name=target.name)
        raise StoreError(msg)
    if os.path.lexists(target) and not replace:
        raise StoreError(TAKEN.format(target=repr(str(target))))
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with database.write() as connection:
            if not may_copy(connection):
                return False
            database.copy_into(part, target.name)
        _put_in_place(part, target, replace=replace)
    except OSError as error:
        msg = NOT_WRITABLE.format(target=repr(str(target)), why=error.strerror)
        raise StoreError(msg) from error
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            with contextlib.suppress(OSError):
                left.unlink()
    return True


def _put_in_place(part: Path, target: Path, *, replace: bool) -> None:
    """Give a finished copy its name, and have the disk keep both."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    if replace:
        part.replace(target)
    else:
        try:
            os.link(part, target)  # fails where something has come under that name meanwhile
        except FileExistsError as error:
            raise StoreError(TAKEN.format(target=repr(str(target)))) from error
        except OSError:  # a file system without links
            if os.path.lexists(target):
                raise StoreError(TAKEN.format(target=repr(str(target)))) from None
            part.rename(target)
    if os.name != "nt":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
