"""The arithmetic behind the tables of speed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures import (
    Bar,
    find_growth,
    find_percentile,
    find_spread,
    merge_runs,
    shape_growth,
)

NUMBERS = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


@given(NUMBERS, st.floats(0, 1))
def test_a_percentile_is_one_of_the_numbers_and_enough_lie_at_or_below_it(
    numbers: list[float], share: float
) -> None:
    found = find_percentile(numbers, share)
    assert found in numbers
    assert sum(each <= found for each in numbers) >= share * len(numbers) - 0.05


def test_the_percentile_of_a_hundred_numbers_is_the_one_with_its_rank() -> None:
    numbers = [float(each) for each in range(100, 0, -1)]
    assert find_percentile(numbers, 0.95) == 95
    assert find_spread(numbers) == {"median": 50.5, "p95": 95, "most": 100}


def test_nothing_measured_is_said_and_not_counted_as_zero() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        find_percentile([], 0.95)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(None, "not measured"), (0.2, "aim reached"), (0.3, "pass"), (0.5, "pass"), (0.51, "fail")],
)
def test_a_bar_says_in_one_word_how_it_went(value: float | None, verdict: str) -> None:
    assert Bar("reveal", value, 0.5, 0.2).verdict == verdict


def test_runs_are_merged_figure_by_figure_however_deep_it_lies() -> None:
    runs = [{"seconds": value, "ready": {"most": 2 * value}} for value in (1.0, 9.0, 2.0)]
    assert merge_runs(runs) == {"seconds": 2.0, "ready": {"most": 4.0}}
    assert merge_runs(runs[:1]) == runs[0]


def test_growth_is_in_the_order_of_the_rooms_and_leaves_out_what_was_not_measured() -> None:
    rooms: dict[str, dict[str, Any]] = {
        "100": {"join": {"cpu": 3.0}},
        "25": {"join": {"cpu": 2.0}},
        "50": {"join": {}},
    }
    points = shape_growth(rooms, "join.cpu")
    assert points == [(25, 2.0), (100, 3.0)]
    assert find_growth(points, 25, 100) == 1.5
    assert find_growth(points, 25, 500) is None
