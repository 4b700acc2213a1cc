"""Copies of a database: one that an operator asks for, and one that is made before an update.

A copy holds the rows there are and nothing that was erased before. Answers of an open round may be
in no second file, where the close would not erase them. So there is no copy while a round is open
in a room, and nobody writes while one is made, or a round could be opened between the look and the
copy. Questions that a team answers alone are open for weeks: these are copied without what has been
answered, as they were before their first day.
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
from kit.store.schema import round_keys, rounds, sessions, staged
from kit.store.sqlite import SQLite

TAKEN = "{target} is there already, and a copy replaces nothing. Name another file."
NO_FOLDER = "There is no folder {folder} for {name}. Make the folder, or name another place."
NOT_WRITABLE = "{target} cannot be made ({why}). Name a place in which this account may make files."
# What a copy has of an open round of which it has no answer: as if nobody had opened it.
UNOPEN = (
    "UPDATE seats SET answered = 0",
    "UPDATE rounds SET phase = 'prepare', policy = NULL, ends_at = NULL, coin = 0, left_out = NULL "
    "WHERE phase = 'open'",
)


def has_answers(connection: Connection) -> bool:
    """Whether a round is open, or answers of one are still there. Works on every version."""
    opened = select(rounds.c.id).where(rounds.c.phase == Phase.OPEN.value).limit(1)
    kept = select(staged.c.round_id).limit(1)
    return any(connection.execute(query).first() is not None for query in (opened, kept))


def has_led_answers(connection: Connection) -> bool:
    """Whether a round is open, or answers of one are still there, that somebody leads."""
    alone = select(rounds.c.id).join(sessions).where(sessions.c.opens_on.is_not(None))
    opened = select(rounds.c.id).where(
        rounds.c.phase == Phase.OPEN.value, rounds.c.id.not_in(alone)
    )
    kept = select(staged.c.round_id).where(staged.c.round_id.not_in(alone))
    return any(connection.execute(query.limit(1)).first() for query in (opened, kept))


def copy_database(
    database: SQLite,
    target: Path,
    may_copy: Callable[[Connection], bool],
    *,
    replace: bool = False,
    answers: bool = True,
) -> bool:
    """Copy a database as it is at one moment; what can be seen under the name is whole.

    Args:
        database: What is copied. Others may read it meanwhile, and write afterwards.
        target: The copy; readable for this account alone.
        may_copy: Looks at the database; nobody writes between its look and the end of the copy.
        replace: Take the place of a copy that is there.
        answers: Copy also what has been answered in open rounds, if there is any; otherwise these
            rounds are in the copy as they were before they were opened.

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
            if answers or not has_answers(connection):
                database.copy_into(part, target.name)
            else:
                database.copy_rows_into(
                    part, target.name, without=(staged.name, round_keys.name), change=UNOPEN
                )
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
