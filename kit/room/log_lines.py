"""The log as one object a line, for machines that gather logs; what may stand in it is the same.

Which form the log has is told to kernels by an environment variable, as they write by themselves.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time

from kit.room.alike import find_place

FORM = "KIT_LOG_FORMAT"
TEXT, JSON = FORMS = ("text", "json")


def is_json() -> bool:
    """Whether this process writes objects."""
    return os.environ.get(FORM) == JSON


def build_line(
    record: logging.LogRecord, words: str, error: BaseException | None, trace: str = ""
) -> str:
    """An entry of the log as an object in one line.

    Args:
        record: Where it comes from; its `fault` is the number that a person was shown.
        words: What is said.
        error: What was raised; its words are left out, as they may repeat an answer.
        trace: The lines of code that led there.
    """
    told = {
        "time": write_time(record.created),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": words,
    }
    if number := getattr(record, "fault", ""):
        told["fault"] = number
    if error is not None:
        told["kind"] = type(error).__name__
        told["place"] = find_place(error)
    if trace:
        told["trace"] = trace
    return json.dumps(told)


def write_time(seconds: float) -> str:
    """A time in UTC, in whole seconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def tell(words: str, level: int = logging.ERROR) -> None:
    """Say something to whoever has started a command, on standard error."""
    line = f"kit: {words}"
    if is_json():
        place = ("kit", level, __file__, 0, words, None, None)
        line = build_line(logging.LogRecord(*place), words, None)
    print(line, file=sys.stderr, flush=True)
