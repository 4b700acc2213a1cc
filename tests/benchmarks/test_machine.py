"""What others take of the machine."""

from __future__ import annotations

import psutil

from benchmarks.machine import read_others


def test_others_take_no_more_cores_than_there_are() -> None:
    assert 0 <= read_others() <= 2 * psutil.cpu_count()
