"""The phone's page in other writings and with larger letters; `rules.py` has its phases."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import fill_form, join, open_console, press
from tests.browser.phone import SIDEWAYS, SIZES, find_covered_in_turn
from tests.browser.windows import resize
from tests.exercises import list_cells, write_notebook

ARABIC = """\
import kit
exercise = kit.Exercise(
    "trust",
    title="جرّة الثقة",
    prompts=[
        kit.Choice("kind", "ماذا فعل زميلك؟", [
            kit.Option("word", "وفى بوعده."),
            kit.Option("help", "asked for help."),
        ]),
        kit.Text("word", "كلمة واحدة", max_length=20),
        kit.Text("why", "A question in English?", max_length=200),
        kit.Scale("safe", "هل تشعر بالأمان؟", low_label="لا", high_label="نعم"),
    ],
)
room = kit.join(exercise)"""
DIRECTIONS = """() => [...document.querySelectorAll(".kit-input")].map((each) =>
    [each, each.querySelector("textarea, .kit-line, .kit-label")].map(
        (part) => part && getComputedStyle(part).direction))"""

# The size of the letters of every text, by its first words.
LETTERS = """() => Object.fromEntries([...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && [...each.childNodes].some(
        (part) => part.nodeType === Node.TEXT_NODE && part.textContent.trim()))
    .map((each) => [each.textContent.trim().replace(/\\d/g, "0").slice(0, 40),
        parseFloat(getComputedStyle(each).fontSize)]))"""


def test_words_run_as_their_language_does_and_letters_may_be_twice_as_large(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    cells = list_cells(ARABIC)
    write_notebook(folder / "trust.ipynb", cells)
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console, phone = open_console(open_page, server), join(open_page, server)
    press(console, "Open")
    fill_form(phone)
    rtl, ltr = "rtl", "ltr"
    phone.get_by_role("textbox").nth(1).fill("שלום")
    assert phone.evaluate(DIRECTIONS) == [[rtl, rtl], [rtl, ltr], [ltr, rtl], [rtl, None]]
    phone.get_by_role("textbox").nth(0).fill("")
    expect(phone.get_by_role("textbox").nth(0)).to_have_css("direction", rtl)
    marble = phone.locator(".kit-row").nth(1)
    letter, label = (marble.locator(each) for each in (".kit-letter", ".kit-label"))
    assert measure(letter)["left"] > measure(label)["left"]
    assert phone.evaluate(SIDEWAYS) <= 0

    # Twice as large letters, as set in the browser: all of it is still there, and nothing is cut.
    before = measure(phone.locator(".kit-input .kit-question").first)["height"]
    letters = phone.evaluate(LETTERS)
    for size in SIZES:
        resize(phone, size)
        phone.evaluate("document.documentElement.style.fontSize = '32px'")
        assert measure(phone.locator(".kit-input .kit-question").first)["height"] > 1.5 * before
        assert phone.evaluate(SIDEWAYS) <= 0
        assert list(find_covered_in_turn(phone)) == []
    grown = phone.evaluate(LETTERS)
    small = [name for name, size in letters.items() if grown.get(name, 0) < 1.9 * size]
    assert small == []


def measure(place: Locator) -> dict[str, float]:
    box: dict[str, float] = place.evaluate("(place) => place.getBoundingClientRect().toJSON()")
    return box
