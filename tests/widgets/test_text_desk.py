from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kit.widgets.text_desk import TextDesk
from tests.browser.people import expect_unseen

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

SCRIPT = "<script>window.hacked = true</script><b>bold</b>"
ITEMS = [
    {"id": 4, "text": "She kept her word.", "shown": False},
    {"id": 5, "text": SCRIPT, "shown": True},
    {"id": 9, "text": "He asked for help.", "shown": False},
]
SENT = "window.sent"


def make_desk() -> TextDesk:
    return TextDesk(title="What happened?", note="Only you see this list.", items=ITEMS)


def test_there_is_nothing_to_see_until_there_is_something_to_say(show: Show) -> None:
    page = show(TextDesk(title="What happened?"))
    expect_unseen(page, "What happened?")
    words = "4 sentences may be shown; it takes 8 to protect their writers."
    page.evaluate("note => window.change({ note })", words)
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_every_sentence_has_a_button_that_says_what_it_does(show: Show) -> None:
    page = show(make_desk())
    rows = page.get_by_role("listitem")
    assert [row.get_by_role("button").inner_text() for row in rows.all()] == [
        "Show",
        "Hide",
        "Show",
    ]
    expect(page.get_by_text("1 of 3 shown")).to_be_visible()
    rows.first.get_by_role("button", name="Show").click()
    rows.nth(1).get_by_role("button", name="Hide").click()
    assert page.evaluate(SENT) == [{"ids": [4], "shown": True}, {"ids": [5], "shown": False}]
    expect(rows.first.get_by_role("button")).to_have_text("Show")
    page.evaluate("items => window.change({ items })", [{**ITEMS[0], "shown": True}, *ITEMS[1:]])
    expect(rows.first.get_by_role("button")).to_have_text("Hide")
    expect(page.get_by_text("2 of 3 shown")).to_be_visible()


def test_a_name_stands_below_the_sentence_that_was_claimed(show: Show) -> None:
    page = show(make_desk())
    rows = page.get_by_role("listitem")
    expect(rows.nth(1).locator(".kit-by")).to_be_hidden()
    page.evaluate("items => window.change({ items })", [{**each, "by": SCRIPT} for each in ITEMS])
    expect(rows.first.locator(".kit-by")).to_have_text(SCRIPT)
    assert page.evaluate("window.hacked") is None


def test_all_are_shown_or_hidden_with_one_press(show: Show) -> None:
    page = show(make_desk())
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("button", name="Hide all").click()
    assert page.evaluate(SENT) == [{"ids": [4, 9], "shown": True}, {"ids": [5], "shown": False}]
    page.evaluate("items => window.change({ items })", [{**each, "shown": True} for each in ITEMS])
    expect(page.get_by_role("button", name="Show all")).to_be_disabled()


def test_arrows_move_between_the_sentences_and_space_decides(show: Show) -> None:
    page = show(make_desk())
    buttons = page.get_by_role("listitem").get_by_role("button")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(buttons.first).to_be_focused()
    expect(buttons.first).to_have_accessible_description("She kept her word.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(buttons.nth(2)).to_be_focused()
    page.keyboard.press("Space")
    assert page.evaluate(SENT) == [{"ids": [9], "shown": True}]
    page.evaluate("items => window.change({ items })", [*ITEMS[:2], {**ITEMS[2], "shown": True}])
    expect(buttons.nth(2)).to_be_focused()
    page.keyboard.press("Home")
    expect(buttons.first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    expect(buttons.nth(1)).to_be_focused()


def test_markup_in_a_sentence_is_shown_as_letters(show: Show) -> None:
    page = show(make_desk())
    expect(page.get_by_text(SCRIPT, exact=True)).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#place b").count() == 0


def test_the_list_can_be_folded_away(show: Show) -> None:
    page = show(make_desk())
    page.get_by_text("What happened?").click()
    expect_unseen(page, "She kept her word.")
