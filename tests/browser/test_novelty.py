"""Axe looks once at what looks the same, and again where one thing is another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.novelty import Eyes

PAGE = """<!doctype html><html lang="en"><title>A page</title><style>
  :root {{ color-scheme: light dark }} body {{ background: #fff; color: #000 }}
  .pale {{ color: #8a8a8a }} .dim {{ color: #000 }}
  @media (prefers-color-scheme: dark) {{
    body {{ background: #000; color: #fff }} .dim {{ color: #333 }}
  }}
</style><main>{0}</main>"""
LARGE = '<p class="pale" style="font-size: 24px">3.45 : 1 is enough for large letters</p>'
SMALL = '<p class="pale" style="font-size: 23px">and not for smaller ones</p>'
OTHER = '<p class="pale" style="font-size: 12px">whatever their size</p>'
BOLD = '<p class="pale" style="font-size: 19px; font-weight: 700">bold ones are large sooner</p>'
DARK = '<p class="dim">in dark alone</p>'
UNNAMED, NAMED = "<button></button>", "<button>Go on</button>"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.context.close()


def look(page: Page, eyes: Eyes, content: str) -> list[str]:
    """Rules that axe finds broken, with the scheme."""
    page.set_content(PAGE.format(content))
    return [":".join(each.split(":")[:2]) for each in eyes.find_violations(page, "page")]


def test_letters_are_looked_at_anew_once_they_are_no_longer_large(page: Page) -> None:
    eyes, fault = Eyes(set()), "light: color-contrast"
    told = [look(page, eyes, each) for each in (LARGE, BOLD, SMALL, OTHER)]
    assert told == [[], [], [fault], []]  # the last one has been told


def test_what_is_pale_in_dark_alone_is_found(page: Page) -> None:
    assert look(page, Eyes(set()), DARK) == ["dark: color-contrast"]


def test_an_element_that_has_lost_its_words_is_looked_at_anew(page: Page) -> None:
    eyes = Eyes(set())
    told = [look(page, eyes, each) for each in (NAMED, UNNAMED, UNNAMED)]
    assert told == [[], ["light: button-name"], []]
