"""What people do in front of their windows, in the words they see."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from playwright.sync_api import Page, expect

from kit.forms.form import PAUSE
from tests.browser.conftest import PROJECTOR
from tests.processes import Server


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


def close_round(console: Page) -> None:
    """Close the round, and say so once more where hardly anybody has answered."""
    press(console, "Close")
    asked = console.get_by_role("button", name=re.compile("^Close (anyway|with no answers)$"))
    expect(asked.or_(console.get_by_role("button", name="Reveal", exact=True))).to_be_visible()
    if asked.is_visible():
        asked.click()


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
