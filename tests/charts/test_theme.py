# Holds kit/charts/svg.py too: a picture is judged by what is drawn in it.

from __future__ import annotations

import re
from xml.etree import ElementTree

import altair as alt

from kit.charts.bars import draw_bars
from kit.charts.svg import render_svg
from kit.charts.theme import wrap_evenly
from tests.drawings import KINDS


def test_a_picture_fills_its_place_and_takes_the_colours_of_the_page() -> None:
    svg = render_svg(draw_bars(KINDS, "12 answers"))
    assert "aria-roledescription" not in svg
    root = ElementTree.fromstring(svg)
    assert root.get("width") == "100%"
    assert root.get("height") is None
    assert root.get("viewBox", "").startswith("0 0 764 ")
    assert 'fill="currentColor"' in svg
    assert 'fill="var(--kit-category-blue, #26549a)"' in svg
    assert set(re.findall(r'(?:fill|stroke)="(#[^"]*)"', svg)) <= {"#000"}


def test_a_picture_asks_for_nothing_from_elsewhere() -> None:
    svg = render_svg(draw_bars(KINDS, "12 answers"))
    assert not re.search(r"<(script|style|image|a|use|foreignObject)\b|url\(|@import", svg)


def test_lines_are_about_equally_long_and_as_few_as_fit() -> None:
    assert wrap_evenly("I say whatever I think", 17) == ("I say whatever", "I think")
    assert wrap_evenly("very", 17) == ("very",)
    assert wrap_evenly("", 17) == ()


def test_our_theme_is_the_one_in_use() -> None:
    assert alt.theme.active == "kit"
