"""The slope of a group's energy maps, drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from kit.charts.shares import list_shares
from kit.charts.slope import draw_slope
from kit.charts.svg import render_svg
from kit.charts.theme import LETTER_WIDTH, PHONE, SCREEN, STAGE, Size
from kit.gate.marginals import Marginal
from kit.language import use_language
from tests.drawings import SVG, list_boxes, list_marks, make_means, parse


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


@pytest.mark.parametrize(
    ("tag", "first"), [("en", "Gives energy, Now"), ("de", "Gibt Energie, Jetzt")]
)
def test_a_part_is_called_by_its_name_and_when_it_was(tag: str, first: str) -> None:
    with use_language(tag):
        chart = draw_slope(make_means(35, 35, 40, 30))
        names = [mark.get("aria-label") for mark in list_marks(chart, "parts")]
    assert names[0] == first
    assert len(set(names)) == 6
    assert not any("%" in str(name) for name in names)


@pytest.mark.parametrize("tag", ["en", "de", "fr", "es", "en-XA"])
@pytest.mark.parametrize("size", [SCREEN, PHONE, STAGE])
def test_a_name_ends_before_the_columns_begin_and_no_two_touch(tag: str, size: Size) -> None:
    with use_language(tag):
        chart = draw_slope(make_means(35, 35, 64, 64), size=size)
    left = min(box["left"] for box in list_boxes(chart, "parts"))
    foot = 0.0
    names = [text for text in parse(chart).iter(f"{SVG}text") if get_place(text)[0] == 0]
    assert len(names) == 3
    for text in names:
        lines = [each.text or "" for each in text] or [text.text or ""]
        assert max(map(len, lines)) * LETTER_WIDTH * size.type <= left, lines
        top = get_place(text)[1] - size.line
        assert top >= foot - 1, lines
        foot = top + size.line * len(lines)


def get_place(text: ElementTree.Element) -> list[float]:
    """Where a text begins."""
    return [float(each) for each in re.findall(r"[\d.]+", text.get("transform", ""))]


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
