from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kit.pictures.commitment_board import MARKS
from kit.widgets.commitment_board import CommitmentBoard

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

SCRIPT = "<script>window.hacked = true</script><b>bold</b>"


def make_cards(count: int, state: str = "", what: str = "ask early") -> list[dict[str, str]]:
    return [
        {"id": f"{n}", "what": f"{what} {n}", "by": "Friday", "notice": "Ben", "owner": SCRIPT}
        | {"state": state}
        for n in range(count)
    ]


def test_an_empty_board_takes_no_space(show: Show) -> None:
    page = show(CommitmentBoard(title="Last time"))
    assert page.evaluate("document.getElementById('place').offsetHeight") == 0


def test_cards_are_letters_and_have_nothing_to_press_on_the_screen(show: Show) -> None:
    page = show(CommitmentBoard(title="Now", cards=make_cards(2)))
    expect(page.get_by_text(f"{SCRIPT}, Friday; Ben will notice").first).to_be_visible()
    assert page.evaluate("window.hacked") is None
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("table")).to_have_count(0)


def test_a_mark_is_asked_for_and_asked_back(show: Show) -> None:
    acts = [{"act": act, "label": label} for act, label in MARKS.items()]
    page = show(CommitmentBoard(title="Last", cards=make_cards(1, "open"), acts=acts))
    kept = page.get_by_role("button", name="Kept")
    expect(kept).to_have_attribute("aria-pressed", "false")
    kept.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.sent") == [{"id": "0", "act": "kept"}]
    page.evaluate("all => window.change({ cards: all })", make_cards(1, "kept"))
    expect(kept).to_have_attribute("aria-pressed", "true")
    kept.click()
    assert page.evaluate("window.sent")[-1] == {"id": "0", "act": "open"}


def test_follow_through_is_a_bar_with_its_numbers_in_the_same_row(show: Show) -> None:
    session = {"label": "Last time", "kept": 3, "changed": 1, "dropped": 0, "open": 1}
    page = show(CommitmentBoard(title="L", cards=make_cards(1, "kept"), sessions=[session]))
    table = page.get_by_role("table", name="What became of our commitments")
    expect(table.get_by_role("row", name="Last time 3 of 5 kept 1 0 1")).to_be_visible()


def test_where_not_all_cards_fit_what_has_been_told_is_on_the_last_page(show: Show) -> None:
    cards = [*make_cards(1, "kept"), *make_cards(31, "open")[1:]]
    page = show(CommitmentBoard(title="Now", cards=cards), viewport={"width": 800, "height": 720})
    items = page.get_by_role("listitem", include_hidden=True)
    told = items.filter(has_text="ask early 0,").or_(items.filter(has_text="ask early 0")).first
    expect(told).to_be_hidden()
    pages = int(page.get_by_text("1 of ").inner_text().split("1 of ")[1].split()[0])
    for _ in range(pages - 1):
        page.get_by_role("button", name="Next page").click()
    expect(told).to_be_visible()
