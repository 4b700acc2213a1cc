"""The picture of an estimated share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.charts.interval import draw_estimate
from tests.drawings import GUESS, get_texts, list_boxes


def test_an_estimate_is_a_soft_band_on_a_line_with_a_tick_for_the_share() -> None:
    chart = draw_estimate(GUESS)
    texts = get_texts(chart)
    assert texts[0] == "About a third said yes: between 20 and 50 %"
    assert texts[1:] == ["20 %", "50 %", "0 %", "50 %", "100 %"]
    [band] = list_boxes(chart, "band")
    whole = draw_estimate(replace(GUESS, estimate=(0, 50, 100)))
    [line] = list_boxes(whole, "band")
    assert (band["left"] - line["left"]) / line["width"] == pytest.approx(0.2)
    assert band["width"] / line["width"] == pytest.approx(0.3)
