"""A session with every exercise there is, step by step, and what a phone does in each."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import close_round, press

AGENDA = "half-day"
TITLES = (
    "Welcome",
    "The marble jar",
    "Sharing mistakes",
    "Job crafting",
    "Commitments",
    "Check-out",
)
LED = TITLES[:4]
CARD = {"I or we will": "ask early", "by …": "Friday", "will notice": "Ben", "Your name": "Ada"}


def walk(console: Page) -> Iterator[tuple[str, str]]:
    """Press the facilitator's large button again and again; give each exercise and its phase."""
    for title in TITLES:
        yield title, "prepare"
        press(console, "Open")
        if title in LED:
            yield title, "leader"
            press(console, "Leader has gone first")
        yield title, "open"
        close_round(console)
        yield title, "closed"
        press(console, "Reveal")
        yield title, "revealed"
        press(console, "Finish" if title == TITLES[-1] else "Next exercise")
    yield TITLES[-1], "done"


def expect_exercise(phone: Page, title: str) -> None:
    """Wait until a phone shows an exercise and can be used."""
    expect(phone.get_by_role("heading", name=title, exact=True)).to_be_visible()


def list_inputs(phone: Page) -> list[Locator]:
    """The questions of the form, one after the other."""
    return phone.locator(".kit-form:not(.kit-card) .kit-input").all()


def fill_form(phone: Page) -> None:
    """Answer every question in whichever way it is asked, once that can be done."""
    expect(phone.get_by_role("button", name="Send", exact=True)).to_be_visible()
    for asked in list_inputs(phone):
        if asked.locator(".kit-adding").count():
            _draw_map(asked)
        elif asked.get_by_role("textbox").count():
            asked.get_by_role("textbox").fill("calm")
        elif asked.get_by_role("checkbox").count():
            asked.get_by_role("checkbox").first.check()
        else:
            asked.get_by_role("radio").first.check()


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
