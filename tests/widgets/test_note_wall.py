from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kit.widgets.note_wall import NoteWall

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

SCRIPT = "<script>window.hacked = true</script>"
MARK = {"letter": "B", "label": "taught", "colour": "amber"}


def make_card(name: str, **more: Any) -> dict[str, Any]:
    lines = [{"text": SCRIPT, "part": "name"}, {"text": f"did {name}", "part": "words"}]
    return {"id": name, "lines": lines, "mark": {}, "gold": False} | more


def test_an_empty_wall_takes_no_space(show: Show) -> None:
    page = show(NoteWall(title="Thanks"))
    assert page.evaluate("document.getElementById('place').offsetHeight") == 0


def test_cards_are_letters_in_their_order_with_their_mark_in_words(show: Show) -> None:
    page = show(NoteWall(title="Thanks", cards=[make_card("b", mark=MARK), make_card("c")]))
    items = page.get_by_role("listitem")
    expect(items).to_have_text([f"Btaught{SCRIPT}did b", f"{SCRIPT}did c"])
    assert page.evaluate("window.hacked") is None
    expect(page.get_by_role("button")).to_have_count(0)
    page.evaluate("all => window.change({ cards: all })", [make_card("a"), make_card("c")])
    expect(items).to_have_text([f"{SCRIPT}did a", f"{SCRIPT}did c"])


def test_a_card_is_taken_away_by_its_button_and_the_leaders_has_none(show: Show) -> None:
    acts = [{"act": "take-away", "label": "Take away"}]
    cards = [make_card("leader", gold=True), make_card("b")]
    page = show(NoteWall(title="Thanks", cards=cards, acts=acts))
    page.get_by_role("button", name="Take away").click()
    assert page.evaluate("window.sent") == [{"id": "b", "act": "take-away"}]
