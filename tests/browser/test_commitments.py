"""Cards from two phones to the screen, and last time's cards with what became of them."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from kit.session.commitments import Commitment, State
from kit.store import open_store
from tests.browser.accessibility import find_violations
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import join, open_console, open_screen, press
from tests.browser.windows import resize
from tests.places import WORKSHOPS

NOTEBOOK = WORKSHOPS / "commitments.ipynb"


def sign(phone: Page, what: str, owner: str) -> None:
    """Fill the card and sign it."""
    phone.get_by_role("textbox", name="I or we will").fill(what)
    phone.get_by_role("textbox", name="when …").fill("Friday")
    phone.get_by_role("textbox", name="will notice").fill("the team")
    phone.get_by_role("textbox", name="Your name").fill(owner)
    press(phone, "Sign")
    expect(phone.get_by_role("status").filter(has_text="Signed.")).to_be_visible()


def test_two_people_sign_and_last_times_cards_are_looked_back_on(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    (tmp_path / "w").mkdir()
    shutil.copy(NOTEBOOK, tmp_path / "w")
    store = open_store(tmp_path / "kit.db")
    earlier = store.add_session("Earlier", []).code
    old = store.add_commitment(earlier, Commitment("Dana", "say no early", "May", "Eli"))
    data = str(tmp_path / "kit.db")
    server = serve("serve", str(tmp_path / "w"), "--data", data, "--follows", earlier.lower())
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phones = [join(open_page, server) for _ in range(2)]

    # The session begins with last time's cards, and what became of them is seen at once.
    expect(screen.get_by_text("say no early")).to_be_visible()
    expect(screen.get_by_role("button")).to_have_count(0)
    press(console, "Kept")
    for page in (console, screen):
        expect(page.get_by_text("1 of 1 kept.")).to_be_visible()
    assert store.list_commitments(earlier)[old].state is State.KEPT

    sign(phones[0], "ask before I assume", "Ada")
    sign(phones[1], "send drafts a day early", "Ben & <b>Chris</b>")
    for words in ("ask before I assume", "send drafts a day early", "Ben & <b>Chris</b>"):
        expect(screen.get_by_text(words)).to_be_visible()
    assert "send drafts" not in phones[0].content()
    card = console.get_by_role("listitem").filter(has_text="ask before I assume")
    card.get_by_role("button", name="Take away").click()
    expect(screen.get_by_text("ask before I assume")).to_have_count(0)
    expect(screen.get_by_text("send drafts a day early")).to_be_visible()
    # Its own phone is told, also after it was loaded again; no other one is.
    told = "has taken away your card \u201cask before I assume\u201d"
    expect(phones[0].get_by_role("status").filter(has_text=told)).to_be_in_viewport()
    phones[0].reload()
    expect(phones[0].get_by_role("status").filter(has_text=told)).to_be_visible()
    assert find_violations(phones[0]) == []
    assert "taken away" not in phones[1].content()
    press(phones[0], "Write another card")
    expect(phones[0].get_by_text(told)).to_have_count(0)

    # A page that was loaded again still knows its own card; it stays through the phases.
    phones[1].reload()
    press(console, "Open")
    expect(phones[1].get_by_role("button", name="Send")).to_be_visible()
    press(phones[1], "Take back")
    expect(screen.get_by_text("send drafts a day early")).to_have_count(0)
    assert store.list_commitments(server.code) == {}
    store.close()


def test_where_nothing_was_signed_last_time_the_screen_says_so_until_there_are_cards(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    (tmp_path / "w").mkdir()
    shutil.copy(WORKSHOPS / "look_back.ipynb", tmp_path / "w")
    data = tmp_path / "kit.db"
    server = serve("serve", str(tmp_path / "w"), "--data", str(data))
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    words = "Nothing was signed last time. Today we begin with it."
    shown = screen.locator(".kit-commitment-board").get_by_text(words)
    # While people gather, the join picture has the stage; then the words, as a card would.
    press(console, "Open")
    expect(shown).to_be_visible()
    expect(console.locator(".kit-commitment-board").get_by_text(words)).to_be_visible()
    for width, height in ((1280, 720), (360, 740)):
        resize(screen, {"width": width, "height": height})
        expect(shown).to_be_in_viewport()
        assert screen.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert find_violations(screen) == []
    assert screen.get_by_role("listitem").filter(visible=True).count() == 0
