"""What is drawn is in proportion to its number, whatever the number and the width of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from kit.forms.result_tables import render_marginal
from kit.gate.marginals import Marginal, Shape
from kit.widgets.bundles import style

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
