"""Temporary folders of this process, and those that dead processes have left behind.

Each holds a file that its process has locked. Whoever gets that lock knows that the process has
ended, even if another one has its number now.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kit.store.locks import FileLock, HeldError

PREFIX = "kit-"
OWNER = "owner.lock"

_own: dict[Path, tuple[FileLock, int]] = {}


def make_folder(purpose: str = "", root: str | None = None) -> Path:
    """Make a temporary folder that this account alone can open; it is gone when the process ends.

    Args:
        purpose: What its name tells, as in "demo-".
        root: Where it is made; None for the system's folder for temporary files.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}", dir=root))
        with suppress(HeldError, FileNotFoundError):  # somebody is just sweeping it away
            lock = FileLock(folder / OWNER)
            if lock.is_there:
                _own[folder] = lock, os.getpid()
                return folder
            lock.release()


def remove_folder(folder: Path) -> None:
    """Remove a folder of this process with everything in it."""
    lock, _ = _own.pop(folder, (None, 0))
    if lock is not None:
        lock.release()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def open_folder(purpose: str) -> Iterator[Path]:
    """A temporary folder for the length of a block."""
    folder = make_folder(purpose)
    try:
        yield folder
    finally:
        remove_folder(folder)


def sweep_folders(*roots: str) -> int:
    """Remove what dead processes of this account have left behind.

    The folder for temporary files is everybody's. Nothing is touched that is a link, or that
    belongs to somebody else.

    Args:
        roots: Where to look.

    Returns:
        How many folders were removed.
    """
    removed = 0
    for root in set(roots):
        with suppress(OSError), os.scandir(root) as entries:
            removed += sum(_sweep(Path(each.path)) for each in entries if is_ours(each))
    return removed


def is_ours(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder of the kit's, made by this account."""
    if not entry.name.startswith(PREFIX):
        return False
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and (os.name == "nt" or about.st_uid == os.getuid())


def _sweep(folder: Path) -> bool:
    """Remove a folder if its process has ended; without the file that would tell, leave it."""
    owner = folder / OWNER
    try:
        if not stat.S_ISREG(owner.lstat().st_mode):
            return False
        lock = FileLock(owner)
    except (HeldError, OSError):
        return False
    try:
        if lock.sure:
            shutil.rmtree(folder, ignore_errors=True)
        return lock.sure
    finally:
        lock.release()


@atexit.register
def _remove_all() -> None:
    for folder, (_, process) in list(_own.items()):
        if process == os.getpid():  # a forked process leaves its parent's alone
            remove_folder(folder)
