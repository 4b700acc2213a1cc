"""Talking against a clock, on a phone: who talks, the change, the end, whatever its own clock."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from kit.widgets.talk_clock import TalkClock
from tests.widgets.conftest import Show, stop_clock

AHEAD = "globalThis.kitAhead = 3000"  # seconds by which this device's clock is ahead


def change(page: Page, *ends: float) -> None:
    traits = {"turns": [*ends], "ends_at": ends[-1] if ends else 0}
    page.evaluate("traits => window.change(traits)", traits)


def test_it_is_there_while_a_talk_is_and_says_who_talks(show: Show) -> None:
    page = show(TalkClock())
    expect(page.locator("section")).to_be_hidden()
    now = time.time()
    change(page, now + 170, now + 350)
    expect(page.get_by_role("status")).to_have_text("The first one talks")
    expect(page.get_by_role("timer")).to_contain_text("2:")
    change(page, now - 10, now + 170)
    expect(page.get_by_role("status")).to_have_text("Change. Now the other one talks.")
    change(page, now - 190, now - 10)
    expect(page.get_by_role("status")).to_have_text("Time is up")
    expect(page.get_by_role("timer")).to_be_hidden()
    change(page)
    expect(page.locator("section")).to_be_hidden()


def test_the_change_comes_by_itself(show: Show) -> None:
    page = show(TalkClock())
    stop_clock(page)
    now = page.evaluate("Date.now() / 1000")
    change(page, now + 60, now + 120)
    expect(page.get_by_role("status")).to_have_text("The first one talks")
    page.clock.run_for(61_000)
    expect(page.get_by_role("status")).to_have_text("Change. Now the other one talks.")
    page.clock.run_for(60_000)
    expect(page.get_by_role("status")).to_have_text("Time is up")


def test_a_page_that_has_slept_over_the_change_says_what_is_now(show: Show) -> None:
    page = show(TalkClock())
    stop_clock(page)
    now = page.evaluate("Date.now() / 1000")
    change(page, now + 60, now + 120)
    expect(page.get_by_role("status")).to_have_text("The first one talks")
    page.clock.fast_forward(90_000)  # timers are fired once at most, as after a lid was closed
    expect(page.get_by_role("status")).to_have_text("Change. Now the other one talks.")


def test_a_phone_whose_clock_is_wrong_changes_with_the_others(show: Show) -> None:
    page = show(TalkClock())
    page.evaluate(AHEAD)
    now = time.time() - 3000
    change(page, now + 170, now + 350)
    expect(page.get_by_role("status")).to_have_text("The first one talks")
    expect(page.get_by_role("timer")).to_contain_text("2:")


def test_the_ends_come_together() -> None:
    clock = TalkClock()
    clock.show((1.5, 2.5))
    assert (clock.turns, clock.ends_at) == ([1.5, 2.5], 2.5)
    clock.show(())
    assert (clock.turns, clock.ends_at) == ([], 0.0)
