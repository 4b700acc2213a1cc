"""The facilitator's list of sessions: at every size, by keyboard, and what is chosen is played."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kit.session.commitments import Commitment
from kit.store import open_store
from tests.browser.accessibility import find_violations
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import open_sessions, press
from tests.browser.windows import resize
from tests.processes import Server

SIZES = ((1280, 720), (820, 1180), (360, 740), (320, 256))
# What is pressed; a box is pressed by its words.
PRESSED = "main :is(button, summary, .press, input, select)"
FIND_LOW = """(pressed) => [...document.querySelectorAll(pressed)]
  .map((each) => (each.type === "checkbox" ? each.closest("label") : each))
  .filter((each) => each.offsetHeight && each.offsetHeight < 44).map((each) => each.outerHTML)"""
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def go_to(page: Page, name: str) -> None:
    """Go on with the Tab key until something of a name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "document.activeElement.ariaLabel || document.activeElement.textContent"
        )
        if here.strip() == name:
            return
    pytest.fail(f"the keyboard does not reach {name!r}")


def read_agenda(page: Page) -> list[str]:
    agenda = page.get_by_role("navigation", name="Agenda")
    expect(agenda.get_by_role("listitem").first).to_be_visible()
    return agenda.get_by_role("listitem").all_text_contents()


@pytest.fixture
def server(serve: Serve, tmp_path: Path) -> Server:
    """One that has a team of last time, whose title has no place to break."""
    data = str(tmp_path / "kit.db")
    store = open_store(data)
    code = store.add_session(LONG, ["marble_jar.ipynb"]).code
    store.add_commitment(code, Commitment("Ada", "ask before I assume", "Friday", "Ben"))
    store.end_session(code)
    store.close()
    return serve("serve", "workshops", "--data", data)


def test_what_is_chosen_by_keyboard_is_rehearsed_and_said(
    server: Server, open_page: OpenPage
) -> None:
    page = open_sessions(open_page, server)
    home = page.url
    go_to(page, "Rehearse this one: Thirty minutes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="200 people")).to_be_visible()
    assert find_violations(page) == []
    go_to(page, "4 people")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Rehearsal: Welcome")
    assert len(read_agenda(page)) == 5

    page.goto(home)
    expect(page.get_by_role("heading", name="Rehearsal: Thirty minutes")).to_be_visible()
    expect(page.get_by_text("4 simulated people")).to_be_visible()
    expect(page.get_by_text("Rehearse this one")).to_have_count(0)
    press(page, "Throw the rehearsal away")
    expect(page.get_by_role("heading", name="Rehearsal")).to_have_count(0)

    go_to(page, "Rehearse this one: Check-out")
    page.keyboard.press("Enter")
    go_to(page, "25 people")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Rehearsal: Check-out")
    assert len(read_agenda(page)) == 1


def test_last_times_team_is_met_again(server: Server, open_page: OpenPage) -> None:
    page = open_sessions(open_page, server)
    page.get_by_role("link", name=f"Meet {LONG} again", exact=True).click()
    expect(page.get_by_text("ask before I assume")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value(LONG)
    assert find_violations(page) == []
    page.get_by_label("Agenda").select_option("only:commitments.ipynb")
    press(page, "Create session")
    expect(page).to_have_url(re.compile(r"/facilitate/[A-Z]{8}$"))
    expect(page.get_by_text("ask before I assume").first).to_be_visible()


def test_what_to_leave_out_is_said_where_the_chosen_language_has_it(
    server: Server, open_page: OpenPage
) -> None:
    page = open_sessions(open_page, server)
    page.goto(f"{server.origin}/facilitate/new")
    hint = page.get_by_text("Before that, choose an agenda without \u201cSafety pulse\u201d.")
    expect(hint).to_be_visible()
    for tag, told in (("fr", False), ("de", True), ("es", False), ("en", True)):
        page.get_by_label("Language", exact=True).select_option(tag)
        expect(hint).to_be_visible(visible=told)


def test_the_list_fits_every_size(server: Server, open_page: OpenPage) -> None:
    page = open_sessions(open_page, server)
    home = page.url
    for address in (home, f"{home}/new", f"{home}/{server.code}/end"):
        page.goto(address)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        for width, height in SIZES:
            resize(page, {"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            assert page.evaluate(FIND_LOW, PRESSED) == []
        assert find_violations(page) == []
