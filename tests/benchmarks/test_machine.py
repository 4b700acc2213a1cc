"""What others take of the machine."""

from __future__ import annotations

from benchmarks.machine import count_others, watch_others


def test_what_this_process_takes_is_not_others() -> None:
    assert count_others(6.0, 2.0, 2.0) == 2.0
    assert count_others(2.0, 2.01, 1.0) == 0.0


def test_others_are_known_when_the_block_is_over() -> None:
    with watch_others() as others:
        assert others == {}
    assert others["others"] >= 0
