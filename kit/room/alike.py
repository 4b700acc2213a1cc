"""Faults that are alike: told by their kind and place, and written down a few times only."""

from __future__ import annotations

import logging
import time
import traceback

MOST_LINES = 20  # alike, in a minute: a fault that somebody causes on purpose does not fill a disk
MINUTE = 60.0
MOST_FRAMES = 200  # the last ones; code that calls itself for ever has a thousand


class FewAlike(logging.Filter):
    """Lets so many faults of one kind and place through in a minute, and no more."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[tuple[str, int, str], int] = {}
        self._minute = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is to be written."""
        now = time.monotonic()
        if now - self._minute > MINUTE:
            self._counts.clear()
            self._minute = now
        error = record.exc_info[1] if record.exc_info else None
        alike = record.pathname, record.lineno, describe_place(error) if error else ""
        self._counts[alike] = self._counts.get(alike, 0) + 1
        return self._counts[alike] <= MOST_LINES


def describe_place(error: BaseException) -> str:
    """What kind of error it was and where: "ZeroDivisionError in jar.ipynb, cell 3, line 1"."""
    kind, place = type(error).__name__, find_place(error)
    return f"{kind} in {place}" if place else kind


def find_place(error: BaseException) -> str:
    """Where an error was met, as "jar.ipynb, cell 3, line 1"; "" where it was raised nowhere."""
    walked = traceback.walk_tb(error.__traceback__)
    frames = traceback.StackSummary.extract(walked, limit=-MOST_FRAMES, lookup_lines=False)
    own = [frame for frame in frames if ".ipynb, cell " in frame.filename]
    if not (own or frames):
        return ""
    last = (own or frames)[-1]
    return f"{last.filename}, line {last.lineno}"
