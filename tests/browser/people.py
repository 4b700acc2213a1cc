"""What people do in front of their windows, in the words they see."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from playwright.sync_api import Locator, Page, expect

from kit.forms.form import PAUSE
from tests.browser.conftest import PROJECTOR
from tests.processes import Server

CARD = {"I or we will": "ask early", "when …": "Friday", "will notice": "Ben", "Your name": "Ada"}


def join(open_page: Callable[..., Page], server: Server) -> Page:
    """A participant opens the link and takes a seat."""
    page = open_page(server.links["join_url"])
    page.get_by_role("button", name="Join").click()
    expect(page).to_have_url(re.compile(r"/s/"))
    expect(page.get_by_label("What happens with your answer")).to_be_visible()
    return page


def open_console(open_page: Callable[..., Page], server: Server) -> Page:
    """The facilitator opens the private page."""
    page = open_page(server.links["facilitator_url"], PROJECTOR)
    expect(page.get_by_role("button", name="Open", exact=True)).to_be_visible()
    return page


def open_sessions(open_page: Callable[..., Page], server: Server) -> Page:
    """The facilitator opens the list of sessions."""
    address, _, key = server.links["facilitator_url"].partition("?")
    page = open_page(f"{address.rpartition('/')[0]}?{key}", PROJECTOR)
    expect(page.get_by_role("heading", name="Sessions", exact=True)).to_be_visible()
    return page


def open_screen(open_page: Callable[..., Page], server: Server) -> Page:
    """The projected page."""
    page = open_page(server.links["screen_url"], PROJECTOR)
    expect(page.get_by_text(server.code)).to_be_visible()
    return page


def press(page: Page, name: str) -> None:
    """Press a button once it is there."""
    page.get_by_role("button", name=name, exact=True).click()


def expect_unseen(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until words can be seen nowhere on a page, in however many places they stand hidden."""
    expect(page.get_by_text(words).locator("visible=true")).to_have_count(0)


def close_round(console: Page) -> None:
    """Close the round, and say so once more where hardly anybody has answered."""
    press(console, "Close")
    asked = console.get_by_role("button", name=re.compile("^Close (anyway|with no answers)$"))
    expect(asked.or_(console.get_by_role("button", name="Reveal", exact=True))).to_be_visible()
    if asked.is_visible():
        asked.click()


def go_on(console: Page) -> None:
    """Go on to the next exercise, through the break where one comes before it, or to the end."""
    on = console.get_by_role("button", name=re.compile("^(Next exercise|Begin the break|Finish)"))
    expect(on).to_be_visible()
    pauses = on.inner_text().startswith("Begin")
    on.click()
    if pauses:
        console.get_by_role("button", name=re.compile("^Next exercise: ")).click()


def press_on(page: Page, name: str) -> None:
    """Press the form's button once more, after reading what the last press led to.

    A press within `PAUSE` of the last one is taken for the second tap of two.
    """
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    page.wait_for_timeout(1000 * PAUSE)
    press(page, name)


def answer(page: Page, kinds: Sequence[str], sentence: str = "") -> None:
    """Fill the marble jar's form and send it."""
    for kind in kinds:
        page.get_by_role("checkbox", name=kind).check()
    if sentence:
        page.get_by_role("textbox").fill(sentence)
    press(page, "Send")
    expect(page.get_by_role("status").filter(has_text="Received")).to_be_visible()


def fill_form(phone: Page) -> None:
    """Answer every question in whichever way it is asked, once that can be done."""
    expect(phone.get_by_role("button", name="Send", exact=True)).to_be_visible()
    for asked in phone.locator(
        ".kit-form:not(.kit-card) .kit-input:not(.kit-mirror):visible"
    ).all():
        if asked.locator(".kit-adding").count():
            _draw_map(asked)
        elif asked.get_by_role("textbox").count():
            asked.get_by_role("textbox").fill("calm")
        elif asked.get_by_role("checkbox").count():
            asked.get_by_role("checkbox").first.check()
        else:
            for row in asked.get_by_role("radiogroup").all() or [asked]:
                row.get_by_role("radio").first.check()


def _draw_map(asked: Locator) -> None:
    for name in ("mails", "planning", "talks"):
        asked.get_by_label("A task", exact=True).fill(name)
        asked.get_by_role("button", name="Add").click()
        asked.get_by_role("button", name="Done").click()


def sign_card(phone: Page) -> None:
    """Sign a card with a name."""
    for label, words in CARD.items():
        phone.get_by_role("textbox", name=label).fill(words)
    press(phone, "Sign")


def send(phone: Page) -> Locator:
    """Send the form; gives the receipt."""
    press(phone, "Send")
    receipt = phone.get_by_role("status").filter(has_text="Received")
    expect(receipt).to_be_visible()
    return receipt
