"""A kernel's faults on their way to the server's log, without what anybody has written.

Inside a kernel, standard error is a message to its pages. Jupyter's own log has kept the server's
standard error; a fault is written there, by its number, kind and place. The words of an exception
may repeat an answer, so they stay behind.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from IPython import get_ipython

log = logging.getLogger("kit")


class FaultFormatter(logging.Formatter):
    """The message as it was written in the code, and where it happened: no values."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        error = record.exc_info[1] if record.exc_info else None
        said = record.getMessage() if record.name == log.name else str(record.msg)
        return f"kit: {said}" + (f": {describe_place(error)}" if error else "")


def describe_place(error: BaseException) -> str:
    """What kind of error it was and where: "ZeroDivisionError in jar.ipynb, cell 3, line 1"."""
    frames = traceback.extract_tb(error.__traceback__)
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
            log.addHandler(report)
    log.propagate = False
    _report_shown(get_ipython())


def _report_shown(shell: Any) -> None:
    """What ipywidgets catches in a callback it hands to the shell to show; nobody sees it there."""
    show = shell.showtraceback

    def report(*args: Any, **settings: Any) -> None:
        log.exception("A fault in a notebook")
        show(*args, **settings)

    shell.showtraceback = report
