"""A kernel's faults on their way to the server's log, without what anybody has written.

Inside a kernel, standard error is a message to its pages. Jupyter's own log has kept the server's
standard error; a fault is written there, by its number, kind and place. The words of an exception
may repeat an answer, so they stay behind; so do those of everybody else's messages.
"""

from __future__ import annotations

import logging
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from IPython import get_ipython

from kit.room.alike import FewAlike, describe_place
from kit.room.log_lines import build_line, is_json
from kit.room.ownership import find_acting_seat
from kit.room.patches import show_tracebacks_with

log = logging.getLogger("kit")


class FaultFormatter(logging.Formatter):
    """The message as it was written in the code, and where it happened: no values.

    Of what other packages log only the place is told: their messages may come with the words in.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, in words or as an object."""
        error = record.exc_info[1] if record.exc_info else None
        said = record.getMessage() if record.name == log.name else str(record.msg)
        if record.name.partition(".")[0] != log.name:
            said = f"{record.levelname.lower()} in {record.filename}, line {record.lineno}"
        if is_json():
            return build_line(record, said, error)
        return f"kit: {said}" + (f": {describe_place(error)}" if error else "")


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
        if find_acting_seat() is None:
            show(*args, **settings)

    show_tracebacks_with(shell, report)
