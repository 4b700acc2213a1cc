"""Several leaders one after the other, and a team in which nobody goes first."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import join, open_console, open_screen, press
from tests.processes import Server


def read_report(console: Page) -> str:
    page = console.context.new_page()
    page.goto(f"{console.url}/report")
    words = page.locator("body").inner_text()
    page.close()
    return words


def begin(serve: Serve) -> Server:
    return serve("demo", "--participants", "0")


def test_a_second_leader_speaks_before_the_form_opens(serve: Serve, open_page: OpenPage) -> None:
    server = begin(serve)
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    name, words = (
        console.get_by_role("textbox", name=each)
        for each in ("The leader's name", re.compile("^A small thing a colleague did"))
    )
    name.fill("Ada")
    words.fill("Ben stayed late.")
    press(console, "Open")
    expect(screen.get_by_role("heading", name="Ada goes first")).to_be_visible()
    press(console, "Another leader")
    expect(name).to_have_value("")
    expect(screen.get_by_role("heading", name="Ada goes first")).to_be_hidden()
    name.fill("Ben")
    words.fill("Cleo asked.")
    expect(screen.get_by_role("heading", name="Ben speaks now")).to_be_visible()
    expect(screen.get_by_text("Cleo asked.")).to_be_visible()
    press(console, "Leader has gone first")
    expect(screen.get_by_text("Ada, Ben", exact=True)).to_be_visible()  # on the gold marble
    press(console, "Close")
    press(console, "Close with no answers")
    press(console, "Reveal")
    report = read_report(console)
    for each in ("Ada went first", "Ben stayed late.", "Ben spoke next", "Cleo asked."):
        assert each in report


def test_a_team_without_a_leader_opens_at_once_and_no_page_speaks_of_one(
    serve: Serve, open_page: OpenPage
) -> None:
    server = begin(serve)
    console, phone = open_console(open_page, server), join(open_page, server)
    promise = phone.get_by_text("The leader's own story")
    expect(promise).to_have_count(1)
    row = console.get_by_role("row", name=re.compile("The leader goes first"))
    expect(row).not_to_have_class(re.compile("no-leader"))
    press(console, "No leader in this team")
    expect(console.get_by_role("heading", name="Nobody goes first")).to_be_visible()
    expect(promise).to_have_count(0)
    expect(console.get_by_role("textbox", name="The leader's name")).to_be_hidden()
    expect(row).to_have_class(re.compile("no-leader"))
    expect(console.get_by_role("region", name="Run-sheet, now and next")).to_contain_text(
        "Press Open."
    )
    expect(console.get_by_text("Unlocks the form on every phone")).to_be_visible()
    console.reload()
    expect(console.get_by_role("heading", name="Nobody goes first")).to_be_visible()
    press(console, "Open")
    expect(phone.get_by_role("button", name="Send")).to_be_enabled()
    expect(console.get_by_role("row", name=re.compile("Everyone answers"))).to_have_attribute(
        "aria-current", "true"
    )
    expect(console.get_by_role("listitem").filter(has_text="Leader first")).to_have_count(0)
