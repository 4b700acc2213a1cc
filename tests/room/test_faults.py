"""What a kernel tells the server's log of a fault: kind and place, and nobody's words."""

# Holds kit/room/alike.py too: what is alike is told once, which only a log can show.

from __future__ import annotations

import logging
import sys

from kit.room.alike import MINUTE, MOST_FRAMES, MOST_LINES, FewAlike, describe_place
from kit.room.faults import FaultFormatter

WORDS = "MARKER-WORDS"


def make_record(logger: str, message: str, *args: object) -> logging.LogRecord:
    """A record of a fault whose words may be anybody's."""
    try:
        raise ValueError(WORDS)
    except ValueError:
        return logging.getLogger(logger).makeRecord(
            logger, logging.ERROR, __file__, 1, message, args, sys.exc_info()
        )


def test_nobodys_words_are_in_a_line() -> None:
    formatter = FaultFormatter()
    ours = formatter.format(make_record("kit", "Fault %s", "a1b2c3"))
    assert ours.startswith("kit: Fault a1b2c3: ValueError in ")
    for logger in ("kit.widgets", "IPKernelApp", "traitlets", "ipykernel.comm"):
        for record in (make_record(logger, "It was %s", WORDS), make_record(logger, f"{WORDS}!")):
            if logger != "kit.widgets" or record.args:
                line = formatter.format(record)
                assert WORDS not in line
                assert "ValueError in " in line
                assert "\n" not in line


def test_faults_that_are_alike_are_written_a_few_times_a_minute() -> None:
    few = FewAlike()
    alike = [few.filter(make_record("kit", "Fault %s", number)) for number in range(100)]
    assert sum(alike) == MOST_LINES
    assert few.filter(logging.makeLogRecord({"pathname": "another", "lineno": 1}))
    few._minute -= MINUTE + 1
    assert few.filter(make_record("kit", "Fault %s", 101))


def test_a_fault_thousands_of_calls_deep_is_told_by_its_end() -> None:
    def fall(depth: int) -> None:
        if depth:
            fall(depth - 1)
        raise ValueError(WORDS)

    try:
        fall(2 * MOST_FRAMES)
    except ValueError as error:
        told = describe_place(error)
    assert told.startswith("ValueError in ")
    assert "test_faults.py, line " in told
