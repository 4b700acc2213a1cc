"""The server's log: what failed and where, and nothing that anybody has sent.

The words of an exception, and what a library puts into its own messages, may repeat an address, a
cookie or an answer. So of both only what stands in the program is written; and of what is alike a
few lines a minute, or somebody who causes a fault on purpose would fill the disk.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

from kit.room.alike import FewAlike

OWN = "kit"
LOOP = "asyncio"  # its messages are written out before anybody can look at them
LOOP_SAYS = "Something failed behind a page"


class CalmFormatter(logging.Formatter):
    """Messages as they stand in the program; of exceptions the kind and the lines of code."""

    def format(self, record: logging.LogRecord) -> str:
        """The message, and below it what was raised."""
        name = record.name.split(".")[0]
        if name == OWN:
            said = record.getMessage()
        else:
            said = LOOP_SAYS if name == LOOP else str(record.msg)
        error = record.exc_info[1] if record.exc_info else None
        return said if error is None else f"{said}\n{describe_fault(error)}"


def describe_fault(error: BaseException) -> str:
    """What was raised, what it came from, and where: lines of code, no values."""
    parts, seen = [], set[int]()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines = traceback.format_tb(current.__traceback__)
        parts.append(f"{''.join(lines)}{type(current).__name__}")
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\nduring the handling of\n".join(parts)


def keep_calm(*loggers: Any) -> None:
    """From now on the log is written so.

    Args:
        loggers: Those that write by themselves, besides the log of all others.
    """
    root = logging.getLogger()
    if not any(isinstance(handler.formatter, CalmFormatter) for handler in root.handlers):
        report = logging.StreamHandler(sys.stderr)
        report.setLevel(logging.WARNING)
        report.setFormatter(CalmFormatter())
        report.addFilter(FewAlike())
        root.addHandler(report)
    for logger in loggers:
        for handler in logger.handlers:
            handler.setFormatter(CalmFormatter())
            handler.addFilter(FewAlike())
        logger.propagate = False
