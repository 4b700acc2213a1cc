"""From the answer that fills a batch to the screen."""

from __future__ import annotations

from benchmarks.machine import Cost
from benchmarks.room import find_delays, share_cost


def test_a_result_is_as_late_as_the_answer_that_completed_it() -> None:
    sent = [10.0, 11.0, 12.0, 13.0]
    assert find_delays(sent, {2: 11.5, 4: 13.25}) == [0.5, 0.25]


def test_numbers_of_answers_that_were_not_sent_here_tell_nothing() -> None:
    assert find_delays([10.0], {0: 10.5, 2: 11.0, 1: 9.0}) == []


def test_a_cost_is_shared_among_all_who_joined() -> None:
    before, after = Cost(1.0, 2.0, 100.0, 3, 60.0), Cost(2.0, 4.0, 110.0, 3, 65.0)
    assert share_cost(before, after, 10) == {
        "cpu": 0.3,
        "server_cpu": 0.1,
        "kernel_cpu": 0.2,
        "memory": 1.0,
        "server_memory": 0.5,
    }
