"""A break on the wall, on phones and on the dashboard: begun, lengthened, loaded again, ended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kit.store import open_store
from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.dashboard import READ_STAGE, find_below
from tests.browser.people import (
    close_round,
    expect_unseen,
    join,
    open_console,
    open_screen,
    press,
)
from tests.browser.projection import find_everywhere
from tests.browser.test_clocks import SHIFT
from tests.browser.windows import resize
from tests.exercises import write_notebook
from tests.processes import Server

BACK = re.compile(r"^Back at \d\d:\d\d$")
AGENDA = """
[day]
exercises = [
  { notebook = "first.ipynb", minutes = 10 },
  { break = 7, title = "Coffee" },
  { notebook = "second.ipynb", minutes = 10 },
  { title = "Slack", minutes = 3 },
]
"""


@pytest.fixture
def server(serve: Serve, tmp_path: Path) -> Server:
    folder = tmp_path / "workshops"
    folder.mkdir()
    for name in ("first", "second"):
        write_notebook(folder / f"{name}.ipynb")
    (folder / "agenda.toml").write_text(AGENDA, "utf-8")
    return serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))


def begin_break(console: Page) -> None:
    """Play the first exercise without answers, and begin the break after it."""
    press(console, "Open")
    close_round(console)
    press(console, "Reveal")
    press(console, "Begin the break, 7 minutes")


def read_end(page: Page) -> str:
    """What a page says of the end of the break, once it says it."""
    heading = page.get_by_role("heading", name=BACK).or_(
        page.get_by_role("status").filter(has_text=BACK)
    )
    expect(heading).to_be_visible()
    return heading.inner_text()


def test_everybody_reads_the_same_end_of_a_break_and_again_after_a_reload(
    server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phone = join(open_page, server)
    begin_break(console)
    expect(console.get_by_role("button", name="Next exercise: Small acts (second)")).to_be_visible()
    expect(console.get_by_role("navigation").locator("[aria-current]")).to_contain_text("Coffee")
    (end,) = {read_end(page) for page in (console, screen, phone)}
    for page in (screen, phone):
        expect(page.get_by_text(re.compile("^Back in [67] minutes"))).to_be_visible()
        expect(page.get_by_text("Not enough answers").locator("visible=true")).to_have_count(0)
    expect(screen.get_by_text("Coffee")).to_be_visible()
    expect(screen.locator(".band .code")).to_be_visible()  # for those who come late
    expect(screen.locator(".band .qr")).to_be_visible()

    for page in (console, screen, phone):
        page.reload()
    late = join(open_page, server)
    again = open_screen(open_page, server)
    assert {read_end(page) for page in (console, screen, phone, late, again)} == {end}

    press(console, "1 minute more")
    for page in (screen, phone, late):
        # "Back in 7 minutes" may stand before and after: only the old end's going says it has come.
        expect(page.get_by_text(end, exact=True)).to_have_count(0)
    (later,) = {read_end(page) for page in (screen, phone, late)}
    assert later != end

    # Over: it is said, and nothing goes on by itself.
    for _ in range(10):
        press(console, "1 minute less")
    for page in (screen, phone, late):
        expect(page.get_by_text("We go on")).to_be_visible()
    store = open_store(str(tmp_path / "kit.db"))
    assert store.get_round(server.code).is_break
    store.close()
    press(console, "Next exercise: Small acts (second)")
    for page in (console, phone, late):
        expect_unseen(page, "We go on")
    expect(console.get_by_role("button", name="Open", exact=True)).to_be_visible()
    expect(phone.get_by_text("The form opens in a moment")).to_be_visible()
    expect(late.get_by_text("The form opens in a moment")).to_be_visible()
    states = console.get_by_role("navigation").get_by_role("listitem")
    expect(states.nth(1)).to_contain_text("taken")
    expect(states.nth(3)).to_contain_text("spare time")


def test_a_server_that_comes_back_in_a_break_finds_it_as_it_was(
    server: Server, serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    console = open_console(open_page, server)
    begin_break(console)
    end = read_end(console)
    server.stop()
    data = str(tmp_path / "kit.db")
    again = serve("serve", str(tmp_path / "workshops"), "--data", data)
    assert again.code == server.code
    console = open_page(again.links["facilitator_url"], PROJECTOR)
    screen, phone = open_screen(open_page, again), join(open_page, again)
    assert {read_end(page) for page in (console, screen, phone)} == {end}
    press(console, "Next exercise: Small acts (second)")
    expect(console.get_by_role("button", name="Open", exact=True)).to_be_visible()


def test_a_phone_whose_clock_is_wrong_says_the_time_left_and_no_time_of_day(
    server: Server, open_page: OpenPage
) -> None:
    console = open_console(open_page, server)
    script = SHIFT.format(minutes=10)
    phone = open_page(server.links["join_url"], before=lambda page: page.add_init_script(script))
    press(phone, "Join")
    begin_break(console)
    read_end(console)
    expect(phone.get_by_role("status").filter(has_text="Back in 7 minutes")).to_be_visible()
    expect(phone.get_by_text("Back at")).to_have_count(0)


def test_the_join_picture_is_brought_back_in_a_break_and_put_away(
    server: Server, open_page: OpenPage
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    begin_break(console)
    read_end(screen)
    console.keyboard.press("j")
    expect(screen.locator("body.lobby")).to_have_count(1)
    console.keyboard.press("j")
    expect(screen.locator("body.lobby")).to_have_count(0)
    read_end(screen)


def test_the_break_stands_whole_and_large_at_every_size(
    server: Server, open_page: OpenPage
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    screen.emulate_media(reduced_motion="reduce")
    begin_break(console)
    read_end(screen)
    found = []
    for words in ("Back at", "We go on"):
        if words == "We go on":
            for _ in range(9):
                press(console, "1 minute less")
        expect(screen.get_by_text(words)).to_be_visible()
        found += find_everywhere(screen, words)
        resize(screen, PROJECTOR)
        assert console.evaluate(READ_STAGE) == screen.evaluate(READ_STAGE)
        assert list(find_below(console, [".kit-next", ".seen .strip"])) == []
    assert not found, "\n".join(str(each) for each in found)
