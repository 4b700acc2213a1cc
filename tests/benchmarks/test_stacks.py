"""Sampled stacks, read and summed."""

from __future__ import annotations

from benchmarks.stacks import OTHER, find_part, list_spots, read_stacks, share_parts

TEXT = """\
main (/x/kit/cli.py:3);get (/x/kit/server/participant.py:9);flush (/y/gzip.py:1) 6
main (/x/kit/cli.py:3);get (/x/kit/server/participant.py:9);run (/y/sqlalchemy/engine.py:2) 3
idle (/y/somewhere.py:1) 1
not a stack
"""


def test_stacks_are_read_with_how_often_they_were_seen() -> None:
    assert sorted(read_stacks(TEXT).values()) == [1, 3, 6]


def test_a_stack_belongs_to_the_work_at_its_end_and_not_to_who_asked_for_it() -> None:
    assert share_parts(read_stacks(TEXT)) == {
        "compressing answers": 0.6,
        "the database": 0.3,
        OTHER: 0.1,
    }
    assert find_part(["f (/x/kit/server/relay.py:1)"]) == "doors and relay"


def test_a_function_counts_with_all_it_calls_and_what_is_above_everything_does_not() -> None:
    assert list_spots(read_stacks(TEXT)) == [("get (server/participant.py)", 0.9)]
