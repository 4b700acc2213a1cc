"""Freed memory is overwritten at once, so that no answer outlives its round in unused memory.

A program that lets go of a text leaves its letters where they were until something else is written
there. The C library can overwrite what is given back as it is given back, for Python, SQLite and
ZeroMQ alike. It reads its settings once, when a program begins; so the server begins again with
them, as the same process, and its kernels inherit them. It costs about a seventh of the computing
time. Where there is another C library (macOS, Windows, musl), memory stays as it is.
"""

from __future__ import annotations

import os
import sys

SETTINGS = {
    "PYTHONMALLOC": "malloc",  # Python's own allocator overwrites nothing
    "GLIBC_TUNABLES": "glibc.malloc.perturb=170:glibc.malloc.tcache_count=0",
}
BEGUN = "KIT_OVERWRITES"  # marks the second beginning, so that there is no third


def overwrite_freed_memory() -> None:
    """Begin this program again, unless it has been, with an allocator that overwrites.

    Does nothing where the C library is another, or where the environment sets one of these already.
    """
    if BEGUN in os.environ or SETTINGS.keys() & os.environ.keys() or not has_glibc():
        return
    settings = {**os.environ, **SETTINGS, BEGUN: "1"}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], settings)  # noqa: S606


def has_glibc() -> bool:
    """Whether the C library is GNU's."""
    try:
        return (os.confstr("CS_GNU_LIBC_VERSION") or "").startswith("glibc")
    except (AttributeError, ValueError, OSError):
        return False
