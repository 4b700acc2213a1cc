from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kit.widgets.heat_table import HeatTable
from tests.browser.people import expect_unseen

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

FEW = {"text": "fewer than 3", "weight": 0}
ROWS = [
    {"label": "missed a check", "cells": [{"text": "6 to 8", "weight": 6}, FEW]},
    {"label": "<i>did not ask</i>", "cells": [FEW, {"text": "3 to 5", "weight": 3}]},
]
TABLE = {"title": "Which kind? What helps?", "columns": ["", "time", "help"], "rows": ROWS}


def read_luminance(page: Page, text: str, part: str) -> float:
    """Relative luminance of a cell's background or letters (WCAG 2.1)."""
    pixel = page.get_by_role("cell", name=text, exact=True).first.evaluate(
        """(cell, part) => {
          const brush = document.createElement("canvas").getContext("2d");
          brush.fillStyle = getComputedStyle(cell)[part];
          brush.fillRect(0, 0, 1, 1);
          return [...brush.getImageData(0, 0, 1, 1).data];
        }""",
        part,
    )
    parts = [one / 255 for one in pixel[:3]]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def test_it_is_a_table_whose_numbers_are_words(show: Show) -> None:
    page = show(HeatTable(**TABLE, note="20 answers to both."))
    table = page.get_by_role("table", name="Which kind? What helps?")
    expect(table.get_by_role("columnheader", name="help")).to_be_visible()
    expect(table.get_by_role("row", name="missed a check 6 to 8 fewer than 3")).to_be_visible()
    expect(table.get_by_role("rowheader", name="<i>did not ask</i>")).to_be_visible()
    expect(page.get_by_text("20 answers to both.")).to_be_visible()
    assert page.locator("#place i").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_people_are_told_by_shade_and_every_cell_can_be_read(show: Show, scheme: str) -> None:
    page = show(HeatTable(**TABLE), color_scheme=scheme)
    shades = [read_luminance(page, text, "backgroundColor") for text in ("6 to 8", "3 to 5")]
    assert shades[0] != pytest.approx(shades[1], abs=0.02)
    for text in ("6 to 8", "3 to 5"):
        both = [read_luminance(page, text, part) for part in ("backgroundColor", "color")]
        assert (max(both) + 0.05) / (min(both) + 0.05) >= 4.5


def test_too_few_are_hatched_and_not_shaded(show: Show) -> None:
    page = show(HeatTable(**TABLE))
    hatch = page.get_by_role("cell", name="fewer than 3").first
    assert "gradient" in hatch.evaluate("(cell) => getComputedStyle(cell).backgroundImage")
    other = page.get_by_role("cell", name="6 to 8")
    assert other.evaluate("(cell) => getComputedStyle(cell).backgroundImage") == "none"


def test_without_a_table_there_is_a_sentence(show: Show) -> None:
    page = show(HeatTable(title="Which kind? What helps?", message="Not shown side by side."))
    expect(page.get_by_text("Not shown side by side.")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    page.evaluate("rows => window.change({ rows })", ROWS)
    expect(page.get_by_role("table")).to_be_visible()
    expect_unseen(page, "Not shown side by side.")
