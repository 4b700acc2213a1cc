"""Sentences from a phone, past the facilitator, to the screen and every phone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import (
    expect_unseen,
    join,
    open_console,
    open_screen,
    press,
    press_on,
)

SCRIPT = "<script>window.hacked = 1</script><b>Somebody</b> stayed until my part worked."
HIDDEN = "Last week Anna Schmidt mended the build at night."


def write(phone: Page, sentence: str) -> None:
    """Fill the form and allow that the sentence is shown."""
    phone.get_by_role("checkbox", name="gave credit").check()
    phone.get_by_role("textbox").fill(sentence)
    phone.get_by_role("checkbox", name="This may be shown").check()


def find_row(console: Page, sentence: str) -> Locator:
    return console.get_by_role("listitem").filter(has_text=sentence)


def test_sentences_are_looked_at_before_the_room_sees_them(
    serve: Serve, open_page: OpenPage
) -> None:
    server = serve("demo", "--participants", "9", "--pace", "3")
    console = open_console(open_page, server)
    screen = open_screen(open_page, server)
    phones = [join(open_page, server) for _ in range(2)]
    everybody = (screen, *phones)
    expect(console.get_by_text("11 people have joined")).to_be_visible()
    press(console, "Open")
    press(console, "Leader has gone first")

    # A name is asked about once; the writer decides.
    write(phones[0], SCRIPT)
    press(phones[0], "Send")
    expect(phones[0].get_by_text("Received")).to_be_visible()
    write(phones[1], HIDDEN)
    press(phones[1], "Send")
    expect(phones[1].get_by_text("looks like a name")).to_be_visible()
    expect_unseen(phones[1], "Received")
    press_on(phones[1], "Send")
    expect(phones[1].get_by_text("Received")).to_be_visible()
    expect(console.get_by_text("11 of 11 finished")).to_be_visible(timeout=60_000)
    expect(console.get_by_role("button", name="Show all")).to_be_hidden()

    # From the close on the facilitator sees all of them, the room none.
    press(console, "Close")
    expect(find_row(console, SCRIPT)).to_be_visible()
    expect(find_row(console, HIDDEN)).to_be_visible()
    expect(console.get_by_text("0 of 9 shown")).to_be_visible()
    find_row(console, SCRIPT).get_by_role("button", name="Show").click()
    expect(console.get_by_text("1 of 9 shown")).to_be_visible()
    for phone in phones:
        expect(phone.get_by_role("status").filter(has_text="is closed")).to_be_visible()
    for page in everybody:
        assert "stayed until my part" not in page.content()

    press(console, "Reveal")
    for page in everybody:
        expect(page.get_by_text(SCRIPT)).to_be_visible()
        expect(page.get_by_text("11 answers").first).to_be_visible()

    # What is hidden again goes, and the bars come back to the screen.
    find_row(console, SCRIPT).get_by_role("button", name="Hide").click()
    for page in everybody:
        expect_unseen(page, SCRIPT)
    expect(screen.get_by_role("img", name=re.compile("comes? first"))).to_be_visible()
    find_row(console, SCRIPT).get_by_role("button", name="Show").click()
    for page in everybody:
        expect(page.get_by_text(SCRIPT)).to_be_visible()
    for page in (console, *everybody):
        assert page.evaluate("window.hacked") is None
    for page in everybody:
        assert "Anna Schmidt" not in page.content()
    phones[1].reload()
    expect(phones[1].get_by_text(SCRIPT)).to_be_visible()
    assert "Anna Schmidt" not in phones[1].content()
    for words in ("Anna Schmidt", "stayed until my part"):
        assert words not in server.read_log()
