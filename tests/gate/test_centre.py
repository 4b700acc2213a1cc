"""Where the centre of a published result lies, read from what is published of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.exercise.policy import DEFAULT_POLICY
from kit.exercise.scale import Scale
from kit.gate.centre import read_centre, read_centre_of_thirds
from kit.gate.counts import build_marginal
from kit.gate.marginals import Shape

CALM = Scale("calm", "How calm?", low=1, high=7)
SAID = st.lists(st.integers(1, 7), min_size=5, max_size=40)


@given(SAID)
def test_a_coarser_result_has_the_centre_that_its_own_numbers_have(said: list[int]) -> None:
    calm = build_marginal(CALM, said, DEFAULT_POLICY)
    zone, word = read_centre(calm)
    if calm.shape is Shape.BAND:
        assert (zone, word) == (calm.zone, calm.spread)
    else:
        counted = [place for place, each in enumerate(calm.counts) for _ in range(each[2])]
        middle = counted[(len(counted) - 1) // 2], counted[len(counted) // 2]
        thirds = [3 * (each + 0.5) / len(calm.counts) for each in middle]
        assert int(min(thirds)) <= zone <= int(max(thirds))
        assert word in ("split", "mixed", "aligned")


@given(SAID)
def test_of_thirds_it_is_the_same_whether_all_steps_are_published_or_only_thirds(
    said: list[int],
) -> None:
    fine, coarse = (
        build_marginal(CALM, said * times, DEFAULT_POLICY, in_thirds=in_thirds)
        for times, in_thirds in ((3, False), (3, True))
    )
    assert fine.shape is Shape.FULL
    assert read_centre_of_thirds(fine) == read_centre_of_thirds(coarse) == read_centre(coarse)


def test_where_nothing_is_shown_there_is_no_centre() -> None:
    withheld = build_marginal(CALM, [1], DEFAULT_POLICY)
    for read in (read_centre, read_centre_of_thirds):
        with pytest.raises(ValueError, match="'calm' shows nothing"):
            read(withheld)
