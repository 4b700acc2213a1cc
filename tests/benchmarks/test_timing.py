"""How the benchmark of timing tells a share from chance."""

from __future__ import annotations

import random

from benchmarks.timing import find_noise, find_share, render_looks


def test_a_share_counts_the_pairs_in_which_the_first_is_larger() -> None:
    assert find_share([2, 3], [1]) == 1.0
    assert find_share([1], [2, 3]) == 0.0
    assert find_share([1, 2], [1, 2]) == 0.5


def test_two_things_that_are_alike_lie_within_the_noise() -> None:
    drawn, pairs, times = random.Random(1), 50, 200
    shares = [
        find_share([drawn.random() for _ in range(pairs)], [drawn.random() for _ in range(pairs)])
        for _ in range(times)
    ]
    within = sum(abs(share - 0.5) <= find_noise(pairs) for share in shares)
    assert 0.9 * times < within <= times


def test_a_late_echo_is_told_in_the_table() -> None:
    looks = {"send": [[1.0, 30.0]] * 3, "type": [[1.0, 2.0]] * 3, "nothing": [[1.0, 2.0]] * 3}
    row = next(line for line in render_looks(looks).splitlines() if "the slowest echo" in line)
    assert row == "| the slowest echo | 100 % | 100 % | 50 % | 30.0 | 2.0 | 2.0 |"
