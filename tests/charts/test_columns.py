from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.charts.columns import draw_columns
from kit.charts.theme import PHONE, SCREEN
from kit.exercise.scale import Scale
from kit.gate.counts import build_marginal
from kit.gate.marginals import Marginal, Shape
from kit.widgets.palette import STEPS
from tests.drawings import POLICY, answer, get_texts, list_boxes, list_marks, scales

THIRDS = answer(1, 2, 3, 3, 3, 3, 3, 3, 4, 5, 5, 5)
FULL = answer(*[1] * 3, *[3] * 7, *[5] * 5)


@pytest.mark.parametrize("narrow", [True, False])
def test_thirds_stand_in_the_order_of_the_scale_with_counts_names_and_ends(narrow: bool) -> None:
    chart = draw_columns(THIRDS, size=PHONE if narrow else SCREEN)
    names = ["Low1 to 2", "Middle3", "High4 to 5"]
    assert get_texts(chart) == ["2", "6", "4", *names, "not at all", "very"]
    columns = list_boxes(chart, "columns")
    assert [column["left"] for column in columns] == sorted(c["left"] for c in columns)
    tallest = columns[1]["height"]
    assert tallest == pytest.approx((PHONE if narrow else SCREEN).tall)
    assert [c["height"] / tallest for c in columns] == pytest.approx([2 / 6, 1, 4 / 6])


def test_all_columns_stand_on_one_line() -> None:
    feet = {round(c["top"] + c["height"], 3) for c in list_boxes(draw_columns(FULL), "columns")}
    assert len(feet) == 1


def test_every_step_of_a_full_scale_is_named_and_one_nobody_chose_has_no_column() -> None:
    chart = draw_columns(FULL)
    steps = ["1", "2", "3", "4", "5"]
    assert get_texts(chart) == ["3", "0", "7", "0", "5", *steps, "not at all", "very"]
    names = [mark.get("aria-label") for mark in list_marks(chart, "columns")]
    assert names == ["1 not at all", "3", "5 very"]


def test_a_column_is_called_by_the_words_of_its_step() -> None:
    counts = (("1", "neglected", 3), ("2", "patchy", 7), ("3", "tended", 2))
    words = Marginal("soil", "Scale", "How is it?", 12, counts, Shape.FULL)
    for marginal, names in (
        (words, ["neglected", "patchy", "tended"]),
        (THIRDS, ["Low: 1 to 2", "Middle: 3", "High: 4 to 5"]),
    ):
        marks = list_marks(draw_columns(marginal, size=PHONE), "columns")
        assert [mark.get("aria-label") for mark in marks] == names


def test_columns_go_from_one_colour_over_grey_to_another() -> None:
    for marginal, steps in ((answer(*[1, 2, 3, 4, 5] * 3), (0, 2, 5, 8, 10)), (THIRDS, (0, 5, 10))):
        fills = [column["fill"] for column in list_boxes(draw_columns(marginal), "columns")]
        assert [f"--kit-step-{step}," in fill for step, fill in zip(steps, fills, strict=True)] == [
            True
        ] * len(steps)
    grey = STEPS[5].light
    parts = [int(grey[start : start + 2], 16) for start in (1, 3, 5)]
    assert max(parts) - min(parts) < 10


def test_ends_without_a_meaning_are_left_out() -> None:
    bare = build_marginal(Scale("safe", "How safe?"), [1, 2, 3, 4, 5] * 3, POLICY)
    assert get_texts(draw_columns(bare)) == [*["3"] * 5, "1", "2", "3", "4", "5"]


@settings(max_examples=12)
@given(scales.filter(lambda each: each.high - each.low > 1), st.integers(8, 14), st.data())
def test_steps_within_a_third_cannot_be_told_apart(
    prompt: Scale, n: int, data: st.DataObject
) -> None:
    steps = st.integers(prompt.low, prompt.high)
    one, other = (
        build_marginal(prompt, data.draw(st.lists(steps, min_size=n, max_size=n)), POLICY)
        for _ in range(2)
    )
    same = one.counts == other.counts
    drawn = [draw_columns(each).to_dict(validate=False) for each in (one, other)]
    assert (drawn[0] == drawn[1]) is same
