"""A file that one process at a time holds, and none once that process has ended, however it ended.

Such a file is never the database itself: SQLite drops its own locks on a file as soon as the
process that has it open opens and closes it once more.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

HELD = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)
BEYOND = 1 << 30  # Windows lets nobody read locked bytes: one far behind the words is locked
MOST_BYTES = 4096  # of words


class HeldError(Exception):
    """Somebody else holds the file."""


class FileLock:
    """A file that is held until `release`, or until this process ends.

    Args:
        path: The file; made where it is missing, for this account alone. A link is not followed.

    Attributes:
        sure: Whether the system keeps others from it. Some network drives cannot.

    Raises:
        HeldError: Somebody else holds it.
        OSError: It cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.sure, self._path = True, path
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        self._file = os.open(path, flags, 0o600)
        try:
            _lock(self._file)
        except OSError as error:
            if error.errno in HELD:
                os.close(self._file)
                raise HeldError from error
            self.sure = False

    def __repr__(self) -> str:
        return f"<FileLock, {'sure' if self.sure else 'not sure'}>"

    @property
    def is_there(self) -> bool:
        """Whether the file has not been deleted."""
        return os.fstat(self._file).st_nlink > 0

    def read(self) -> str:
        """The words in the file."""
        os.lseek(self._file, 0, os.SEEK_SET)
        return os.read(self._file, MOST_BYTES).decode(errors="replace")

    def write(self, words: str) -> None:
        """Put words into the file in place of those in it."""
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, words.encode())

    def release(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def remove(self) -> None:
        """Delete the file, where the system can do so while it is open, and let go of it.

        Whoever opened it just before holds a file that is not there: see `is_there`.
        """
        self.write("")
        with contextlib.suppress(OSError):
            self._path.unlink()
        self.release()


def _lock(file: int) -> None:
    if sys.platform == "win32":
        os.lseek(file, BEYOND, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
