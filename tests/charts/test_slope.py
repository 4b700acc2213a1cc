"""The slope of a group's energy maps, drawn."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from kit.charts.shares import list_shares
from kit.charts.slope import draw_slope
from kit.charts.svg import render_svg
from kit.charts.theme import PHONE, SCREEN
from kit.gate.marginals import Marginal
from tests.drawings import make_means


def get_texts(marginal: Marginal, *, narrow: bool = False) -> list[str]:
    picture = ElementTree.fromstring(
        render_svg(draw_slope(marginal, size=PHONE if narrow else SCREEN))
    )
    return ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("narrow", [False, True])
def test_every_part_carries_its_share_and_its_name(narrow: bool) -> None:
    texts = get_texts(make_means(35, 45, 40, 30), narrow=narrow)
    assert {"Gives energy", "Neutral", "Drains energy", "Now", "Next"} <= set(texts)
    assert sorted(text for text in texts if "%" in text) == sorted(
        f"{share} %" for pair in list_shares(make_means(35, 45, 40, 30)) for share in pair
    )


def test_a_part_that_is_not_there_has_no_number() -> None:
    assert sorted(text for text in get_texts(make_means(0, 60, 100, 0)) if "%" in text) == [
        "100 %",
        "40 %",
        "60 %",
    ]


def test_the_picture_takes_its_colours_from_the_page() -> None:
    svg = render_svg(draw_slope(make_means(35, 45, 40, 30)))
    assert "var(--kit-category-green-edge, #0a5a4b)" in svg
    assert "var(--kit-category-rust-edge, #8a310a)" in svg
