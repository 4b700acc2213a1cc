"""The row of the run-sheet below the large button: what comes next can be done right there."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import PROJECTOR, OpenPage
from tests.browser.dashboard import find_below
from tests.browser.people import close_round, join, open_console, open_screen, press
from tests.browser.windows import resize
from tests.processes import Server

PAIRS, START = "Draw pairs and fours", "Start 2 \u00d7 3 minutes"


def test_pairs_are_drawn_and_talk_from_the_row_that_comes_next(
    server: Server, open_page: OpenPage
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phones = [join(open_page, server) for _ in range(2)]
    row = console.get_by_role("region", name="Run-sheet, now and next")
    expect(row).to_contain_text("Next: The leader goes first, 5 minutes. Press Open.")
    press(console, "Open")
    press(console, "Leader has gone first")
    expect(row).to_contain_text(re.compile("Next: The last marbles, 3 minutes. Press Close."))
    close_round(console)
    press(console, "Reveal")
    expect(row).to_contain_text("Next: In pairs, 7 minutes")
    here = console.get_by_role("complementary", name="Run-sheet").locator("tr[aria-current]")
    expect(here).to_contain_text("The last marbles")
    resize(console, PROJECTOR)
    assert list(find_below(console, [".kit-next", ".kit-next-row button", ".seen .strip"])) == []
    press(console, PAIRS)
    for phone in phones:
        expect(phone.get_by_text("Your pair: 1. Your four: 1.")).to_be_visible()
    expect(here).to_contain_text("In pairs")
    expect(row).to_contain_text("Now: In pairs, 7 minutes")
    # By the keyboard alone: the focus is at what comes now.
    expect(row.get_by_role("button", name=START)).to_be_focused()
    console.keyboard.press("Space")
    for page in (screen, *phones):
        expect(page.get_by_text("The first one talks").first).to_be_visible()
    expect(row).to_contain_text("Next: Sentences, 2 minutes")
    expect(row.get_by_role("button")).to_have_count(0)
    expect(console.get_by_role("button", name="Finish", exact=True)).to_be_visible()
