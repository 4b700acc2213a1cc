"""Three questions after four weeks: five phones, nobody who leads, and no number before the end."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from kit.session.session import Phase
from kit.store import Store, open_store
from tests.browser.conftest import PATIENCE, PROJECTOR, OpenPage, Serve
from tests.browser.people import open_sessions, press
from tests.places import WORKSHOPS
from tests.processes import Server

WAIT = 1000 * PATIENCE  # milliseconds until the server has looked twice


@pytest.fixture
def served(serve: Serve, tmp_path: Path) -> Iterator[tuple[Server, Store]]:
    folder = tmp_path / "played"
    folder.mkdir()
    for name in ("marble_jar.ipynb", "four_weeks.ipynb"):
        shutil.copy(WORKSHOPS / name, folder)
    (folder / "agenda.toml").write_text('[jar]\nexercises = [{ notebook = "marble_jar.ipynb" }]\n')
    data = tmp_path / "kit.db"
    server = serve("serve", str(folder), "--data", str(data))
    store = open_store(data)
    yield server, store
    store.close()


def let_end(store: Store, code: str) -> None:
    """The last day is over."""
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    change = "UPDATE sessions SET opens_on = :day, closes_on = :day WHERE code = :code"
    with store.database.write() as connection:
        connection.execute(text(change), {"day": yesterday, "code": code})


def set_up(open_page: OpenPage, server: Server) -> tuple[Page, str]:
    """The facilitator sets the questions up for today; gives the page and the link."""
    console = open_sessions(open_page, server)
    console.goto(f"{server.origin}/facilitate/{server.code}/afterwards")
    console.get_by_label("Opens on").fill(date.today().isoformat())
    console.get_by_label("Last day").fill((date.today() + timedelta(days=1)).isoformat())
    console.get_by_label("How many people the team has").fill("6")
    press(console, "Set the questions up")
    link = console.get_by_text("/join/").inner_text()
    return console, link


def answer(open_page: OpenPage, link: str, words: str) -> Page:
    """Somebody opens the link from the mail and answers the three questions alone."""
    phone = open_page(link)
    press(phone, "Join")
    phone.get_by_role("radio", name=words).check()
    phone.get_by_role("checkbox", name="it was small enough").check()
    phone.get_by_role("checkbox", name="it was forgotten").check()
    press(phone, "Send")
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()
    return phone


def read_all(page: Page, server: Server, codes: list[str]) -> list[str]:
    """What a facilitator's pages say of the questions."""
    paths = ["/facilitate"]
    for code in codes:
        paths += [f"/facilitate/{code}{each}" for each in ("", "/afterwards", "/end", "/report")]
    read = []
    for path in paths:
        page.goto(server.origin + path)
        read.append(page.locator("body").inner_text())
    return read


def test_five_phones_answer_alone_and_the_result_is_seen_when_the_last_day_is_over(
    served: tuple[Server, Store], open_page: OpenPage
) -> None:
    server, store = served
    store.end_session(server.code)
    console, link = set_up(open_page, server)
    code = link.rpartition("/")[2]
    nobody = read_all(console, server, [server.code, code])
    phones = [answer(open_page, link, "some of it") for _ in range(3)]
    assert read_all(console, server, [server.code, code]) == nobody
    # A phone is one answer, also after its page was closed; the screen shows nothing.
    phones[0].goto(link)
    expect(phones[0].get_by_role("button", name="Change my answer")).to_be_visible()
    screen = open_page(f"{server.origin}/screen/{code}", PROJECTOR)
    expect(screen.get_by_text("These questions have no screen.")).to_be_visible()
    phones += [answer(open_page, link, "most of it") for _ in range(2)]
    assert read_all(console, server, [server.code, code]) == nobody

    let_end(store, code)
    late = open_page(link)
    expect(late.get_by_role("heading", name="These questions are closed")).to_be_visible()
    # Open phones are told, and go to their last page by themselves a little later.
    expect(phones[1].get_by_role("heading", name="Thank you")).to_be_visible(timeout=WAIT)
    for phone in phones[1:]:
        assert "of 5" not in phone.locator("body").inner_text()
    console.goto(f"{server.origin}/facilitate/{server.code}/afterwards")
    console.get_by_role("link", name="Open the report").click()
    told = console.get_by_role("heading", name="Four weeks later", exact=True)
    expect(told).to_be_visible()
    assert "Some of it comes first with 3 of 5" in console.locator("body").inner_html()
    # Each question alone, and nothing else of anybody.
    assert store.get_round(code).phase is Phase.REVEALED
    console.goto(f"{server.origin}/facilitate/{server.code}/mail")
    assert (
        "Did we keep what we decided?"
        in console.get_by_role("textbox", name="The mail").input_value()
    )


def test_with_four_answers_nothing_is_shown_and_a_server_that_was_stopped_closes_at_its_start(
    served: tuple[Server, Store], open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    server, store = served
    console, link = set_up(open_page, server)
    code = link.rpartition("/")[2]
    for _ in range(4):
        answer(open_page, link, "little or nothing").close()
    server.stop()
    let_end(store, code)
    again = serve("serve", str(tmp_path / "played"), "--data", str(tmp_path / "kit.db"))
    console = open_sessions(open_page, again)
    page = f"{again.origin}/facilitate/{server.code}/afterwards"
    console.goto(page)
    expect(console.get_by_text("The questions are being closed.")).to_be_visible()
    until = time.monotonic() + PATIENCE
    while not store.get_session(code).ended:
        assert time.monotonic() < until, "the questions are not closed"
        time.sleep(0.1)
    console.goto(page)
    expect(console.get_by_text("Not enough answers to protect those who gave them")).to_be_visible()
    console.goto(f"{again.origin}/facilitate/{server.code}/report")
    assert "little or nothing" not in console.locator("body").inner_html()
