"""A whole session in real windows: one facilitator, one screen, six participants."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import (
    answer,
    expect_unseen,
    join,
    open_console,
    open_screen,
    press,
    press_on,
)

KINDS = [
    ["kept their word", "gave credit"],
    ["asked for help"],
    ["kept their word"],
    ["owned a mistake", "asked for help", "noticed somebody's effort"],
    ["kept their word"],
    ["gave credit"],
]


def test_six_people_play_the_marble_jar(serve: Serve, open_page: OpenPage) -> None:
    server = serve("demo", "--participants", "0")
    console = open_console(open_page, server)
    screen = open_screen(open_page, server)
    phones = [join(open_page, server) for _ in KINDS]

    # Prepare: promise and questions are there, the form is locked.
    expect(phones[0].get_by_label("What happens with your answer")).to_contain_text("5")
    expect(phones[0].get_by_role("checkbox", name="kept their word")).to_be_disabled()
    expect(console.get_by_text("6 people have joined")).to_be_visible()
    expect(screen.get_by_text("Some are here")).to_be_visible()

    # The leader goes first, by name; still nobody else can answer.
    console.get_by_label("The leader's name").fill("Ada")
    console.get_by_role("textbox", name="earned a marble").fill("Ben stayed late to mend my build.")
    press(console, "Open")
    expect(screen.get_by_text("Ben stayed late to mend my build.")).to_be_visible()
    expect(screen.get_by_text("Ada").first).to_be_visible()
    expect(phones[0].get_by_text("The leader goes first.")).to_be_visible()
    expect(phones[0].get_by_role("checkbox", name="kept their word")).to_be_disabled()

    press(console, "Leader has gone first")
    expect(screen.get_by_role("timer")).to_be_visible()
    for phone, kinds in zip(phones, KINDS, strict=True):
        answer(phone, kinds, "MARKER-TEXT somebody stayed with me")
    expect(console.get_by_text("Everyone finished")).to_be_visible()
    expect(screen.get_by_text("Everyone finished")).to_be_visible()

    # An answer may be changed until the close, and a reload comes back to the same seat.
    phones[1].reload()
    expect(phones[1].get_by_role("checkbox", name="asked for help")).to_be_checked()
    expect(phones[1].get_by_text("Received")).to_be_visible()
    press_on(phones[1], "Change my answer")
    phones[1].get_by_role("checkbox", name="kept a confidence").check()
    press(phones[1], "Send")
    expect(phones[1].get_by_text("Received")).to_be_visible()
    expect_unseen(console, "6 people have joined")

    # Nothing is shown before the reveal, neither on the screen nor on a phone.
    press(console, "Close")
    expect(phones[0].get_by_text("The round is closed")).to_be_visible()
    expect(phones[0].get_by_role("button", name="Send")).to_be_hidden()
    expect(screen.get_by_text("The round is closed")).to_be_visible()
    expect_unseen(screen, "6 answers")

    press(console, "Reveal")
    for page in (screen, *phones):
        expect(page.get_by_text("6 answers").first).to_be_visible()
    expect(phones[0].get_by_role("row", name="kept their word 3")).to_be_visible()
    expect_marbles(screen, "kept their word", 3)
    expect_marbles(screen, "kept a confidence", 1)
    expect_marbles(console, "kept their word", 3)

    press(console, "Finish")
    expect(phones[0].get_by_text("This exercise is over.")).to_be_visible()
    assert "MARKER-TEXT" not in server.read_log()


def expect_marbles(page: Page, kind: str, count: int) -> None:
    """The table beside the jar has a row with this count."""
    row = page.get_by_role("row").filter(has_text=kind).filter(has_text=str(count))
    expect(row.first).to_be_attached()
