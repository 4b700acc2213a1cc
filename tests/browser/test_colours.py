"""Every kind of picture as it is painted, in every setting of colours: marks can be told apart.

What counts is what the browser has painted, without its letters. A heat map is not among these:
a cell may be as pale as its number is small, so each has its number.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, Page

import kit
from kit.export.look import build_style
from kit.forms.result_tables import render_marginal
from kit.notebooks.theme import Theme
from kit.pictures.rows import rows
from kit.room.feed import Feed
from kit.session.session import Role
from kit.store import Store
from kit.views.round import get_view
from kit.widgets.bundles import style
from kit.widgets.row_chart import RowChart
from kit.widgets.soil_table import SoilTable
from kit.widgets.widget import KitWidget
from tests.browser import test_gap, test_pages
from tests.browser.stages import SIZES, make_chart, make_jar, open_stage
from tests.browser.test_contrast import CHARTS, LEAST, MARKS
from tests.pictures.test_rows import Play

WORDS = ("aligned", "mixed", "split")
STEPS = ("neglected", "patchy", "tended")
FIGURES = ("stress", "energy", "trust-raised")
ACCENTS = {"light": {"accent": "#8a1c4a"}, "dark": {"accent": "#f0a0c0"}}
THEME = str(build_style(Theme("", "", None, None, ACCENTS), lambda _file: ""))
LETTERLESS = "* { color: transparent !important; } svg text { visibility: hidden !important; }"
LARGE = 0.005  # of a mark's box: less than a thin frame takes


def make_soil() -> SoilTable:
    """Each of three depths with each of three words."""
    lines = [
        [{"depth": depth, "word": word, "text": "", "told": ""} for depth in range(3)]
        for word in WORDS
    ]
    table = [{"label": word, "cells": cells} for word, cells in zip(WORDS, lines, strict=True)]
    return SoilTable(title="Soil", columns=["", *STEPS], steps=[*STEPS], rows=table)


LAYERS = ", ".join(f".{layer}_marks > path" for layer in MARKS)
PICTURES: dict[str, tuple[Callable[[], KitWidget], str]] = {
    "gap": (lambda: test_gap.make_chart(14, few="ask"), ".kit-strip i, .kit-chosen i, .kit-key i"),
    "gap of few": (lambda: test_gap.make_chart(6), ".kit-strip i, .kit-chosen i"),
    "soil": (make_soil, ".kit-soil-table td"),
    "figures": (lambda: kit.Figures(FIGURES), ".kit-mark, .kit-swatch"),
    "jar": (lambda: make_jar(*[1] * 9), ".kit-ball"),
    "notes": (lambda: test_pages.make_notes(2), ".kit-sign"),
    **{name: (partial(make_chart, drawn), LAYERS) for name, drawn in CHARTS.items()},
}
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
FORCED: Final[tuple[Literal["none", "active"], ...]] = ("none", "active")
PHONE = ".kit-bar, .kit-zones span, .kit-share :is(span, i)"
# For each mark that is seen, the share of its box that each colour has.
READ = """async ([picture, selector]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"),
    { width: image.width, height: image.height });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.drawImage(image, 0, 0);
  const marks = [...document.querySelectorAll(selector)].filter((mark) => mark.checkVisibility());
  return marks.map((mark) => {
    const { left, top, right, bottom } = mark.getBoundingClientRect();
    const [x, y] = [Math.floor(left), Math.floor(top)];
    const [width, height] = [Math.ceil(right) - x, Math.ceil(bottom) - y];
    if (right - left < 1 || bottom - top < 1) return null;
    const { data } = brush.getImageData(x, y, width, height);
    const shares = {};
    for (let at = 0; at < data.length; at += 4) {
      const colour = [data[at], data[at + 1], data[at + 2]].join(" ");
      shares[colour] = (shares[colour] ?? 0) + 1 / (width * height);
    }
    return shares;
  }).filter(Boolean);
}"""


def read_drawn(page: Page, selector: str) -> list[dict[str, float]]:
    """The colours of each mark, with the share of its box that each takes."""
    page.add_style_tag(content=LETTERLESS)
    picture = base64.b64encode(page.screenshot()).decode()
    found: list[dict[str, float]] = page.evaluate(READ, [picture, selector])
    assert found
    return found


def read_light(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    parts = [int(part) / 255 for part in colour.split()]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def compare(one: str, other: str) -> float:
    lights = sorted((read_light(one), read_light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def check_contrast(page: Page, selector: str, where: str) -> None:
    """Enough of each mark stands out from the paper."""
    paper = " ".join(
        part.strip()
        for part in page.evaluate("getComputedStyle(document.body).backgroundColor")[4:-1].split(
            ","
        )
    )
    for mark in read_drawn(page, selector):
        shown = sum(share for colour, share in mark.items() if compare(colour, paper) >= LEAST)
        assert shown >= LARGE, (where, selector, mark)


def check_settings(page: Page, selector: str) -> None:
    """Light and dark, in the kit's colours, in those of a house, and in a person's own."""
    for forced in FORCED:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, forced_colors=forced)
            check_contrast(page, selector, f"{scheme}, forced: {forced}")
    page.add_style_tag(content=THEME)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, forced_colors="none")
        check_contrast(page, selector, f"{scheme} of a house")


@pytest.mark.parametrize("name", PICTURES)
def test_every_mark_stands_out_from_the_paper_in_every_setting(
    chromium: Browser, name: str
) -> None:
    make, selector = PICTURES[name]
    page = open_stage(chromium, [make()], SIZES[3])
    if name == "figures":  # it waits until it is turned to
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.kit-figure').checkVisibility()")
    check_settings(page, selector)
    page.context.close()


def test_rows_stand_out_with_bars_and_with_strips(chromium: Browser, store: Store) -> None:
    for steps in ([1 + place % 7 for place in range(18)], [7] * 6):
        play = Play(store)
        play.results.close()
        said: list[dict[str, Any]] = [
            {"pulse": {"we-ask": step, "we-hide": step, "we-wait": 4}} for step in steps
        ]
        play.reveal(*said)
        # Begun now: what drives the browser has its own loop, in which no notice is heard.
        results = Feed(store, play.code, partial(get_view, store, play.round_id, Role.SCREEN))
        chart = rows(results, "pulse")
        assert isinstance(chart, RowChart)
        page = open_stage(chromium, [chart], SIZES[2])
        check_settings(page, ".kit-sides i, .kit-strip > span")
        page.context.close()
        results.close()


def test_a_phones_results_stand_out_in_every_setting(chromium: Browser) -> None:
    told = " ".join(
        render_marginal(CHARTS[name]) for name in ("bars", "steps", "zones", "estimate", "thirds")
    )
    page = chromium.new_page(viewport=SIZES[-1])
    page.set_content(f"<style>{style('page_style')}</style><body class='kit'>{told}")
    page.add_style_tag(content="body { background: var(--kit-paper); }")
    check_settings(page, PHONE)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_every_depth_and_every_word_of_soil_looks_its_own(
    chromium: Browser, scheme: str, forced: str
) -> None:
    settings = {"color_scheme": scheme, "forced_colors": forced}
    page = open_stage(chromium, [make_soil()], SIZES[2], **settings)
    cells = read_drawn(page, ".kit-soil-table td")
    page.context.close()
    looks = {
        tuple(sorted((colour, round(4 * share)) for colour, share in cell.items() if share > 0.1))
        for cell in cells
    }
    assert len(looks) == 2 * len(STEPS) + 1  # where answers are split there is no centre


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_third_that_holds_the_centre_is_the_one_that_is_filled(
    chromium: Browser, scheme: str, forced: str
) -> None:
    settings = {"color_scheme": scheme, "forced_colors": forced}
    page = open_stage(chromium, [test_gap.make_chart(6)], SIZES[2], **settings)
    empty = read_drawn(page, ".kit-thirds .kit-empty")
    filled = read_drawn(page, ".kit-thirds i:not(.kit-empty)")
    page.context.close()
    papers = {max(mark, key=lambda colour: mark[colour]) for mark in empty}
    fills = {max(mark, key=lambda colour: mark[colour]) for mark in filled}
    assert len(papers) == len(fills) == 1
    assert compare(papers.pop(), fills.pop()) >= LEAST
