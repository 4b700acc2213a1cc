"""Sheets as a printer gets them: one side each, whole, and only those that are chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.accessibility import find_violations
from tests.browser.conftest import Hall, OpenPage, begin_session
from tests.browser.people import open_sessions
from tests.browser.test_report import count_pages
from tests.browser.windows import resize

SIZES: list[ViewportSize] = [
    {"width": 1280, "height": 720},
    {"width": 820, "height": 1180},
    {"width": 360, "height": 740},
]
AGENDA = "agenda:half-day-conditions"
FIND_CUT = """() => [...document.querySelectorAll(".paper *")]
  .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1
    && getComputedStyle(each).display !== "inline")
  .map((each) => each.textContent.trim().slice(0, 60))"""


@pytest.fixture
def page(hall: Hall, open_page: OpenPage) -> Page:
    server = begin_session(hall.server, AGENDA)
    page = open_sessions(open_page, server)
    page.goto(f"{server.origin}/facilitate/{server.code}/print")
    return page


def test_each_sheet_takes_one_side_of_either_paper_and_what_is_left_out_none(page: Page) -> None:
    boxes = page.get_by_role("checkbox")
    chosen = page.get_by_role("checkbox", checked=True)
    blanks = page.get_by_role("checkbox", name="for somebody without a phone")
    assert chosen.count() + blanks.count() == boxes.count()
    assert blanks.count() >= 5
    leader = page.get_by_role("checkbox", name="For the leader")
    leader.uncheck()
    sheets = chosen.count()
    assert sheets >= 8
    for paper in ("A4", "Letter"):
        assert count_pages(page.pdf(format=paper)) == sheets
    for box in blanks.all():
        box.check()
    for paper in ("A4", "Letter"):
        assert count_pages(page.pdf(format=paper)) == boxes.count() - 1
    leader.check()
    for paper in ("A4", "Letter"):  # of a long agenda it takes both sides
        assert count_pages(page.pdf(format=paper)) in (boxes.count(), boxes.count() + 1)
    for box in boxes.all()[1:]:
        box.uncheck()
    assert count_pages(page.pdf(format="A4")) == 1


def test_sheets_fit_every_window_and_are_reached_by_keys(page: Page) -> None:
    for box in page.get_by_role("checkbox").all():
        box.check()
    for size in SIZES:
        resize(page, size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate(FIND_CUT) == []
    assert find_violations(page) == []
    page.get_by_role("link", name="Back to").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert not page.get_by_role("checkbox", name="For the door").is_checked()
