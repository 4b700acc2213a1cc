"""By keys alone: every control is reached in its order and seen, nothing traps, nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import CARD, join, open_console, press
from tests.browser.test_console import find_step
from tests.browser.test_notes import list_cells as list_wall_cells
from tests.browser.test_notes import thank
from tests.browser.test_parts import list_cells as list_part_cells
from tests.browser.windows import draw
from tests.exercises import code, list_cells, write_notebook
from tests.places import WORKSHOPS

DEFINITION = """\
import kit
places = [f"Place {number}" for number in range(1, 10)]
exercise = kit.Exercise(
    "forms",
    prompts=[
        kit.Choice("acts", "Which acts?", ["kept a word", "asked for help"], max_choices=2),
        kit.Scale("safe", "How safe?", low_label="not at all", high_label="very"),
        kit.Grid("soil", "How is it?", rows=places, steps=["poor", "fair", "rich"]),
        kit.Dots("dots", "What matters most?", ["rest", "talk"]),
        kit.EnergyMap("map", "Where does your energy go?"),
        kit.Text("story", "What happened?"),
    ],
    notes=[kit.SignedNote("tending", "What we tend", [kit.Text("what", "We will", max_length=60)])],
)
room = kit.join(exercise)"""
MOST = 200  # controls of one page
# The control that has the focus: where it comes among all elements, whether it can be seen, and
# whether something is drawn around it that was not there before.
READ_FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const shown = here.matches(".kit-cover") ? here.closest("label") : here;
  const style = getComputedStyle(shown);
  const { top, bottom, left, right } = shown.getBoundingClientRect();
  const found = document.elementFromPoint((left + right) / 2,
    (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2);
  return {
    place: [...document.querySelectorAll("*")].indexOf(here),
    words: here.ariaLabel ?? here.labels?.[0]?.textContent ?? here.textContent,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: top >= -1 && left >= -1 && right <= innerWidth + 1 && top < innerHeight &&
      (bottom <= innerHeight + 1 || bottom - top > innerHeight) &&
      Boolean(found && (found.contains(shown) || shown.contains(found))),
  };
}"""
# Where the controls stand that can be used, one for each group of radio buttons.
LIST_CONTROLS = """() => {
  const every = [...document.querySelectorAll("*")];
  const groups = new Set();
  const controls = "a[href], button, summary, input, textarea, [tabindex]";
  return every.filter((each) => each.matches(controls)
    && each.tabIndex >= 0 && !each.matches(":disabled")
    && each.checkVisibility({ visibilityProperty: true })
    && !(each.type === "radio" && (groups.has(each.name) || !groups.add(each.name))))
    .map((each) => [each, ...(each.type === "radio"
      ? document.querySelectorAll(`[name="${each.name}"]`) : [])].map((one) => every.indexOf(one)));
}"""

DESCRIBE = "(place) => document.querySelectorAll('*')[place].outerHTML.slice(0, 120)"
# Where the focus goes on from: before everything on the page, or behind it.
BEGIN = """(side) => {
  const here = document.createElement("i");
  here.tabIndex = -1;
  document.body[side](here);
  here.focus();
  here.remove();
}"""


def read_focus(page: Page) -> Any:
    """The control that has the focus, once the page has brought it into sight."""
    draw(page)
    return page.evaluate(READ_FOCUS)


def list_stops(page: Page, key: str) -> list[dict[str, Any]]:
    """What the focus comes to, until it leaves the page or begins anew."""
    stops: list[dict[str, Any]] = []
    while len(stops) < MOST:
        page.keyboard.press(key)
        stop = read_focus(page)
        if stop is None or (stops and (stop["place"] < stops[-1]["place"]) is (key == "Tab")):
            return stops
        assert not stops or stop["place"] != stops[-1]["place"], f"trapped: {stop['words']!r}"
        stops.append(stop)
    pytest.fail(f"the focus never leaves the page: {stops}")


def check_stops(page: Page) -> None:
    """Every control is reached, forwards in the order of the page and backwards, and is seen."""
    page.evaluate(BEGIN, "prepend")
    stops = list_stops(page, "Tab")
    assert [stop for stop in stops if not (stop["ring"] and stop["seen"])] == []
    reached = {stop["place"] for stop in stops}
    missed = [group for group in page.evaluate(LIST_CONTROLS) if not reached & set(group)]
    assert [page.evaluate(DESCRIBE, group[0]) for group in missed] == []
    page.evaluate(BEGIN, "append")
    back = list_stops(page, "Shift+Tab")
    assert {stop["place"] for stop in back} <= reached


def write_forms(folder: Path) -> Path:
    folder.mkdir()
    cells = list_cells(DEFINITION)
    cells[5:5] = [
        code("room.mirror(['I did what I said.', 'I listened.', 'I asked.'])", "participant"),
        code("room.notes('tending')", "participant"),
    ]
    cells[8] = code('kit.Bars(room.results, "acts")', "facilitator", "screen")
    write_notebook(folder / "forms.ipynb", cells)
    return folder


def go_to(page: Page, words: str, key: str = "Tab") -> None:
    """Press a key until a control has the focus whose words have this pattern."""
    passed = []
    for _ in range(MOST // 4):
        page.keyboard.press(key)
        stop = read_focus(page)
        passed.append(stop and stop["words"])
        if stop and re.search(words, stop["words"]):
            return
    pytest.fail(f"{words!r} is not reached: {passed}")


def test_every_control_of_every_form_is_reached_in_its_order_and_seen(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder = write_forms(tmp_path / "workshop")
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console, phone = open_console(open_page, server), join(open_page, server)
    check_stops(phone)
    press(console, "Open")
    expect(phone.get_by_role("button", name="Send", exact=True)).to_be_visible()
    check_stops(phone)

    # A grid of two pages: the focus goes on to the first line of the second.
    go_to(phone, "poor")
    for number in range(1, 6):
        phone.keyboard.press("Space")
        if number < 5:
            go_to(phone, "poor")
    expect(phone.get_by_text("5 of 9")).to_be_visible()
    go_to(phone, "Next")
    phone.keyboard.press("Enter")
    assert read_focus(phone)["words"] == "poor"
    check_stops(phone)

    go_to(phone, "One dot more: talk")
    for _ in range(4):  # one more than there are
        phone.keyboard.press("Space")
    expect(phone.get_by_text("3 of 3 dots given")).to_be_visible()
    assert read_focus(phone)["words"] == "One dot more: talk"

    # A map: added, moved, opened, changed, left out and brought back.
    go_to(phone, "A task")
    for task in ("mail", "talk", "plan"):
        phone.keyboard.type(task)
        phone.keyboard.press("Enter")
    check_stops(phone)
    go_to(phone, "mail, medium, neutral")
    for key in ("ArrowRight", "ArrowUp"):
        phone.keyboard.press(key)
    assert read_focus(phone)["words"] == "mail, large, drains energy"
    go_to(phone, "3 Next", "Shift+Tab")
    phone.keyboard.press("Enter")
    go_to(phone, "mail, large")
    phone.keyboard.press("Enter")
    check_stops(phone)
    go_to(phone, "Drop it")
    phone.keyboard.press("Enter")
    assert read_focus(phone)["words"] == "A task to add"
    go_to(phone, "Bring back")
    phone.keyboard.press("Enter")
    assert read_focus(phone)["words"] == "mail, large, drains energy"

    go_to(phone, "^Send")
    phone.keyboard.press("Space")
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()
    assert read_focus(phone)["words"] == "Change my answer"
    check_stops(phone)


def test_a_card_is_signed_another_taken_back_and_the_keys_go_on_from_there(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "cards.ipynb").write_bytes((WORKSHOPS / "commitments.ipynb").read_bytes())
    server = serve("serve", str(tmp_path / "w"), "--data", str(tmp_path / "kit.db"))
    phone = join(open_page, server)
    check_stops(phone)
    for label, words in CARD.items():
        go_to(phone, label)
        phone.keyboard.type(words)
    go_to(phone, "Sign")
    phone.keyboard.press("Space")
    expect(phone.get_by_text("Signed.")).to_be_visible()
    assert read_focus(phone)["words"] == "Write another card"
    check_stops(phone)
    go_to(phone, "Take back")
    phone.keyboard.press("Space")
    expect(phone.get_by_text("Taken back.")).to_be_visible()
    phone.keyboard.press("Tab")
    assert read_focus(phone)["words"] == "Write another card"


def test_part_two_begins_at_its_top_and_every_control_of_it_is_reached(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    (tmp_path / "w").mkdir()
    write_notebook(tmp_path / "w" / "pulse.ipynb", list_part_cells())
    server = serve("serve", str(tmp_path / "w"), "--data", str(tmp_path / "kit.db"))
    console, phone = open_console(open_page, server), join(open_page, server)
    press(console, "Open")
    go_to(phone, "1")
    phone.keyboard.press("ArrowRight")
    go_to(phone, "Send")
    phone.keyboard.press("Space")
    expect(phone.get_by_text("Received")).to_be_visible()
    for name in ("Close", "Close anyway", "Reveal", "Part two"):
        press(console, name)
    expect(phone.get_by_text("Do we try it for two weeks?").first).to_be_visible()
    go_to(phone, "Yes")
    phone.keyboard.press("Space")
    check_stops(phone)


def test_a_press_meant_for_a_button_that_is_gone_does_not_press_the_large_one(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    (tmp_path / "w").mkdir()
    write_notebook(tmp_path / "w" / "wall.ipynb", list_wall_cells())
    server = serve("serve", str(tmp_path / "w"), "--data", str(tmp_path / "kit.db"))
    console = open_console(open_page, server)
    phones = [join(open_page, server) for _ in range(2)]
    thank(phones[0], "Ada", "told the customer the truth", "dared")
    desk = console.locator("details").filter(has_text="The room does not see this list")
    show = desk.get_by_role("button", name="Show", exact=True).first
    show.focus()
    thank(phones[1], "Chris", "stayed late with the new one", "helped")
    rows = desk.get_by_role("listitem")
    expect(rows).to_have_count(2)
    focused = desk.locator("button:focus")
    expect(focused).to_have_text("Show")  # a card that comes leaves the focus where it is
    text = rows.filter(has=console.locator("button:focus")).locator(".kit-words").inner_text()

    console.keyboard.press("ArrowDown")
    console.keyboard.press("Space")
    expect(rows).to_have_count(1)
    console.keyboard.press("Space")
    expect(rows).not_to_contain_text(text)
    assert find_step(console) == "Prepare"
    console.keyboard.press("Tab")
    expect(focused).to_have_text("Show")  # of the card that is left
    console.keyboard.press("Shift+Tab")
    go_to(console, "Show all", "Shift+Tab")
    for _ in range(2):
        console.keyboard.press("Space")
        expect(desk.get_by_text("1 of 1 shown")).to_be_visible()
    go_to(console, "^Hide$")
    console.keyboard.press("ArrowDown")
    console.keyboard.press("Space")
    expect(rows).to_have_count(0)
    console.keyboard.press("Space")
    assert find_step(console) == "Prepare"
    console.evaluate("document.activeElement.remove()")  # what stood around it goes a moment later
    console.keyboard.press("Space")  # and now it is meant
    expect(console.get_by_role("button", name="Leader has gone first")).to_be_visible()
