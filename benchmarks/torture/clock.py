"""A time of day for one server and its kernels that can be set wrong while they run.

A module of that name is loaded by every Python at its start. Ours lets `time.time` be wrong by as
many seconds as a file says; the monotonic clock goes on, as it does when a machine's time is set.
"""

from __future__ import annotations

import os
from pathlib import Path

CUSTOMIZE = """\
import os, time

_real, _file = time.time, {setting!r}
_read = [0.0, 0]


def _shifted():
    now = _real()
    if now - _read[0] > 0.2:
        _read[0] = now
        try:
            with open(_file) as file:
                _read[1] = int(file.read() or 0)
        except (OSError, ValueError):
            pass
    return now + _read[1]


time.time = _shifted
time.time_ns = lambda: int(_shifted() * 1e9)
"""


def build_environment(folder: Path) -> dict[str, str]:
    """The variables with which a Python has a time of day that `set_clock` sets."""
    folder.mkdir(parents=True, exist_ok=True)
    code = CUSTOMIZE.format(setting=str(folder / "seconds"))
    (folder / "sitecustomize.py").write_text(code, "utf-8")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths)}


def set_clock(folder: Path, seconds: int) -> None:
    """Let the time of day be wrong by so many seconds."""
    (folder / "seconds").write_text(str(seconds), "ascii")
