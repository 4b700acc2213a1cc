"""Contrast after WCAG: known values, and what holds for any two colours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.notebooks.contrast import list_shades, measure_contrast, mix

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_known_pairs(one: str, other: str, contrast: float) -> None:
    assert measure_contrast(one, other) == pytest.approx(contrast, abs=0.01)


@given(colours, colours)
def test_it_is_the_same_both_ways_and_within_its_bounds(one: str, other: str) -> None:
    assert measure_contrast(one, other) == measure_contrast(other, one)
    assert 1 <= measure_contrast(one, other) <= 21
    assert measure_contrast(one, one) == 1


@given(colours, colours)
def test_a_mixture_lies_between(one: str, other: str) -> None:
    assert mix(one, other, 1) == one
    assert mix(one, other, 0) == other
    half = mix(one, other, 0.5)
    for place in (1, 3, 5):
        ends = sorted(int(each[place : place + 2], 16) for each in (one, other))
        assert ends[0] <= int(half[place : place + 2], 16) <= ends[1]


@given(colours)
def test_shades_begin_with_the_colour_and_end_in_black_and_white(colour: str) -> None:
    shades = list(list_shades(colour))
    assert shades[0] == colour
    assert shades[-2:] == ["#000000", "#ffffff"]
