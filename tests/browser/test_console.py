"""The facilitator's page: keys, a press that counts once, the timer, the run-sheet's clock."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.people import (
    expect_unseen,
    join,
    open_console,
    open_screen,
    open_sessions,
    press,
)
from tests.browser.scenes import write_workshop
from tests.browser.test_stage import check_stage
from tests.processes import Server

CONTRACT = ("Open", "Close", "Reveal", "Next exercise", "Leader has gone first", "Send", "Join")


def find_step(console: Page) -> str:
    return console.locator(".kit-steps [aria-current]").inner_text()


def test_a_double_press_does_not_close_the_round(server: Server, open_page: OpenPage) -> None:
    console = open_console(open_page, server)
    for name in CONTRACT:  # no other button answers to a part of these names
        expect(console.get_by_role("button", name=name)).to_have_count(int(name == "Open"))
    press(console, "Open")
    expect(console.get_by_role("button", name="Leader has gone first")).to_be_enabled()
    # The second press lies upon the button as soon as it says Close.
    console.evaluate("""() => {
        const find = () => document.querySelector(".kit-next:not(.kit-away)");
        new MutationObserver(() => {
            if (find()?.textContent === "Close") { find().click(); find().click(); }
        }).observe(find().parentElement,
            { childList: true, characterData: true, subtree: true, attributeFilter: ["class"] });
        find().click();
        find().click();
    }""")
    close = console.get_by_role("button", name="Close")
    expect(close).to_have_attribute("aria-disabled", "true")
    expect(close).to_be_enabled()
    assert find_step(console) == "Open"
    expect(console.locator("#told")).to_have_text("Now: Open")
    press(console, "Close")
    press(console, "Close with no answers")
    expect(console.get_by_role("button", name="Reveal")).to_be_visible()


def test_the_space_bar_presses_the_large_button_but_not_in_a_field(
    server: Server, open_page: OpenPage
) -> None:
    console = open_console(open_page, server)
    name = console.get_by_label("The leader's name")
    name.click()
    console.keyboard.type("Ada L ?")
    expect(name).to_have_value("Ada L ?")
    assert find_step(console) == "Prepare"
    console.locator("main h1").click()
    console.keyboard.press("Space")
    expect(console.get_by_role("button", name="Leader has gone first")).to_be_visible()

    console.keyboard.press("?")
    dialog = console.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    console.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    console.get_by_role("button", name="Keys").click()
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name="Back").click()
    console.locator("main h1").click()
    console.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_a_minute_more_is_told_to_everybody(server: Server, open_page: OpenPage) -> None:
    console = open_console(open_page, server)
    screen, phone = open_screen(open_page, server), join(open_page, server)
    expect(console.get_by_role("button", name="1 minute more")).to_be_hidden()
    press(console, "Open")
    press(console, "Leader has gone first")
    for page in (console, screen, phone):
        expect(page.get_by_role("timer")).to_contain_text("5:")
    press(console, "1 minute more")
    press(console, "1 minute more")
    for page in (console, screen, phone):
        expect(page.get_by_role("timer")).to_contain_text("7:")
    for _ in range(7):
        press(console, "1 minute less")
    expect(screen.locator(".kit-clock")).to_have_attribute("data-state", "soon")
    press(console, "1 minute less")
    for page in (console, screen, phone):
        expect(page.get_by_role("timer")).to_contain_text("over time")
    expect(phone.get_by_role("button", name="Send")).to_be_visible()


def test_every_phone_learns_its_pair(server: Server, open_page: OpenPage) -> None:
    console = open_console(open_page, server)
    phones = [join(open_page, server) for _ in range(3)]
    expect(console.get_by_role("button", name="Draw pairs and fours")).to_be_hidden()
    console.locator("summary").filter(has_text="Pairs and fours").click()
    press(console, "Draw pairs and fours")
    for phone in phones:
        expect(phone.get_by_text("Your pair: 1. Your four: 1.")).to_be_visible()
    press(console, "Take the numbers away")
    for phone in phones:
        expect_unseen(phone, "Your pair")


def test_the_run_sheet_marks_the_present_minute(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    server = serve("serve", str(write_workshop(tmp_path / "w")), "--data", str(tmp_path / "kit.db"))
    console = open_console(open_page, server)
    sheet = console.get_by_role("complementary", name="Run-sheet")
    here = sheet.locator("tr[aria-current]")
    expect(here).to_contain_text("Welcome")
    press(console, "Open")  # named in the row that begins at minute 5
    expect(here).to_contain_text("The leader goes first")
    expect(console.get_by_text("Minute 6", exact=True)).to_be_visible()
    expect(console.locator("#say-where")).to_contain_text("The leader goes first")
    press(console, "Leader has gone first")
    expect(here).to_contain_text("Everyone answers")
    press(console, "Part of the run-sheet before")
    press(console, "Part of the run-sheet before")
    expect(here).to_contain_text("Welcome")
    expect(console.get_by_role("button", name="Part of the run-sheet before")).to_be_disabled()
    console.reload()
    expect(here).to_contain_text("Welcome")
    expect(console.get_by_role("navigation", name="Agenda")).to_contain_text("(thanks)")


def test_a_rehearsal_is_marked_on_every_page_and_played_by_simulated_people(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    server = serve("serve", str(write_workshop(tmp_path / "w")), "--data", str(tmp_path / "kit.db"))
    team = open_sessions(open_page, server)
    rehearse = team.get_by_text("Rehearse this one").first
    rehearse.click()
    press(team, "8 people")
    expect(team).to_have_title("Rehearsal: Small acts of trust")
    code = team.url.split("/")[-1]
    screen = open_page(f"{server.origin}/screen/{code}", PROJECTOR)
    phone = open_page(f"{server.origin}/join/{code}")
    for page in (team, screen, phone):
        expect(page.get_by_text("Rehearsal", exact=True)).to_be_visible()
    press(phone, "Join")
    expect(phone.get_by_text("Nothing is kept")).to_be_visible()
    expect(screen.get_by_text("9 people have joined")).to_be_visible()
    press(team, "Open")
    press(team, "Leader has gone first")
    # They take their time, up to half a minute, and more where the machine is slow.
    expect(screen.get_by_text("8 of 9 finished")).to_be_visible(timeout=120_000)
    check_stage(screen)
    team.get_by_role("link", name="Throw it away").click()
    press(team, "Throw the rehearsal away")
    expect(rehearse).to_be_visible()
    expect_unseen(team, code[:4])
    over = re.compile(
        "^This session is over|^The rehearsal is over"
    )  # the second once loaded again
    expect(phone.get_by_text(over).locator("visible=true").first).to_be_visible()
    expect(screen.get_by_role("heading", name="The rehearsal is over")).to_be_visible()
    expect(phone.get_by_text("next one")).to_have_count(0)


def test_the_screen_opens_from_the_facilitators_page_on_another_computer(
    server: Server, open_page: OpenPage
) -> None:
    console = open_console(open_page, server)
    link = console.get_by_role("link", name="Open the screen")
    screen = open_page(str(link.get_attribute("href")), PROJECTOR)
    expect(screen.get_by_text("Session code")).to_be_visible()
    assert screen.url == f"{server.origin}/screen/{server.code}"
    (cookie,) = screen.context.cookies()
    assert (cookie["path"], cookie["expires"]) == (f"/screen/{server.code}", -1)
    press(console, "Open")
    expect(screen.get_by_text("The leader goes first.")).to_be_visible()
    with console.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_text("Session code")).to_be_visible()
    assert opened.value.url == screen.url
