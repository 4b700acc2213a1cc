"""Answers that are lost with the keys of the database: phones say so, and one press sends again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from kit.forms.form import PAUSE
from kit.store.lost_keys import renew_key
from kit.store.staging import count_submissions
from tests.browser.conftest import Hall, OpenPage, begin_session, end_session
from tests.browser.people import answer, join, open_console, press
from tests.store.test_lost_keys import lose_keys

LOST = "What had been sent by now is lost: the database has failed. Please send once more."


def write(page: Page, words: str) -> None:
    page.get_by_role("textbox").first.fill(words)


def test_everybody_is_told_and_sends_once_more_what_still_stands_there(
    hall: Hall, open_page: OpenPage
) -> None:
    server = begin_session(hall.server, "only:marble_jar.ipynb")
    console = open_console(open_page, server)
    sent, changing, writing = (join(open_page, server) for _ in range(3))
    press(console, "Open")
    press(console, "Leader has gone first")
    expect(sent.get_by_role("checkbox", name="gave credit")).to_be_enabled()
    for page in (sent, changing):
        answer(page, ["gave credit"], "She rang back.")
        expect(page.get_by_text(re.compile("^Received"))).to_be_visible()
    changing.wait_for_timeout(1000 * PAUSE)
    press(changing, "Change my answer")
    write(changing, "She rang back at once.")
    write(writing, "He asked")
    current = hall.store.get_round(server.code)
    lose_keys(hall.store)
    # The store of this test is on no hub: a phone that sends tells the others.
    press(changing, "Send")
    expect(changing.get_by_text(re.compile("^Received"))).to_be_visible()
    for page in (sent, writing):
        expect(page.get_by_text(LOST)).to_be_visible()
        expect(page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    assert not renew_key(hall.store, current.id)
    assert count_submissions(hall.store, current.id) == 1
    expect(sent.get_by_role("textbox").first).to_have_value("She rang back.")
    expect(writing.get_by_role("textbox").first).to_have_value("He asked")
    press(sent, "Send")
    expect(sent.get_by_text(re.compile("^Received"))).to_be_visible()
    assert count_submissions(hall.store, current.id) == 2
    sent.reload()
    expect(sent.get_by_text(re.compile("^Received"))).to_be_visible()
    end_session(server)
