"""What the room said: on two dashboards and the screen, and in the report only when it was kept."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import expect_unseen, open_console, open_screen, press
from tests.processes import Server

FIELD, FOLD = "In three lines", "What the room said (no names)"
ASKED = "Is that what we said?"
FIRST = "We were loud.\n\u05d0\u05d9\u05e9 \u05dc\u05d0.\nNobody asked."
SECOND = "We were loud, and nobody asked."


def unfold(console: Page) -> None:
    console.get_by_text(FOLD, exact=True).click()
    expect(console.get_by_role("textbox", name=FIELD)).to_be_visible()


def read_lines(screen: Page) -> list[str]:
    return screen.locator(".kit-leader-card dd:visible").all_inner_texts()


def test_the_room_sees_it_corrects_it_and_only_then_it_is_kept(
    serve: Serve, open_page: OpenPage
) -> None:
    server = serve("demo", "--participants", "0")
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    other = open_console(open_page, server)
    for name in ("Open", "Leader has gone first", "Close", "Close with no answers", "Reveal"):
        press(console, name)
    unfold(console)
    unfold(other)
    field, there = (page.get_by_role("textbox", name=FIELD) for page in (console, other))
    field.fill(FIRST.replace("Nobody", "Then Anna Schmidt"))
    expect(there).to_have_value(re.compile("Anna Schmidt"))
    press(console, "Show it to the room")
    expect(console.get_by_text("“Anna Schmidt” looks like a name")).to_be_visible()
    expect_unseen(screen, ASKED)
    field.fill(FIRST)
    press(console, "Show it to the room")
    expect(screen.get_by_role("heading", name=ASKED)).to_be_visible()
    assert read_lines(screen) == FIRST.splitlines()
    # A reload finds it as it was, and another page may correct it.
    console.reload()
    unfold(console)
    expect(field).to_have_value(FIRST)
    expect(console.get_by_role("heading", name=ASKED)).to_be_visible()  # on the small stage
    there.fill(SECOND)
    press(other, "Show the corrected words")
    expect(screen.get_by_text(SECOND)).to_be_visible()
    expect(field).to_have_value(SECOND)
    assert SECOND not in read_report(console, server)
    press(console, "Yes, keep it")
    expect(screen.get_by_role("heading", name=ASKED)).to_be_hidden()
    expect(other.get_by_text("Kept. It stands in the report")).to_be_visible()
    report = read_report(console, server)
    assert SECOND in report
    assert "\u05d0\u05d9\u05e9" not in report


def read_report(console: Page, server: Server) -> str:
    page = console.context.new_page()
    page.goto(f"{console.url}/report")
    words = page.locator("body").inner_text()
    page.close()
    return words


def test_what_is_asked_in_a_stop_waits_until_it_goes_on(serve: Serve, open_page: OpenPage) -> None:
    server = serve("demo", "--participants", "0")
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    for name in ("Open", "Leader has gone first", "Close", "Close with no answers", "Reveal"):
        press(console, name)
    unfold(console)
    press(console, "Stop for a moment")
    expect(screen.get_by_text("A short pause")).to_be_visible()
    console.get_by_role("textbox", name=FIELD).fill(FIRST)
    press(console, "Show it to the room")
    expect(console.get_by_text("It comes to the screen when you go on.")).to_be_visible()
    for page in (console, screen):  # the words would lie over the picture of the stop
        expect(page.get_by_role("heading", name=ASKED)).to_be_hidden()
    press(console, "Go on")
    for page in (console, screen):
        expect(page.get_by_role("heading", name=ASKED)).to_be_visible()
