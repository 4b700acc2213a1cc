"""A kernel's bounds: it ends with its server, and takes no more memory than it was given."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path

MEGABYTE = 1024 * 1024
PARENT_DIED = 1  # PR_SET_PDEATHSIG in Linux' <sys/prctl.h>


def end_with_server() -> None:
    """Have Linux end this process with the one that started it, whatever it is doing then.

    A Jupyter kernel looks for its parent once a second by itself, on every system. It cannot while
    code holds the interpreter, as an endless search with a regular expression does.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)


def limit_memory(megabytes: int) -> None:
    """Let the data of this process grow so far and no further, where the system has such limits.

    Beyond it Python raises `MemoryError` in the code that asked for more.

    Args:
        megabytes: The limit; 0 for none.
    """
    if sys.platform != "linux" or not megabytes:
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * MEGABYTE
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def measure_memory() -> int:
    """The memory this process holds, in MB; its highest so far where that alone is known, or 0."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // MEGABYTE
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
    return 0
