from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kit.widgets.market import Market

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

CARD = {
    "id": "a",
    "lines": [{"text": "on Tuesday", "part": "words"}, {"text": "Ben", "part": "name"}],
    "mark": {},
    "gold": False,
}


def make_row(number: int, *cards: dict[str, Any], by: str = "") -> dict[str, Any]:
    return {"number": number, "text": f"need <b>{number}</b>", "by": by, "cards": list(cards)}


def test_each_sentence_has_its_number_and_its_cards(show: Show) -> None:
    rows = [make_row(1, by="Zoe"), make_row(3)]
    page = show(Market(title="What do you need?", rows=rows, note="0 of 2 have a card"))
    lines = page.locator(".kit-row")
    expect(lines).to_have_text(["1need <b>1</b>Zoe", "3need <b>3</b>"])
    page.evaluate("all => window.change({ rows: all })", [rows[0], make_row(3, CARD)])
    expect(lines.nth(1)).to_have_text("3need <b>3</b>on TuesdayBen")
    expect(page.get_by_text("0 of 2 have a card")).to_be_visible()


def test_without_sentences_a_line_says_when_they_come(show: Show) -> None:
    page = show(Market(title="What do you need?", message="After the reveal."))
    expect(page.get_by_text("After the reveal.")).to_be_visible()
    expect(page.get_by_role("list")).to_have_count(0)
