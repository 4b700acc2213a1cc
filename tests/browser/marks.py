"""What is measured on drawn marks: all of them are in proportion to their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import ViewportSize

from kit.forms.result_tables import render_marginal
from kit.gate.marginals import Marginal, Shape
from kit.widgets.bundles import style
from kit.widgets.commitment_board import CommitmentBoard
from kit.widgets.word_tiles import WordTiles
from tests.browser.stages import SIZES
from tests.browser.windows import View, resize
from tests.drawings import answer, answer_yes, make_marginal

LONG = "an answer with a label that takes more than a line of its own on a small phone"
TIMES = "\N{MULTIPLICATION SIGN}"
SLACK = 0.12  # pixels: Firefox measures in 60ths of one, and rounds away from the middle
WIDTHS = (320, 360, 740, 1280)
COUNTS = [(6, 5, 1, 0), (60, 59, 30, 3), (1000, 999, 500, 10)]
MANY = tuple(range(24, 12, -1))
# A result, the layer of its marks, and the side that is as long as the number is large.
STEPS = {
    "yes and no": (answer_yes(6, 15), "bars", "width"),
    "steps": (answer(*[1] * 3, *[2], *[3] * 7, *[5] * 5), "columns", "height"),
    "thirds": (answer(*[1, 3, 3, 4] * 3), "columns", "height"),
}
MEANS = [(35, 45, 40, 30), (2, 90, 96, 5)]
MARBLES = (9, 4, 0, 1)
SIGNED = (5, 2, 1, 4)

READ_ROWS = """() => [...document.querySelectorAll("tr")].map((row) => {
    const bar = row.querySelector(".kit-bar");
    const count = row.querySelector(".kit-count").getBoundingClientRect();
    const cell = row.querySelector("td").getBoundingClientRect();
    const length = bar ? bar.getBoundingClientRect().width : 0;
    return [length, count.right <= cell.right + 0.5];
})"""
# The boxes of a layer's marks in the drawing that is seen, in the order in which they are drawn.
BOXES = """(layer) => [...document.querySelectorAll(`.${layer}_marks path`)]
  .filter((mark) => mark.checkVisibility() && mark.getAttribute("d") !== "M0,0h0v0h0Z")
  .map((mark) => {
    const { x, y, width, height } = mark.getBoundingClientRect();
    return { x, y, width, height, fill: mark.getAttribute("fill") };
  })"""
# The cells of the table beside it, without its titles.
CELLS = """() => [...document.querySelectorAll(".kit-live-chart tbody tr")].map((row) =>
  [...row.querySelectorAll("td")].map((cell) =>
    parseFloat(cell.textContent.replaceAll(",", ""))))"""
UNSTAGED = """() => document.querySelector("main").classList.remove("stage")"""
READ_TILES = """() => [...document.querySelectorAll(".kit-word-tiles li")].map((tile) =>
  [Number(tile.dataset.times), parseFloat(getComputedStyle(tile).fontSize),
    tile.querySelector(".kit-times").textContent])"""
READ_JAR = """() => [
  [...document.querySelectorAll(".kit-marble text")].map((each) => each.textContent),
  [...document.querySelectorAll(".kit-ball")].map((e) => e.getBoundingClientRect().width),
  [...document.querySelectorAll(".kit-marble-jar td")].map((each) =>
    Number(each.textContent.replaceAll(",", ""))),
]"""
READ_STRIP = """() => [...document.querySelectorAll(".kit-strip i")].map((part) =>
  part.getBoundingClientRect().width)"""

Drawing = tuple[str, list[dict[str, Any]], list[list[float]]]


def write_table(counts: Sequence[int]) -> str:
    """A phone's page with a result."""
    rows = tuple((str(n), f"{LONG if n % 2 else 'short'} {n}", n) for n in counts)
    table = render_marginal(Marginal("kind", "Choice", "Which?", sum(counts), rows, Shape.COUNTS))
    head = f"<!doctype html><meta charset='utf-8'><style>{style('page_style')}</style>"
    return f"{head}<body class='kit'><main class='page'>{table}</main>"


def check_table(page: View, counts: Sequence[int]) -> None:
    """Bars on a phone are as long as their numbers are large, and every number has its place."""
    for width in WIDTHS:
        resize(page, {"width": width, "height": 740})
        drawn = page.evaluate(READ_ROWS)
        lengths = [length for length, _ in drawn]
        assert [length for length, n in zip(lengths, counts, strict=True) if n == 0] == [0] * (
            counts.count(0)
        ), width
        for length, n in zip(lengths, counts, strict=True):
            assert length == pytest.approx(lengths[0] * n / counts[0], abs=1.5), width
        assert all(fits for _, fits in drawn), width


def list_drawings(
    page: View, layer: str, sizes: Sequence[ViewportSize] = SIZES, *, flowing: bool = True
) -> Iterator[Drawing]:
    """A picture on the stage and in a page that flows, in windows of several sizes.

    Yields:
        Where it is, the marks of its layer, and the numbers of its table.
    """
    for place in ("stage", "flowing") if flowing else ("stage",):
        if place == "flowing":
            page.evaluate(UNSTAGED)
        for size in sizes:
            resize(page, size)
            where = f"{place}, {size['width']} by {size['height']}"
            yield where, page.evaluate(BOXES, layer), page.evaluate(CELLS)


def make_bars(counts: Sequence[int]) -> Marginal:
    """A result with so many answers of each kind."""
    return make_marginal(*((f"answer number {place}", n) for place, n in enumerate(counts)))


def check_bars(drawings: Iterable[Drawing], counts: Sequence[int]) -> None:
    """Bars are as long as their numbers are large, and all of one height."""
    for where, boxes, cells in drawings:
        numbers = [count for [count] in cells if count]
        assert numbers == [count for count in sorted(counts, reverse=True) if count], where
        assert len(boxes) == len(numbers), where
        for box, number in zip(boxes, numbers, strict=True):
            expected = boxes[0]["width"] * number / numbers[0]
            assert box["width"] == pytest.approx(expected, rel=1e-3, abs=SLACK), where
        heights = [box["height"] for box in boxes]
        assert max(heights) - min(heights) < SLACK, where


def check_steps(drawings: Iterable[Drawing], side: str) -> None:
    """Marks share one side as their numbers share the answers."""
    for where, boxes, cells in drawings:
        numbers = [count for [count] in cells if count]
        assert len(boxes) == len(numbers), where
        whole = sum(box[side] for box in boxes) / sum(numbers)
        for box, number in zip(boxes, numbers, strict=True):
            assert box[side] == pytest.approx(whole * number, rel=2e-3, abs=SLACK), where


def check_parts(drawings: Iterable[Drawing]) -> None:
    """The parts of now and next are as high as their shares."""
    for where, boxes, cells in drawings:
        shares = [share for row in cells for share in row if share]
        whole = sum(box["height"] for box in boxes) / 200
        for box, share in zip(boxes, shares, strict=True):
            assert box["height"] == pytest.approx(whole * share, rel=2e-3, abs=SLACK), where


def make_words() -> WordTiles:
    """Five words, each as often as its number says."""
    words = [{"text": f"word {n}", "count": n} for n in (1, 2, 3, 5, 12)]
    return WordTiles(title="One word", words=words)


def check_words(page: View, sizes: Sequence[ViewportSize] = SIZES) -> None:
    """Letters of these words cover an area as large as their numbers."""
    for size in sizes:
        resize(page, size)
        tiles = page.evaluate(READ_TILES)
        assert [times for times, _, _ in tiles] == [12, 5, 3, 2, 1], size
        for times, letters, number in tiles:
            assert letters**2 == pytest.approx(tiles[-1][1] ** 2 * times, rel=1e-3), size
            assert number == (f"{TIMES}{times}" if times > 1 else ""), size


def check_jar(page: View) -> None:
    """A jar of `MARBLES` holds as many as its table counts, all of one size."""
    letters, radii, cells = page.evaluate(READ_JAR)
    assert [letters.count(letter) for letter in "ABCD"] == cells == [*MARBLES]
    assert max(radii) < 1.15 * min(radii)  # marbles are a little uneven, as marbles are


def make_strip() -> CommitmentBoard:
    """A board with one session's strip."""
    kept = dict(zip(("kept", "changed", "dropped", "open"), SIGNED, strict=True))
    session = {"label": "Last time", **kept}
    card = {"id": "1", "what": "w", "by": "b", "notice": "n", "owner": "o", "state": "kept"}
    return CommitmentBoard(title="Last time we signed", cards=[card], sessions=[session])


def check_strip(page: View) -> None:
    """A session's strip is divided as its cards are."""
    widths = page.evaluate(READ_STRIP)
    assert widths == pytest.approx([widths[2] * n for n in SIGNED], abs=0.1)
