"""What is drawn is in proportion to its number, whatever the number and the size of the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize

from kit.forms.result_tables import render_marginal
from kit.gate.marginals import Marginal, Shape
from kit.widgets.bundles import style
from kit.widgets.commitment_board import CommitmentBoard
from kit.widgets.heat_table import HeatTable
from kit.widgets.word_tiles import WordTiles
from tests.browser.stages import SIZES, make_chart, make_jar, open_stage
from tests.drawings import GUESS, answer, answer_yes, make_marginal, make_means

MEASURE = """() => [...document.querySelectorAll("tr")].map((row) => {
    const bar = row.querySelector(".kit-bar");
    const count = row.querySelector(".kit-count").getBoundingClientRect();
    const cell = row.querySelector("td").getBoundingClientRect();
    const length = bar ? bar.getBoundingClientRect().width : 0;
    return [length, count.right <= cell.right + 0.5];
})"""
LONG = "an answer with a label that takes more than a line of its own on a small phone"


@pytest.mark.parametrize("width", [320, 360, 740, 1280])
@pytest.mark.parametrize("counts", [(6, 5, 1, 0), (60, 59, 30, 3), (1000, 999, 500, 10)])
def test_bars_on_phones_are_as_long_as_their_numbers_are_large(
    chromium: Browser, counts: tuple[int, ...], width: int
) -> None:
    rows = tuple((str(n), f"{LONG if n % 2 else 'short'} {n}", n) for n in counts)
    table = render_marginal(Marginal("kind", "Choice", "Which?", sum(counts), rows, Shape.COUNTS))
    page = chromium.new_page(viewport={"width": width, "height": 740})
    page.set_content(
        f'<style>{style("page_style")}</style><body class="kit"><main class="page">{table}</main>'
    )
    drawn = page.evaluate(MEASURE)
    page.close()
    lengths = [length for length, _ in drawn]
    assert [length for length, n in zip(lengths, counts, strict=True) if n == 0] == [0] * (
        counts.count(0)
    )
    for length, n in zip(lengths, counts, strict=True):
        assert length == pytest.approx(lengths[0] * n / counts[0], abs=1.5)
    assert all(fits for _, fits in drawn)


# The boxes of a layer's marks in the drawing that is seen, in the order in which they are drawn.
BOXES = """(layer) => [...document.querySelectorAll(`.${layer}_marks path`)]
  .filter((mark) => mark.checkVisibility() && mark.getAttribute("d") !== "M0,0h0v0h0Z")
  .map((mark) => {
    const { x, y, width, height } = mark.getBoundingClientRect();
    return { x, y, width, height, fill: mark.getAttribute("fill") };
  })"""
# The cells of the table beside it, without its titles.
CELLS = """() => [...document.querySelectorAll(".kit-live-chart tbody tr")].map((row) =>
  [...row.querySelectorAll("td")].map((cell) => parseFloat(cell.textContent)))"""
TIMES = "\N{MULTIPLICATION SIGN}"
UNSTAGED = """() => document.querySelector("main").classList.remove("stage")"""

each_place = pytest.mark.parametrize("staged", [True, False], ids=["stage", "flowing"])
each_size = pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s['width']}x{s['height']}")


def draw(
    browser: Browser, marginal: Marginal, size: ViewportSize, layer: str, *, staged: bool = True
) -> tuple[list[dict[str, Any]], list[list[float]]]:
    """The marks of a picture's layer, and the numbers of its table."""
    page = open_stage(browser, [make_chart(marginal)], size)
    if not staged:
        page.evaluate(UNSTAGED)
    boxes, cells = page.evaluate(BOXES, layer), page.evaluate(CELLS)
    page.context.close()
    return boxes, cells


@each_place
@each_size
@pytest.mark.parametrize(
    "counts", [(6, 5, 1, 0), (60, 59, 30, 3), tuple(range(24, 12, -1)), (1000, 999, 500, 10)]
)
def test_bars_are_as_long_as_their_numbers_are_large(
    chromium: Browser, counts: tuple[int, ...], size: ViewportSize, staged: bool
) -> None:
    marginal = make_marginal(*((f"answer number {place}", n) for place, n in enumerate(counts)))
    boxes, cells = draw(chromium, marginal, size, "bars", staged=staged)
    numbers = [count for [count] in cells if count]
    assert numbers == [count for count in sorted(counts, reverse=True) if count]
    assert len(boxes) == len(numbers)
    for box, number in zip(boxes, numbers, strict=True):
        expected = boxes[0]["width"] * number / numbers[0]
        assert box["width"] == pytest.approx(expected, rel=1e-3, abs=0.05)
    assert len({round(box["height"], 1) for box in boxes}) == 1


@each_place
@each_size
def test_yes_and_no_and_the_steps_of_a_scale_are_as_large_as_their_numbers(
    chromium: Browser, size: ViewportSize, staged: bool
) -> None:
    yes = draw(chromium, answer_yes(6, 15), size, "bars", staged=staged)
    steps = answer(*[1] * 3, *[2], *[3] * 7, *[5] * 5)
    thirds = answer(*[1, 3, 3, 4] * 3)
    drawn = [(*yes, "width")] + [
        (*draw(chromium, each, size, "columns", staged=staged), "height")
        for each in (steps, thirds)
    ]
    for boxes, cells, side in drawn:
        numbers = [count for [count] in cells if count]
        assert len(boxes) == len(numbers)
        whole = sum(box[side] for box in boxes) / sum(numbers)
        for box, number in zip(boxes, numbers, strict=True):
            assert box[side] == pytest.approx(whole * number, rel=2e-3, abs=0.05)


@each_place
@each_size
def test_the_parts_of_now_and_next_are_as_high_as_their_shares(
    chromium: Browser, size: ViewportSize, staged: bool
) -> None:
    for means in ((35, 45, 40, 30), (2, 90, 96, 5)):
        boxes, cells = draw(chromium, make_means(*means), size, "parts", staged=staged)
        shares = [share for row in cells for share in row if share]
        whole = sum(box["height"] for box in boxes) / 200
        for box, share in zip(boxes, shares, strict=True):
            assert box["height"] == pytest.approx(whole * share, rel=2e-3, abs=0.05)


@each_size
def test_a_band_lies_where_its_shares_are_and_three_zones_are_equal(
    chromium: Browser, size: ViewportSize
) -> None:
    bands = [
        draw(chromium, replace(GUESS, estimate=each), size, "band")[0][0]
        for each in ((0, 50, 100), (20, 33, 50))
    ]
    line, band = bands
    # The stroke around a band is two units wide.
    assert band["width"] / line["width"] == pytest.approx(0.3, abs=0.01)
    assert (band["x"] - line["x"]) / line["width"] == pytest.approx(0.2, abs=0.01)
    zones, _ = draw(chromium, answer(4, 5, 4, 4, 5, 4), size, "zones")
    widths = [zone["width"] for zone in zones]
    assert len(widths) == 3
    assert widths == pytest.approx([widths[0]] * 3, rel=1e-3)


@each_size
def test_letters_of_words_cover_an_area_as_large_as_their_numbers(
    chromium: Browser, size: ViewportSize
) -> None:
    words = [{"text": f"word {n}", "count": n} for n in (1, 2, 3, 5, 12)]
    page = open_stage(chromium, [WordTiles(title="One word", words=words)], size)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".kit-word-tiles li")].map((tile) =>
          [Number(tile.dataset.times), parseFloat(getComputedStyle(tile).fontSize),
            tile.querySelector(".kit-times").textContent])"""
    )
    page.context.close()
    assert [times for times, _, _ in sizes] == [12, 5, 3, 2, 1]
    for times, letters, number in sizes:
        assert letters**2 == pytest.approx(sizes[-1][1] ** 2 * times, rel=1e-3)
        assert number == (f"{TIMES}{times}" if times > 1 else "")


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cells_of_a_heat_map_are_as_deep_as_their_numbers_are_large(
    chromium: Browser, scheme: str
) -> None:
    weights = [3, 6, 9, 12]
    cells = [{"text": str(weight), "weight": weight} for weight in weights]
    table = HeatTable(title="Both", columns=["", *"abcd"], rows=[{"label": "r", "cells": cells}])
    page = open_stage(chromium, [table], SIZES[2], color_scheme=scheme)
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
    for depth, weight in zip(depths, weights, strict=True):
        assert depth == pytest.approx(depths[-1] * weight / weights[-1], abs=1.6)


@each_size
def test_a_jar_holds_as_many_marbles_as_its_table_counts_all_of_one_size(
    chromium: Browser, size: ViewportSize
) -> None:
    page = open_stage(chromium, [make_jar(9, 4, 0, 1)], size)
    letters, radii, cells = page.evaluate(
        """() => [
          [...document.querySelectorAll(".kit-marble text")].map((each) => each.textContent),
          [...document.querySelectorAll(".kit-ball")].map((e) => e.getBoundingClientRect().width),
          [...document.querySelectorAll(".kit-marble-jar td")].map((e) => Number(e.textContent)),
        ]"""
    )
    page.context.close()
    assert [letters.count(letter) for letter in "ABCD"] == cells == [9, 4, 0, 1]
    assert max(radii) < 1.15 * min(radii)  # marbles are a little uneven, as marbles are


def test_a_sessions_strip_is_divided_as_its_cards_are(chromium: Browser) -> None:
    session = {"label": "Last time", "kept": 5, "changed": 2, "dropped": 1, "open": 4}
    card = {"id": "1", "what": "w", "by": "b", "notice": "n", "owner": "o", "state": "kept"}
    board = CommitmentBoard(title="Last time we signed", cards=[card], sessions=[session])
    page = open_stage(chromium, [board], SIZES[2])
    widths = page.evaluate(
        """() => [...document.querySelectorAll(".kit-strip i")].map((part) =>
          part.getBoundingClientRect().width)"""
    )
    page.context.close()
    assert widths == pytest.approx([widths[2] * n for n in (5, 2, 1, 4)], abs=0.1)
