"""A facilitator without a pointer: from the list of sessions through an exercise to its report."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Hall, OpenPage, begin_session, end_session
from tests.browser.people import expect_unseen, open_console, open_sessions
from tests.browser.test_keys import go_to, read_focus
from tests.browser.unseen import Unseen

PATIENCE = 10  # seconds
REST = """() => !document.querySelector(".kit-next:not(.kit-away)")?.ariaDisabled"""
# The large button goes, and comes back once a page without it has been drawn.
LEAVE = """async () => {
  const button = document.querySelector(".kit-next:not(.kit-away)");
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  button.classList.add("kit-away");
  await drawn();
  await drawn();
  button.classList.remove("kit-away");
  await drawn();
}"""


def check_focus(page: Page, words: str = "") -> None:
    """Something has the focus that is seen; it says these words.

    A control that takes another one's place takes its focus a moment after it can be seen.
    """
    until = time.monotonic() + PATIENCE
    while fault := describe_fault(read_focus(page), words):
        assert time.monotonic() < until, fault
        page.wait_for_timeout(100)


def describe_fault(focus: dict[str, Any] | None, words: str) -> str:
    """What is wrong with where the focus is; "" for nothing."""
    if focus is None:
        return f"nothing has the focus; it should be {words!r}"
    said = re.search(words, focus["words"].strip())
    return "" if focus["ring"] and focus["seen"] and said else f"not {words!r}: {focus}"


def press_large(page: Page, words: str, then: str) -> None:
    """Press the large button, which has the focus, and find the focus on the one that follows."""
    check_focus(page, f"^{words}$")
    page.wait_for_function(REST)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=then, exact=True)).to_be_visible()
    check_focus(page, f"^{then}$")


def test_a_whole_exercise_is_led_by_keys_alone(hall: Hall, open_page: OpenPage) -> None:
    page = open_sessions(open_page, hall.server)
    go_to(page, "^Start Sharing mistakes$")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Team Blue")
    go_to(page, "^Create session$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Open", exact=True)).to_be_visible()
    people = Unseen(hall.store, page.url.rpartition("/")[2])
    lead = people.round.exercise.leader if people.round.exercise else None
    assert lead is not None
    go_to(page, "^The leader's name$")
    page.keyboard.type("Ada")
    for prompt in lead.prompts:
        go_to(page, f"^{re.escape(prompt.text)}$")
        page.keyboard.type("I let it slip.")
    go_to(page, "^Open$", "Shift+Tab")
    press_large(page, "Open", "Leader has gone first")
    expect(page.get_by_text("I let it slip.").first).to_be_visible()
    press_large(page, "Leader has gone first", "Close")
    people.act()
    press_large(page, "Close", "Reveal")

    go_to(page, "^Show all$")
    page.keyboard.press("Enter")
    shown = page.get_by_role("button", name="Show all", exact=True)
    expect(shown).to_be_disabled()
    check_focus(page, "Hide all")  # what both stand in
    go_to(page, "^Hide all$")
    go_to(page, "^Reveal$", "Shift+Tab")
    press_large(page, "Reveal", "Finish")
    place = page.locator(".turner [role=status] span").first
    before = place.inner_text()
    page.keyboard.press("ArrowLeft")
    expect(place).not_to_have_text(before)
    check_focus(page, "^Finish$")
    go_to(page, "^Picture before$", "Shift+Tab")
    while place.inner_text()[0] != "1":
        page.keyboard.press("Enter")
        check_focus(page, "^Picture before$")
    go_to(page, "^Finish$")
    press_large(page, "Finish", "End the session")
    page.wait_for_function(REST)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="End the session?")).to_be_visible()
    go_to(page, "^End this session$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The session has ended")).to_be_visible()
    go_to(page, "^Open the report$")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Team Blue").first).to_be_visible()
    expect(page.get_by_text("How costly is it to admit a mistake here?").first).to_be_visible()


def test_what_goes_or_is_off_leaves_the_focus_where_it_was(hall: Hall, open_page: OpenPage) -> None:
    server = begin_session(hall.server, "only:marble_jar.ipynb")
    page = open_console(open_page, server)
    for words in ("Start the clock", "Part of the run-sheet after", "Part of the run-sheet before"):
        go_to(page, f"^{words}$")
        page.keyboard.press("Enter")
        check_focus(page)
    go_to(page, "^Open$", "Shift+Tab")
    press_large(page, "Open", "Leader has gone first")
    page.evaluate(LEAVE)
    check_focus(page, "^Leader has gone first$")
    press_large(page, "Leader has gone first", "Close")
    go_to(page, "^Who is in the room")
    page.keyboard.press("Enter")
    go_to(page, "^One answer here is known$")
    page.keyboard.press("Enter")
    expect(page.get_by_text("we count one fewer")).to_be_visible()
    check_focus(page)
    page.keyboard.press("Space")  # a second press of two: meant for what is gone
    go_to(page, "^Take one back$")
    page.keyboard.press("Enter")
    expect_unseen(page, "we count one fewer")
    check_focus(page)
    assert page.locator(".kit-steps").get_attribute("data-phase") == "open"

    # A page that is loaded again while somebody goes by keys goes on at its large button.
    go_to(page, "^Close$", "Shift+Tab")
    page.reload()
    expect(page.get_by_role("button", name="Close", exact=True)).to_be_focused()
    check_focus(page, "^Close$")
    end_session(server)
