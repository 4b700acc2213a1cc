"""The group's share behind a coin: right on average, honest about its width, blind to persons."""

from __future__ import annotations

import random
from itertools import pairwise
from math import comb, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.gate.randomised_response import BAND, STEP, TRUTH, estimate_share, throw_coin

ROOMS = st.integers(1, 300)


@given(ROOMS, st.data())
def test_the_share_lies_in_its_band_and_the_band_on_the_line(n: int, data: st.DataObject) -> None:
    low, middle, high = estimate_share(data.draw(st.integers(0, n)), n)
    assert 0 <= low <= middle <= high <= 100
    assert low % STEP == high % STEP == 0


@given(ROOMS)
def test_more_yes_is_never_a_lower_share(n: int) -> None:
    shares = [estimate_share(yes, n) for yes in range(n + 1)]
    for before, after in pairwise(shares):
        assert all(old <= new for old, new in zip(before, after, strict=True))


@given(ROOMS, st.data())
def test_yes_and_no_mirror_each_other(n: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, n))
    low, middle, high = estimate_share(yes, n)
    mirrored = estimate_share(n - yes, n)
    assert mirrored[0] == 100 - high
    assert mirrored[2] == 100 - low
    assert abs(mirrored[1] - (100 - middle)) <= 1  # a half per cent is rounded either way


def weigh(yes: int, n: int, share: float) -> float:
    """How likely this many answers come out as yes where a share would truly say so."""
    chance = share * TRUTH + (1 - share) * (1 - TRUTH)
    return comb(n, yes) * chance**yes * (1 - chance) ** (n - yes)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
@pytest.mark.parametrize("n", [30, 60, 200])
def test_the_estimate_is_right_on_average_and_its_band_nine_times_in_ten(
    n: int, share: float
) -> None:
    average = held = 0.0
    for yes in range(n + 1):
        low, middle, high = estimate_share(yes, n)
        likely = weigh(yes, n, share)
        average += likely * middle
        held += likely * (low <= 100 * share <= high)
    assert average == pytest.approx(100 * share, abs=2.5)
    assert held >= 0.9


def is_believable(share: float, yes: int, n: int) -> bool:
    """Whether that many yes are no surprise where a share would truly say so: Wilson's question."""
    chance = share * TRUTH + (1 - share) * (1 - TRUTH)
    return abs(yes / n - chance) <= BAND * sqrt(chance * (1 - chance) / n)


@pytest.mark.parametrize("n", [15, 16, 18, 25, 30, 60, 120])
def test_the_band_holds_every_share_that_the_answers_make_believable_and_no_step_more(
    n: int,
) -> None:
    for yes in range(n + 1):
        low, _, high = estimate_share(yes, n)
        for share in range(0, 101, STEP):
            if low < share < high:
                assert is_believable(share / 100, yes, n)
            elif 0 < share <= low or high <= share < 100:
                assert not is_believable(share / 100, yes, n)


@pytest.mark.parametrize("truth", [True, False])
def test_a_coin_tells_the_truth_three_times_out_of_four(truth: bool) -> None:
    chance = random.Random(7)
    told = [throw_coin(truth, chance) for _ in range(10_000)]
    assert told.count(truth) / len(told) == pytest.approx(TRUTH, abs=0.02)


def test_the_example_of_the_promise() -> None:
    """40 of 100 say yes behind the coin: about 30 %, and the interval worked out by hand."""
    low, middle, high = estimate_share(40, 100)
    assert middle == 30
    assert (low, high) == (10, 50)  # Wilson: 32.3 % to 48.2 % of answers, undone 14.7 to 46.5
    assert pytest.approx(1.645, abs=0.001) == BAND
    assert (TRUTH, STEP) == (0.75, 5)
