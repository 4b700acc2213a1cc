"""A kernel's faults on their way to the server's log, without what anybody has written.

Inside a kernel, standard error is a message to its pages. Jupyter's own log has kept the server's
standard error; a fault is written there, by its number, kind and place. The words of an exception
may repeat an answer, so they stay behind; so do those of everybody else's messages.
"""

from __future__ import annotations

import logging
import time
import traceback
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from IPython import get_ipython

from kit.room.ownership import get_acting_seat

log = logging.getLogger("kit")

MOST_LINES = 20  # alike, in a minute: a fault that somebody causes on purpose does not fill a disk
MINUTE = 60.0
MOST_FRAMES = 200  # the last ones; code that calls itself for ever has a thousand


class FaultFormatter(logging.Formatter):
    """The message as it was written in the code, and where it happened: no values.

    Of what other packages log only the place is told: their messages may come with the words in.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        error = record.exc_info[1] if record.exc_info else None
        said = record.getMessage() if record.name == log.name else str(record.msg)
        if record.name.partition(".")[0] != log.name:
            said = f"{record.levelname.lower()} in {record.filename}, line {record.lineno}"
        return f"kit: {said}" + (f": {describe_place(error)}" if error else "")


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
    walked = traceback.walk_tb(error.__traceback__)
    frames = traceback.StackSummary.extract(walked, limit=-MOST_FRAMES, lookup_lines=False)
    own = [frame for frame in frames if ".ipynb, cell " in frame.filename]
    kind = type(error).__name__
    if not (own or frames):
        return kind
    last = (own or frames)[-1]
    return f"{kind} in {last.filename}, line {last.lineno}"


def report_faults() -> None:
    """From now on the server's log learns of this kernel's faults."""
    if not IPKernelApp.initialized() or any(
        isinstance(handler.formatter, FaultFormatter) for handler in log.handlers
    ):
        return
    for handler in IPKernelApp.instance().log.handlers:
        if isinstance(handler, logging.StreamHandler):
            report = logging.StreamHandler(handler.stream)
            report.setLevel(logging.WARNING)
            report.setFormatter(FaultFormatter())
            report.addFilter(FewAlike())
            log.addHandler(report)
            handler.setFormatter(FaultFormatter())
            handler.addFilter(FewAlike())
    log.propagate = False
    _report_shown(get_ipython())


def _report_shown(shell: Any) -> None:
    """What ipywidgets catches in a callback it hands to the shell to show; nobody sees it there.

    For a seat's message nothing is shown: writing a traceback down takes a hundred times as long as
    a message that goes well.
    """
    show = shell.showtraceback

    def report(*args: Any, **settings: Any) -> None:
        log.exception("A fault in a notebook")
        if get_acting_seat() is None:
            show(*args, **settings)

    shell.showtraceback = report
