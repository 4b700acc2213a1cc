"""The ninety minutes from the welcome to the end: people, faults, and one result everywhere."""

from __future__ import annotations

import os
import signal
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.numbers import read_export
from tests.browser.people import (
    answer,
    expect_unseen,
    go_on,
    join,
    open_console,
    open_screen,
    press,
)
from tests.processes import PAGE, find_kernels

PEOPLE = 8  # simulated; two more hold a phone
TITLES = ("Welcome", "The marble jar", "Sharing mistakes", "Commitments", "Check-out")
LEADER_FIRST = TITLES[:3]
DRAWN = """() => {
  const tables = [...document.querySelectorAll(".kit-live-chart table")];
  return tables.length > 0 && tables.every((table) => table.rows.length > 1);
}"""
READ_ROWS = """() => [...document.querySelectorAll("table tr")].map((row) =>
  [...row.cells].map((cell) => cell.innerText.trim()))"""

Rows = set[tuple[str, ...]]


def read_rows(page: Page) -> Rows:
    """Every row of every table on a page."""
    return {tuple(row) for row in page.evaluate(READ_ROWS)}


def play(title: str, consoles: list[Page], screen: Page, phones: list[Page]) -> Rows:
    """Play one exercise up to its result.

    Returns:
        What the screen's charts say, in rows.
    """
    one, other = consoles
    for page in consoles:
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(screen).to_have_title(title)
    press(one, "Open")
    if title in LEADER_FIRST:
        press(other, "Leader has gone first")
    finished = PEOPLE
    if title == "The marble jar":
        for phone in phones:
            answer(phone, ["gave credit"])
        finished += len(phones)
    expect(screen.get_by_text(f"{finished} of 10 finished")).to_be_visible()
    press(one, "Close")
    press(other, "Reveal")
    screen.wait_for_function(DRAWN)
    charts = screen.locator(".kit-live-chart")
    rows = [charts.nth(place).locator("tbody tr") for place in range(charts.count())]
    return {tuple(row.locator("th, td").all_inner_texts()) for each in rows for row in each.all()}


def unfold_rows(report: Page) -> Rows:
    """The rows of a report, whose numbers are one key away."""
    for numbers in report.locator("summary").all():
        numbers.click()
    return read_rows(report)


def list_counts(exported: dict[str, Any]) -> Rows:
    """Every counted answer of an export, as a row of its label and its number."""
    marginals = [each for told in exported["rounds"] for each in told["result"]["marginals"]]
    return {
        (label, str(count))
        for each in marginals
        if each["type"] == "Choice"
        for _value, label, count in each["counts"]
    }


def test_the_ninety_minutes_say_the_same_on_screen_in_report_and_in_export(
    serve: Serve, open_page: OpenPage
) -> None:
    agenda = ("--agenda", "90", "--participants", str(PEOPLE), "--pace", "3")
    server = serve("demo", *agenda)
    console, other = [open_console(open_page, server) for _ in range(2)]
    consoles = [console, other]
    screen = open_screen(open_page, server)
    phones = [join(open_page, server) for _ in range(2)]
    shown: Rows = set()
    for title in TITLES:
        shown |= play(title, consoles, screen, phones)
        if title == "The marble jar":  # the facilitators' and the screen's kernels are killed
            pages = find_kernels(server.pid, PAGE)
            assert len(pages) >= 3
            for page in (*consoles, screen):
                page.evaluate("window.before = true")
            for kernel in pages:
                os.kill(kernel, signal.SIGKILL)
            for page in (*consoles, screen):  # each loads itself again, one sooner than another
                page.wait_for_function("() => !window.before")
            for page in (*consoles, screen):
                expect_unseen(page, "Connection lost")
            console.wait_for_load_state("networkidle")  # a person presses once all of it is there
            consoles[1] = consoles[0]  # the other facilitator has seen enough
            other.close()
        go_on(consoles[0])
    for page in consoles:
        expect(page.get_by_text("The agenda is played through")).to_be_visible()

    # One result: what the screen has shown is in the report, and the export counts the same.
    report = open_page(server.links["facilitator_url"], PROJECTOR)
    report.goto(f"{server.origin}/facilitate/{server.code}/report")
    reported = unfold_rows(report)
    assert len(shown) > 20
    assert shown <= reported
    exported = read_export(consoles[0], server)
    counts = list_counts(exported)
    assert "gave credit" in {label for label, _count in counts}
    assert counts <= reported
    assert [each["exercise"] for each in exported["rounds"]] == list(TITLES)
    assert all(each["state"] == "revealed" for each in exported["rounds"])
    for words in ("Fay", "ask the two in the call first"):
        expect(report.get_by_text(words)).to_be_visible()

    consoles[1].get_by_role("link", name="End the session").click()
    press(consoles[1], "End this session")
    for phone in phones:
        expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
