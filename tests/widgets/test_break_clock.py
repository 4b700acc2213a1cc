"""When a break is over, on a phone: the time of day where it can be trusted, and the time left."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from kit.widgets.break_clock import BreakClock
from tests.browser.people import expect_unseen
from tests.widgets.conftest import Show

AHEAD = "globalThis.kitAhead = 300"  # seconds by which this device's clock is ahead


def test_it_is_there_in_a_break_alone(show: Show) -> None:
    page = show(BreakClock())
    expect(page.locator("section")).to_be_hidden()
    page.evaluate("end => window.change({ ends_at: end })", time.time() + 5 * 60 + 30)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Back at \d\d:\d\d$"))
    expect(page.get_by_text("Back in 5 minutes")).to_be_visible()
    page.evaluate("end => window.change({ ends_at: end })", time.time() - 1)
    expect(page.get_by_role("status")).to_have_text("We go on")
    expect_unseen(page, "Back in")


def test_a_clock_that_differs_from_the_servers_tells_no_time_of_day(show: Show) -> None:
    page = show(BreakClock())
    page.evaluate(AHEAD)
    page.evaluate("end => window.change({ ends_at: end })", time.time() - 300 + 5 * 60 + 30)
    expect(page.get_by_role("status")).to_have_text("Back in 5 minutes")
    expect(page.get_by_text("Back at")).to_have_count(0)
