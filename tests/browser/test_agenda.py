"""A session from its creation to its end: an agenda, two facilitators, a screen and phones."""

# Holds kit/widgets/agenda_list.py too: its messages are tried from a real page.

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.accessibility import find_violations
from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.people import expect_unseen, open_sessions, press
from tests.processes import Server


def create(console: Page, server: Server) -> str:
    """Create a session by the form.

    Returns:
        Its code.
    """
    assert find_violations(console) == []
    console.get_by_role("link", name="Start Ninety minutes").click()
    expect(console.get_by_label("Agenda")).to_have_value("agenda:ninety-minutes")
    assert find_violations(console) == []
    console.get_by_label("Title").fill("Team Blue")
    console.get_by_label("People expected").fill("3")
    press(console, "Create session")
    expect(console.get_by_role("heading", name="Welcome", level=1)).to_be_visible()
    return console.url.rsplit("/", 1)[1]


def test_a_session_is_created_moved_in_by_two_and_ended(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    server = serve("serve", "workshops", "--data", str(tmp_path / "kit.db"))
    console = open_sessions(open_page, server)
    code = create(console, server)
    assert code != server.code
    screen = open_page(f"{server.origin}/screen/{code}", PROJECTOR)
    phone = open_page(f"{server.origin}/join/{code}")
    press(phone, "Join")
    expect(console.get_by_text("1 person has joined, 3 expected")).to_be_visible()
    expect(screen.get_by_text("Some are here")).to_be_visible()
    expect_unseen(screen, "3 expected")

    # What one facilitator changes the other sees.
    other = open_sessions(open_page, server)
    other.goto(f"{server.origin}/facilitate/{code}")
    agenda = other.get_by_role("navigation", name="Agenda")
    expect(agenda.get_by_role("listitem").nth(1)).to_contain_text("The marble jar")
    press(console, "Change the agenda")
    assert find_violations(console) == []
    press(console, "Later: The marble jar")
    expect(agenda.get_by_role("listitem").nth(2)).to_contain_text("The marble jar")
    expect(console.get_by_role("button", name="Later: The marble jar")).to_be_focused()

    # Out of turn: all pages follow by themselves.
    press(console, "Go to The marble jar")
    for page in (console, other):
        expect(page.get_by_role("heading", name="The marble jar", level=1)).to_be_visible()
    expect(screen).to_have_title(re.compile("[Mm]arble jar"))
    expect(phone.get_by_role("checkbox", name="gave credit")).to_be_visible()
    expect(agenda.get_by_role("listitem").nth(0)).to_contain_text("left out")

    # An open form is not left behind, and the end asks about it.
    press(other, "Open")
    press(other, "Leader has gone first")
    expect(console.get_by_role("button", name="Close", exact=True)).to_be_visible()
    press(console, "Change the agenda")
    press(console, "Go to Welcome")
    expect(console.get_by_text("Close it and reveal the result before you go on")).to_be_visible()
    console.get_by_role("link", name="End the session").click()
    expect(console.get_by_text("The marble jar is still open")).to_be_visible()
    assert find_violations(console) == []
    press(console, "End this session")
    expect(console.get_by_role("heading", name="The session has ended")).to_be_visible()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(screen.get_by_text("session has ended")).to_be_visible()
    expect(other.get_by_role("heading", name="The session has ended")).to_be_visible()
