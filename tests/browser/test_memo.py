"""A quiet note between two dashboards: there within a second, and on no other page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import join, open_console, open_screen, press

FOLD, FIELD, SEND, CLEAR = (
    "A note to the other dashboard",
    "In one line",
    "Show it there",
    "Clear the note",
)
WORDS = "Two more minutes. Ask table two for their second line, and the call after that."


def write(console: Page, words: str) -> None:
    console.get_by_role("textbox", name=FIELD).fill(words)
    press(console, SEND)


def test_the_other_dashboard_shows_it_and_no_other_page_does(
    serve: Serve, open_page: OpenPage
) -> None:
    server = serve("demo", "--participants", "0")
    hand, screen = open_console(open_page, server), open_screen(open_page, server)
    voice, phone = open_console(open_page, server), join(open_page, server)
    expect(hand.get_by_role("textbox", name=FIELD)).to_be_hidden()  # behind its fold
    hand.get_by_text(FOLD, exact=True).click()
    write(hand, WORDS)
    there = voice.get_by_text(f"From the other dashboard: {WORDS}")
    expect(there).to_be_in_viewport()
    expect(hand.get_by_text(f"The other dashboard shows: {WORDS}")).to_be_visible()
    expect(hand.get_by_text("From the other dashboard")).to_be_hidden()
    # Over a reload each tab knows whose it is; the next exercise brings new pages, too.
    for page in (hand, voice):
        page.reload()
    expect(there).to_be_visible()
    hand.get_by_text(FOLD, exact=True).click()
    expect(hand.get_by_text(f"The other dashboard shows: {WORDS}")).to_be_visible()
    expect(hand.get_by_text("From the other dashboard")).to_be_hidden()
    press(hand, "Open")
    expect(there).to_be_visible()
    write(hand, "Slower.")
    expect(voice.get_by_text("From the other dashboard: Slower.")).to_be_visible()
    expect(there).to_be_hidden()
    for page in (screen, phone):
        assert "Slower." not in page.content()
    press(voice, CLEAR)
    expect(voice.get_by_text("From the other dashboard")).to_be_hidden()
    expect(hand.get_by_text("The other dashboard shows")).to_be_hidden()
