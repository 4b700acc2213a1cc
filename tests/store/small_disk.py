"""A disk that is full: a process of its own that may make no file beyond a size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SMALL = 40_000  # bytes: more than the index of a log takes, less than any database
PROGRAM = """
import resource, sys
from pathlib import Path
from kit.errors import KitError
from kit.store import copy_store, open_store

path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
try:
    {call}
except KitError as error:
    print(error)
"""


def run_with_small_files(size: int, call: str, path: Path) -> str:
    """Run a call of the store's where no file may grow beyond `size` bytes.

    Returns:
        What it said for a person; "" where it went well.
    """
    if sys.platform == "win32":
        pytest.skip("Windows has no such limit")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(size=size, call=call), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Traceback" not in done.stderr
    return done.stdout.strip()
