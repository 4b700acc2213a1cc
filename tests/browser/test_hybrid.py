"""Some here, some in the call: asked once, and pairs that stay on their side."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.people import expect_unseen, join, open_console, open_screen, press
from tests.processes import Server

PAIR = re.compile(r"Your pair: (\d+)\. Your four: \d+\. All of you are in the (room|call)\.")


def read_pair(phone: Page) -> tuple[str, str]:
    line = phone.get_by_text(PAIR)
    expect(line).to_be_visible()
    found = PAIR.search(line.inner_text())
    assert found
    return found[1], found[2]


def test_each_phone_says_once_where_it_is_and_pairs_stay_on_their_side(
    server: Server, open_page: OpenPage
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    early = join(open_page, server)
    expect(early.get_by_role("heading", name="Where are you?")).to_be_hidden()
    console.locator("summary").filter(has_text="Who is in the room").click()
    press(console, "Some are in a call")
    phones = [early, *(join(open_page, server) for _ in range(3))]
    for phone, side in zip(phones, ("call", "call", "room", "room"), strict=True):
        press(phone, f"In the {side}")
        expect(phone.get_by_text(f"You are in the {side}.")).to_be_visible()
    for phone in phones[::2]:  # a page that is loaded again does not ask again
        phone.reload()
        expect(phone.get_by_role("button", name="Change", exact=True)).to_be_visible()
    console.locator("summary").filter(has_text="Pairs and fours").click()
    press(console, "Draw pairs and fours")
    pairs = [read_pair(phone) for phone in phones]
    assert [side for _number, side in pairs] == ["call", "call", "room", "room"]
    assert pairs[0] == pairs[1]
    assert pairs[2] == pairs[3]
    assert pairs[0] != pairs[2]
    expect(screen.get_by_text("in the call")).to_have_count(0)
    phones[0].locator("summary").filter(has_text="What left this phone").click()
    expect(phones[0].get_by_text("Where are you?", exact=False).last).to_be_visible()
    expect(phones[0].get_by_text("in the call", exact=True).first).to_be_visible()
    press(console, "Nobody is in a call")
    for phone in phones:
        expect_unseen(phone, re.compile("^You are in the"))
