"""Disks that are full or may only be read, made for one folder or one process and taken back."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

MEGABYTES = 8
FILLER = "filler"
BLOCK = 4096
DROP = 24  # PR_CAPBSET_DROP in Linux' <sys/prctl.h>
PASSES_RIGHTS = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A small disk in memory in a folder's place.

    Yields:
        Whether this account may mount one; if not, the folder stays as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "none", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def fill(folder: Path) -> Iterator[None]:
    """Fill the disk that a folder is on to the last byte; only for a small one."""
    filler = folder / FILLER
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(BLOCK))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def limit_files(pids: Sequence[int]) -> Iterator[None]:
    """Let no file of some processes grow: a disk that is full, for an account that mounts none."""
    import resource  # Windows has none

    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def make_unwritable(data: Path) -> Iterator[None]:
    """Let a database and its folder only be read."""
    files = [data, *data.parent.glob(f"{data.name}-*"), data.parent]
    before = {path: path.stat().st_mode & 0o777 for path in files if path.exists()}
    for path, mode in before.items():
        path.chmod(mode & 0o555)
    try:
        yield
    finally:
        for path in reversed(before):
            with contextlib.suppress(FileNotFoundError):
                path.chmod(before[path])


def heed_rights() -> None:
    """From now on what is started here heeds the rights of files, also when it is root."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for right in PASSES_RIGHTS:
            libc.prctl(DROP, right, 0, 0, 0)
