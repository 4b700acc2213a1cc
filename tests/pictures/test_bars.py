"""Which picture fits which result, and that a picture tells no more than what is published."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.charts.captions import describe_marginal, make_table
from kit.charts.marginal import draw_marginal
from kit.charts.svg import render_svg
from kit.charts.theme import PHONE, SCREEN
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.forms.result_tables import render_marginal
from kit.gate.counts import build_marginal
from kit.gate.marginals import TOO_FEW, Marginal, Shape
from kit.gate.thirds import describe_spread
from tests.drawings import (
    DOUBT,
    GUESS,
    KINDS,
    POLICY,
    SAFE,
    answer,
    answer_yes,
    get_texts,
    list_boxes,
    scales,
)

few = st.integers(5, 7)


def get_layers(marginal: Marginal) -> set[str]:
    """The kinds of marks a picture is made of."""
    chart = draw_marginal(marginal)
    assert chart is not None
    chart.to_dict()  # on a page nobody asks Altair's schema whether it is one
    names = ("bars", "columns", "zones", "brackets", "band")
    return {name for name in names if list_boxes(chart, name)}


@pytest.mark.parametrize(
    ("marginal", "layers"),
    [
        (KINDS, {"bars"}),
        (answer(4, 5, 4, 4, 5, 4), {"zones", "brackets"}),
        (answer(*[1, 2, 3, 4] * 3), {"columns"}),
        (answer(*[1, 2, 3, 4] * 4), {"columns"}),
        (answer_yes(2, 6), {"zones"}),
        (answer_yes(2, 14), {"zones"}),
        (answer_yes(6, 15), {"bars"}),
        (GUESS, {"band"}),
    ],
)
def test_every_result_has_the_picture_that_fits_it(marginal: Marginal, layers: set[str]) -> None:
    assert get_layers(marginal) == layers


@pytest.mark.parametrize(
    "marginal",
    [
        Marginal("safe", "Scale", SAFE.text, 0, (), Shape.WITHHELD, TOO_FEW),
        Marginal("safe", "Scale", SAFE.text, 6, (), Shape.BAND, "The middle is high."),
    ],
)
def test_where_there_are_only_words_nothing_is_drawn(marginal: Marginal) -> None:
    assert draw_marginal(marginal) is None


def show(prompt: Prompt, responses: Sequence[object]) -> tuple[object, ...]:
    """Everything that anybody is shown of a prompt's responses."""
    marginal = build_marginal(prompt, responses, POLICY)
    wide, narrow = draw_marginal(marginal), draw_marginal(marginal, size=PHONE)
    assert wide is not None
    assert narrow is not None
    pictures = (wide.to_dict(validate=False), narrow.to_dict(validate=False))
    return *pictures, describe_marginal(marginal), make_table(marginal), render_marginal(marginal)


@settings(max_examples=12)
@given(scales, few, st.data())
def test_few_answers_with_the_same_zone_and_spread_are_shown_the_same(
    prompt: Scale, n: int, data: st.DataObject
) -> None:
    steps = st.integers(prompt.low, prompt.high)
    one, other = (data.draw(st.lists(steps, min_size=n, max_size=n)) for _ in range(2))
    told = [build_marginal(prompt, each, POLICY) for each in (one, other)]
    coarse = [(each.zone, each.spread) for each in told]
    assert [spread for _, spread in coarse] == [describe_spread(prompt, e) for e in (one, other)]
    assert (show(prompt, one) == show(prompt, other)) is (coarse[0] == coarse[1])


@settings(max_examples=12)
@given(st.integers(5, 14), st.data())
def test_few_yes_and_no_in_the_same_third_are_shown_the_same(n: int, data: st.DataObject) -> None:
    one, other = (data.draw(st.integers(0, n)) for _ in range(2))
    pictures = [show(DOUBT, [True] * yes + [False] * (n - yes)) for yes in (one, other)]
    same = build_marginal(DOUBT, [True] * one + [False] * (n - one), POLICY) == build_marginal(
        DOUBT, [True] * other + [False] * (n - other), POLICY
    )
    assert (pictures[0] == pictures[1]) is same


def test_answers_that_must_stay_hidden_leave_no_byte_in_the_picture() -> None:
    one, other = answer(4, 4, 4, 5, 5, 4), answer(5, 5, 5, 5, 4, 5)
    for narrow in (True, False):
        pictures = []
        for marginal in (one, other):
            chart = draw_marginal(marginal, size=PHONE if narrow else SCREEN)
            assert chart is not None
            pictures.append(render_svg(chart).encode())
        assert pictures[0] == pictures[1]


def test_a_strip_of_yes_and_no_is_one_of_three() -> None:
    shown = [show(DOUBT, [True] * yes + [False] * (6 - yes)) for yes in range(7)]
    assert shown[0] == shown[1] != shown[2] == shown[3] == shown[4] != shown[5] == shown[6]
    assert shown[0] != shown[6]


@settings(max_examples=15)
@given(scales, st.integers(5, 40), st.booleans(), st.data())
def test_colours_are_the_pages_and_letters_stay_in_the_picture(
    prompt: Scale, n: int, narrow: bool, data: st.DataObject
) -> None:
    steps = st.integers(prompt.low, prompt.high)
    numbers = data.draw(st.lists(steps, min_size=n, max_size=n))
    chart = draw_marginal(build_marginal(prompt, numbers, POLICY), size=PHONE if narrow else SCREEN)
    assert chart is not None
    svg = render_svg(chart)
    assert set(re.findall(r'(?:fill|stroke)="(#[^"]*)"', svg)) <= {"#000"}
    size = PHONE if narrow else SCREEN
    assert {float(each) for each in re.findall(r'font-size="([\d.]+)px"', svg)} == {size.type}
    assert get_texts(chart)
