"""What is drawn is in proportion to its number, whatever the number and the size of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest
from playwright.sync_api import Browser, ViewportSize

from kit.charts.row_layout import find_longest
from kit.charts.rows import read_rows
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.steps import Steps
from kit.forms.result_tables import TEMPLATE
from kit.gate.counts import build_marginals
from kit.gate.marginals import Marginal
from kit.widgets.bundles import style
from kit.widgets.heat_table import HeatTable
from kit.widgets.markup import render_part
from kit.widgets.row_chart import RowChart
from kit.widgets.word_tiles import WordTiles
from tests.browser.marks import (
    COUNTS,
    LONG,
    MANY,
    MARBLES,
    MEANS,
    STEPS,
    TIMES,
    Drawing,
    check_bars,
    check_jar,
    check_parts,
    check_steps,
    check_strip,
    check_table,
    check_words,
    list_drawings,
    make_bars,
    make_strip,
    make_words,
    write_table,
)
from tests.browser.projection import find_faults
from tests.browser.stages import SIZES, make_chart, make_jar, open_stage
from tests.browser.windows import resize
from tests.drawings import GUESS, answer, make_means

WEIGHTS = [3, 6, 9, 12]
each_size = pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s['width']}x{s['height']}")


@pytest.mark.parametrize("counts", COUNTS)
def test_bars_on_phones_are_as_long_as_their_numbers_are_large(
    chromium: Browser, counts: tuple[int, ...]
) -> None:
    page = chromium.new_page()
    page.set_content(write_table(counts))
    check_table(page, counts)
    page.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_lines_of_a_grid_and_their_results_share_the_width_of_a_phone(
    chromium: Browser, width: int
) -> None:
    lines = [(LONG, "4 never, 10 seldom, 6 sometimes, 5 often, 0 always; aligned", "")]
    table = render_part(TEMPLATE, "rows", "How often does it happen here?", lines, "")
    page = chromium.new_page(viewport={"width": width, "height": 740})
    page.set_content(
        f'<style>{style("page_style")}</style><body class="kit"><main class="page">{table}</main>'
    )
    wide = "(cell) => cell.getBoundingClientRect().width"
    label, told = (page.eval_on_selector(f".kit-lines {each}", wide) for each in ("th", "td"))
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()
    assert overflow <= 0
    assert 0.8 * told < label < 1.25 * told


def draw(
    browser: Browser, marginal: Marginal, layer: str, *, flowing: bool = True
) -> Iterator[Drawing]:
    """One picture, on the stage and in a page that flows, in windows of every size."""
    page = open_stage(browser, [make_chart(marginal)], SIZES[0])
    yield from list_drawings(page, layer, flowing=flowing)
    page.context.close()


@pytest.mark.parametrize("counts", [*COUNTS, MANY])
def test_bars_are_as_long_as_their_numbers_are_large(
    chromium: Browser, counts: tuple[int, ...]
) -> None:
    check_bars(draw(chromium, make_bars(counts), "bars"), counts)


@pytest.mark.parametrize("counts", [(149, 30), (232, 199, 150, 66, 48), (1000, 8)])
def test_numbers_of_hundreds_stand_whole_beside_their_bars(
    chromium: Browser, counts: tuple[int, ...]
) -> None:
    page = open_stage(chromium, [make_chart(make_bars(counts))], SIZES[0])
    for size in SIZES:
        resize(page, size)
        assert [str(each) for each in find_faults(page, f"{counts}, {size}")] == []
    page.context.close()


@pytest.mark.parametrize("name", STEPS)
def test_yes_and_no_and_the_steps_of_a_scale_are_as_large_as_their_numbers(
    chromium: Browser, name: str
) -> None:
    marginal, layer, side = STEPS[name]
    check_steps(draw(chromium, marginal, layer), side)


@pytest.mark.parametrize("means", MEANS)
def test_the_parts_of_now_and_next_are_as_high_as_their_shares(
    chromium: Browser, means: tuple[int, int, int, int]
) -> None:
    check_parts(draw(chromium, make_means(*means), "parts"))


def test_a_band_lies_where_its_shares_are_and_three_zones_are_equal(chromium: Browser) -> None:
    line, band = (
        draw(chromium, replace(GUESS, estimate=each), "band", flowing=False)
        for each in ((0, 50, 100), (20, 33, 50))
    )
    for (where, (whole, *_), _), (_, (part, *_), _) in zip(line, band, strict=True):
        # The stroke around a band is two units wide.
        assert part["width"] / whole["width"] == pytest.approx(0.3, abs=0.01), where
        assert (part["x"] - whole["x"]) / whole["width"] == pytest.approx(0.2, abs=0.01), where
    for where, zones, _ in draw(chromium, answer(4, 5, 4, 4, 5, 4), "zones", flowing=False):
        widths = [zone["width"] for zone in zones]
        assert len(widths) == 3, where
        assert widths == pytest.approx([widths[0]] * 3, rel=1e-3), where


@pytest.mark.parametrize("n", [25, 1000])
def test_bars_of_rows_are_as_long_as_their_share_of_a_row(chromium: Browser, n: int) -> None:
    grid = Grid("soil", "How?", rows=["time", "tools", "talk"], steps=Steps(1, 7))
    said = [
        {"time": 1 + place % 7, "tools": 7 if place else 1, "talk": 2 if place % 5 else 4}
        for place in range(n)
    ]
    shown = read_rows(build_marginals(grid, said, AnonymityPolicy())).rows
    rows = [asdict(row) | {"note": row.note} for row in shown]
    shares = [
        step.count / row.n
        for row in shown
        for side in (-1, 1, 0)  # as they stand in a row
        for step in row.steps
        if step.side == side and step.count
    ]
    layouts = [{"above": True, "pages": [3]}, {"above": False, "pages": [3]}]
    page = open_stage(
        chromium,
        [RowChart(title="How?", rows=rows, longest=find_longest(shown), **layouts[0])],
        SIZES[0],
    )
    for layout in layouts:
        page.evaluate("traits => window.models[0].change(traits)", layout)
        for size in SIZES:
            resize(page, size)
            lengths = page.evaluate(
                """() => [...document.querySelectorAll(".kit-line:not(.kit-head) i")].map((bar) =>
                  bar.getBoundingClientRect().width)"""
            )
            whole = sum(lengths) / len(shown)
            for length, share in zip(lengths, shares, strict=True):
                assert length == pytest.approx(max(2, whole * share), rel=0.01, abs=0.1), size
    page.context.close()


def test_letters_of_words_cover_an_area_as_large_as_their_numbers(chromium: Browser) -> None:
    page = open_stage(chromium, [make_words()], SIZES[0])
    check_words(page)
    page.context.close()


def test_words_too_different_to_fit_are_all_alike_and_their_numbers_tell(
    chromium: Browser,
) -> None:
    words = [{"text": "overwhelmingly-interesting", "count": 40}, {"text": "calm", "count": 1}]
    page = open_stage(chromium, [WordTiles(title="One word", words=words)], SIZES[2])
    letters = page.evaluate(
        """() => [...document.querySelectorAll(".kit-word-tiles li")].map((tile) =>
          parseFloat(getComputedStyle(tile).fontSize))"""
    )
    assert letters[0] == letters[1]
    assert page.get_by_text(f"{TIMES}40").is_visible()
    page.context.close()


def make_heat() -> HeatTable:
    """One row of cells, each with its number."""
    cells = [{"text": str(weight), "weight": weight} for weight in WEIGHTS]
    return HeatTable(title="Both", columns=["", *"abcd"], rows=[{"label": "r", "cells": cells}])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cells_of_a_heat_map_are_as_deep_as_their_numbers_are_large(
    chromium: Browser, scheme: str
) -> None:
    page = open_stage(chromium, [make_heat()], SIZES[2], color_scheme=scheme)
    colours = page.evaluate(
        """() => [...document.querySelectorAll(".kit-heat-table td"), document.body]
          .map((cell, at) => {
            const brush = document.createElement("canvas").getContext("2d");
            const style = getComputedStyle(cell);
            const surface = style.getPropertyValue("--kit-surface");
            brush.fillStyle = at < 4 ? style.backgroundColor : surface;
            brush.fillRect(0, 0, 1, 1);
            return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
          })"""
    )
    page.context.close()
    paper = colours.pop()
    depths = [max(abs(a - b) for a, b in zip(colour, paper, strict=True)) for colour in colours]
    for depth, weight in zip(depths, WEIGHTS, strict=True):
        assert depth == pytest.approx(depths[-1] * weight / WEIGHTS[-1], abs=1.6)


@each_size
def test_a_jar_holds_as_many_marbles_as_its_table_counts_all_of_one_size(
    chromium: Browser, size: ViewportSize
) -> None:
    page = open_stage(chromium, [make_jar(*MARBLES)], size)
    check_jar(page)
    page.context.close()


def test_a_sessions_strip_is_divided_as_its_cards_are(chromium: Browser) -> None:
    page = open_stage(chromium, [make_strip()], SIZES[2])
    check_strip(page)
    page.context.close()
