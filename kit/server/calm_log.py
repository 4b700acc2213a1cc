"""The server's log: what failed and where, and nothing that anybody has sent.

The words of an exception, and what a library puts into its own messages, may repeat an address, a
cookie or an answer. So of both only what stands in the program is written; and of what is alike a
few lines a minute, or somebody who causes a fault on purpose would fill the disk.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from typing import Any

from kit.room.alike import FewAlike
from kit.room.log_lines import FORM, JSON, build_line, is_json

OWN = "kit"
LOOP_SAYS = "Something failed behind a page"
OTHERS_SAY = {  # their messages are written out before anybody can look at them
    "asyncio": LOOP_SAYS,
    "py": "A package warns of something",
}


class CalmFormatter(logging.Formatter):
    """Messages as they stand in the program; of exceptions the kind and the lines of code."""

    def format(self, record: logging.LogRecord) -> str:
        """The message, and below it what was raised; or both in one object."""
        name = record.name.split(".")[0]
        said = record.getMessage() if name == OWN else OTHERS_SAY.get(name, str(record.msg))
        error = record.exc_info[1] if record.exc_info else None
        trace = "" if error is None else describe_fault(error)
        if is_json():
            return build_line(record, said, error, trace)
        return f"{said}\n{trace}" if trace else said


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


def begin_log(form: str) -> None:
    """Choose the form of this server's log, before anything is written.

    Args:
        form: "text" or "json". As objects everything is written, also what nobody has caught and
            what packages warn of.
    """
    os.environ[FORM] = form
    if form != JSON:
        return
    keep_calm()
    logging.captureWarnings(True)
    sys.excepthook = lambda _kind, error, _trace: tell_uncaught("The server ended by", error)
    threading.excepthook = lambda given: tell_uncaught("A thread ended by", given.exc_value)
    sys.unraisablehook = lambda given: tell_uncaught("Nobody could catch", given.exc_value)


def tell_uncaught(words: str, error: BaseException | None) -> None:
    """Write down what would end a thread with many lines and the error's own words."""
    logging.getLogger("kit.server").error("%s a fault", words, exc_info=error)
