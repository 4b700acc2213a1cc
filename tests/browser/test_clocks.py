"""Whatever a device's own clock says, the time left is the room's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.people import open_console, press
from tests.processes import Server

SHIFT = "{{ const real = Date.now; Date.now = () => real() + {minutes} * 60000; }}"


def read_left(page: Page) -> int:
    """Seconds that a page's timer shows."""
    words = page.get_by_role("timer").first.inner_text()
    found = re.search(r"(\d+):(\d\d)", words)
    assert found, words
    return 60 * int(found[1]) + int(found[2])


@pytest.mark.parametrize("minutes", [10, -10, 60 * 24 * 365])
def test_a_phone_whose_clock_is_wrong_shows_the_time_that_is_left(
    server: Server, open_page: OpenPage, minutes: int
) -> None:
    console = open_console(open_page, server)
    script = SHIFT.format(minutes=minutes)
    phone = open_page(server.links["join_url"], before=lambda page: page.add_init_script(script))
    phone.get_by_role("button", name="Join").click()
    press(console, "Open")
    press(console, "Leader has gone first")
    for page in (console, phone):
        expect(page.get_by_role("timer").first).to_be_visible()
    left, there = read_left(console), read_left(phone)
    assert abs(left - there) <= 20, (left, there)  # the pages are read one after the other
    assert left > 60
