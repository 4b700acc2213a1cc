"""Signed notes from two phones, past the facilitator where they are held, to the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbformat import NotebookNode
from playwright.sync_api import Page, ViewportSize, expect

from kit.store import open_store
from kit.widgets.market import Market
from tests.browser.chromium import Launcher
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import join, open_console, open_screen, press
from tests.browser.projection import SIZES, find_faults
from tests.browser.stages import open_stage
from tests.exercises import code, words, write_notebook
from tests.processes import Server
from tests.store.sample import find_bytes

WALL = """\
import kit
exercise = kit.Exercise(
    "wall",
    prompts=[kit.Choice("kind", "What did you thank for?", ["helped", "taught", "dared"])],
    leader=kit.Leader([kit.Text("thanks", "Whom I thank, and for what", max_length=180)]),
    notes=[
        kit.SignedNote(
            "thanks",
            "Thanks",
            fields=[
                kit.Text("to", "To whom", max_length=40),
                kit.Text("for", "You \u2026", max_length=120),
                kit.Choice("what", "What was it?", ["helped", "taught", "dared"]),
                kit.Text("from", "Your name, if you like", max_length=40),
            ],
            optional=["from"],
            held=True,
            most=2,
            names="to",
        ),
        kit.SignedNote(
            "tending",
            "What we tend",
            fields=[
                kit.Text("what", "We will \u2026", max_length=140),
                kit.Text("by", "from when", max_length=40),
            ],
        ),
    ],
)
room = kit.join(exercise)"""

SHEET = """\
| minutes | what | button |
|---|---|---|
| 0-4 | Thank | **Open** |
| 4-6 | See | **Close**, **Reveal** |
"""
RTL = "\u05e2\u05d3\u05d4"


def list_cells() -> list[NotebookNode]:
    return [
        words("# Wall"),
        words(SHEET, "facilitator"),
        code("minutes: int = 10  # planned length", "parameters"),
        code(WALL),
        code("room.form()", "participant"),
        code('room.notes("thanks")', "participant"),
        code('room.notes("tending")', "participant"),
        code("room.console()", "facilitator"),
        code('kit.Notes(room.signed, "thanks", leader="thanks")', "facilitator", "screen"),
        code('kit.Notes(room.signed, "tending")', "facilitator", "screen"),
        code('kit.Bars(room.results, "kind")', "facilitator", "screen"),
        words("Thank you.", "participant"),
    ]


@pytest.fixture
def server(serve: Serve, tmp_path: Path) -> Server:
    folder = tmp_path / "workshop"
    folder.mkdir()
    write_notebook(folder / "wall.ipynb", list_cells())
    return serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))


def find_card(phone: Page, field: str) -> Page:
    return phone.locator(".kit-card").filter(has=phone.get_by_role("textbox", name=field))  # type: ignore[return-value]


def thank(phone: Page, to: str, what: str, kind: str, name: str = "") -> None:
    """Fill the card of thanks and sign it."""
    card = find_card(phone, "To whom")
    card.get_by_role("textbox", name="To whom").fill(to)
    card.get_by_role("textbox", name="You …").fill(what)
    card.get_by_role("radio", name=kind).check(force=True)
    card.get_by_role("textbox", name="Your name, if").fill(name)
    card.get_by_role("button", name="Sign", exact=True).click()
    expect(phone.get_by_text("Signed. The facilitator has it.")).to_be_visible()


def test_a_held_card_is_seen_by_nobody_until_it_is_shown(
    server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phones = [join(open_page, server) for _ in range(2)]
    bold = phones[0].get_by_text("This card may carry a name, and everybody may see it.")
    expect(bold).to_be_visible()
    expect(phones[0].get_by_text("This card carries a name, and everybody")).to_be_visible()

    thank(phones[0], "Ada", "told the customer the truth", "dared", "Ben")
    thank(phones[1], RTL, "stayed <b>late</b> with the new one", "helped")
    desk = console.locator("details").filter(has_text="The room does not see this list")
    for said in ("told the customer the truth", "stayed <b>late</b>", RTL):
        expect(desk.get_by_text(said)).to_be_visible()
    # A card that is not held is on the screen at once; behind it the held ones are not.
    card = find_card(phones[0], "We will …")
    card.get_by_role("textbox", name="We will …").fill("greet whoever is new")
    card.get_by_role("textbox", name="from when").fill("Monday")
    card.get_by_role("button", name="Sign", exact=True).click()
    expect(screen.get_by_text("greet whoever is new")).to_be_visible()
    assert "told the customer" not in screen.content()
    assert "told the customer" not in phones[1].content()

    row = desk.get_by_role("listitem").filter(has_text="told the customer")
    row.get_by_role("button", name="Show").click()
    expect(screen.get_by_text("told the customer the truth")).to_be_visible()
    row.get_by_role("button", name="Hide").click()
    expect(screen.get_by_text("told the customer the truth")).to_have_count(0)
    desk.get_by_role("button", name="Show all").click()
    expect(screen.get_by_text("stayed <b>late</b> with the new one")).to_be_visible()
    shown = screen.locator(".kit-note-wall:visible .kit-note-card")
    expect(shown.first).to_contain_text("stayed")  # in the order of the choice, not of signing
    assert (
        shown.first.locator("p", has_text=RTL).evaluate("each => getComputedStyle(each).direction")
        == "rtl"
    )
    phones[1].get_by_role("button", name="Take back").click()
    expect(screen.get_by_text("stayed <b>late</b>")).to_have_count(0)
    row.get_by_role("button", name="Take away").click()
    expect(screen.get_by_text("told the customer the truth")).to_have_count(0)
    store = open_store(tmp_path / "kit.db")
    (left,) = store.list_notes(store.get_round(server.code).id).values()
    store.close()
    assert left.words["what"] == "greet whoever is new"
    press(console, "Open")


def test_names_are_dealt_to_the_phones_and_the_dashboard_tells_for_whom_there_is_no_card(
    server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phones = [join(open_page, server) for _ in range(2)]
    console.get_by_text("Names", exact=True).click()
    console.get_by_role("textbox", name="Names, one a line").fill("Zoe\nAda")
    press(console, "Keep these names")
    expect(console.get_by_text("No card yet: Ada, Zoe.")).to_be_visible()
    press(console, "Deal names")
    dealt = [phone.get_by_role("textbox", name="To whom") for phone in phones]
    for field in dealt:
        expect(field).to_have_value(re.compile("^(Ada|Zoe)$"))
    names = [field.input_value() for field in dealt]
    assert sorted(names) == ["Ada", "Zoe"]
    for page in (console, screen):
        assert "From the deck" not in page.content()

    # Its writer says it: there is a card for the name, and no page has its words.
    card = find_card(phones[0], "To whom")
    card.get_by_role("textbox", name="You …").fill("words-for-one-ear")
    card.get_by_role("button", name="Do not show it; I will say it myself").click()
    expect(phones[0].get_by_text("Only this phone has the words.")).to_be_visible()
    expect(console.get_by_text(f"No card yet: {names[1]}.")).to_be_visible()
    assert find_bytes(tmp_path / "kit.db", [b"words-for-one-ear"]) == []
    for page in (console, screen, phones[1]):
        assert "words-for-one-ear" not in page.content()

    # Somebody would rather not be on the wall: their cards come to them alone.
    press(phones[1], "I would rather not be on the wall")
    phones[1].get_by_role("textbox", name="Your name, as it stands").fill(names[1])
    press(phones[1], "I would rather not be on the wall")
    expect(console.get_by_text(f"Not on the wall: {names[1]}.")).to_be_visible()
    press(phones[0], "Write another card")
    thank(phones[0], names[1], "stayed late", "helped")
    desk = console.locator("details").filter(has_text="The room does not see this list")
    desk.get_by_role("button", name="Show", exact=True).click()
    expect(phones[1].get_by_text("stayed late")).to_be_visible()
    expect(desk.get_by_text("not on the wall")).to_be_visible()
    assert "stayed late" not in screen.content()


def make_market() -> Market:
    """Eleven sentences, most of them with cards."""
    lines = [
        {"text": "I can show you mine, on Tuesday at four", "part": "words"},
        {"text": "Linus van der Berg", "part": "name"},
    ]
    rows = [
        {
            "number": number,
            "text": "Somebody to show me how the monthly sheet is made",
            "by": "Ada" if number == 1 else "",
            "cards": [
                {"id": f"{number} {turn}", "lines": lines, "mark": {}, "gold": False}
                for turn in range(number % 3)
            ],
        }
        for number in range(1, 12)
    ]
    return Market(title="What do you need?", rows=rows, note="8 of 11 have a card")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
def test_a_market_is_read_from_the_back_row_at_every_size(
    launcher: Launcher, size: ViewportSize
) -> None:
    page = open_stage(launcher.get(), [make_market()], size)
    assert [str(each) for each in find_faults(page, "market")] == []
    seen = page.locator(".kit-row:visible")
    assert seen.count() >= 2
    page.context.close()
