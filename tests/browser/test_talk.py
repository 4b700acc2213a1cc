"""A talk against a clock in the whole room: the screen's figures, the phones' change, the end."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kit.store import open_store
from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.dashboard import find_below
from tests.browser.people import close_round, join, open_console, open_screen, press
from tests.browser.projection import find_everywhere
from tests.browser.test_clocks import SHIFT
from tests.browser.windows import resize
from tests.exercises import write_notebook
from tests.processes import Server

FIRST, OTHER, OVER = "The first one talks", "Change. Now the other one talks.", "Time is up"
FIGURES = re.compile(r"^\d:\d\d$")


@pytest.fixture
def server(serve: Serve, tmp_path: Path) -> Server:
    folder = tmp_path / "workshops"
    folder.mkdir()
    write_notebook(folder / "first.ipynb")
    return serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))


def begin_talk(console: Page, words: str = "Start for pairs") -> None:
    console.locator("summary").filter(has_text="with a timer").click()
    press(console, words)


def begin_earlier(server: Server, data: Path, seconds: float) -> None:
    """Two turns of three minutes whose first began so long ago, in the store alone."""
    store = open_store(str(data))
    with pytest.MonkeyPatch.context() as patch:
        now = time.time() - seconds
        patch.setattr(time, "time", lambda: now)
        store.begin_talk(store.get_round(server.code).id, 2, 180)
    store.close()


def read_left(page: Page) -> int:
    """Seconds that a page shows, wherever it shows them."""
    figures = page.get_by_text(FIGURES).first
    expect(figures).to_be_visible()
    minutes, seconds = figures.inner_text().split(":")
    return 60 * int(minutes) + int(seconds)


@pytest.mark.parametrize("minutes", [10, -10])
def test_every_page_says_the_same_of_a_talk_whatever_its_clock(
    server: Server, open_page: OpenPage, minutes: int
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phone = join(open_page, server)
    script = SHIFT.format(minutes=minutes)
    wrong = open_page(server.links["join_url"], before=lambda page: page.add_init_script(script))
    press(wrong, "Join")
    begin_talk(console)
    late = join(open_page, server)
    pages = (console, screen, phone, wrong, late)
    for page in pages:
        expect(page.get_by_text(FIRST).first).to_be_visible()
    # The pages are read one after the other.
    begun = time.monotonic()
    left = [read_left(page) for page in pages]
    assert max(left) - min(left) <= time.monotonic() - begun + 2, left
    assert 60 < max(left) <= 180
    for page in pages:
        page.reload()
        expect(page.get_by_text(FIRST).first).to_be_visible()
    press(console, "1 minute more to talk")
    for page in pages:
        expect(page.get_by_text(re.compile(r"^3:\d\d$")).first).to_be_visible()
    press(console, "Stop the talk")
    for page in pages:
        expect(page.get_by_text(FIRST)).to_have_count(0)
    expect(screen.locator("body.lobby")).to_have_count(1)


@pytest.mark.parametrize(("gone", "words"), [(200, OTHER), (400, OVER)])
def test_who_comes_in_the_middle_or_after_a_new_start_of_the_server_reads_what_is_now(
    server: Server, serve: Serve, open_page: OpenPage, tmp_path: Path, gone: int, words: str
) -> None:
    server.stop()
    begin_earlier(server, tmp_path / "kit.db", gone)
    again = serve("serve", str(tmp_path / "workshops"), "--data", str(tmp_path / "kit.db"))
    console = open_page(again.links["facilitator_url"], PROJECTOR)
    pages = (console, join(open_page, again), open_screen(open_page, again))
    for page in pages:
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    # The last one gets another minute, also once time is up.
    press(console, "1 minute more to talk")
    for page in pages:
        expect(page.get_by_text(OTHER, exact=True).first).to_be_visible()
        assert read_left(page) <= 220


def test_a_picture_takes_the_stage_from_the_clock_which_goes_on_at_the_foot(
    server: Server, open_page: OpenPage
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    press(console, "Open")
    close_round(console)
    press(console, "Reveal")
    begin_talk(console)
    heading = screen.get_by_role("heading", name=FIGURES)
    expect(heading).to_be_visible()
    press(console, "Show the picture")
    expect(heading).to_have_count(0)
    expect(screen.get_by_role("timer")).to_contain_text(re.compile(r"\d:\d\d"))
    expect(screen.get_by_text(FIRST)).to_be_visible()
    press(console, "Show the clock")
    expect(heading).to_be_visible()
    press(console, "Finish")  # whatever comes next ends the talk
    expect(screen.get_by_text("Thank you for being part of it.")).to_be_visible()
    expect(console.get_by_role("button", name="Stop the talk")).to_be_hidden()


def test_a_talk_stands_whole_and_large_at_every_size(server: Server, open_page: OpenPage) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    screen.emulate_media(reduced_motion="reduce")
    begin_talk(console)
    expect(screen.get_by_role("heading", name=FIGURES)).to_be_visible()
    found = find_everywhere(screen, "talk")
    resize(screen, PROJECTOR)
    assert list(find_below(console, [".kit-next", ".seen .strip", ".kit-talking button"])) == []
    assert not found, "\n".join(str(each) for each in found)
