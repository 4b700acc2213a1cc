"""The facilitator's page: this minute in the window, and the same picture as on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode
from playwright.sync_api import Locator, Page, ViewportSize, expect

from kit.session.phase_words import PHASE_WORDS
from kit.session.session import Phase
from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.people import open_console, open_screen, press
from tests.exercises import code, list_cells, write_notebook
from tests.processes import Server

TABLET = ViewportSize(width=820, height=1180)
PHONE = ViewportSize(width=360, height=740)
TRIES = 100  # a tenth of a second each, for two pages to hear of a change
ALL_SHOWN = re.compile(r"^(\d+) of \1 sentences shown$")
FEW = ("--participants", "0")
# Titles of what stands on the stage, or of the words that have it where no picture does.
READ_STAGE = """() => document.body.classList.contains("lobby")
  ? [document.querySelector(".band h1, .join-card .hello").textContent]
  : [...document.querySelectorAll(
    ".stage > *, .kit-screen main > .part.onstage")]
  .filter((part) => part.checkVisibility() && !part.matches(".foot, .link"))
  .map((part) => part.querySelector(".kit-title, h2")?.textContent ?? part.textContent)
  .filter(Boolean)"""
FIND_OUTSIDE = """(selectors) => selectors.filter((selector) => {
  const found = [...document.querySelectorAll(selector)].find((each) => each.checkVisibility());
  if (!found) return true;
  const box = found.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const inside = box.left >= 0 && box.right <= innerWidth + 1 && box.top >= 0 && y <= innerHeight;
  const top = document.elementFromPoint(x, y);
  return !inside || !(found.contains(top) || top?.contains(found));
})"""
RATIO = """() => {
  const stage = document.querySelector(".stage");
  return stage.clientWidth / stage.clientHeight;
}"""
WHOLE = """(selector) => {
  const all = [...document.querySelectorAll(selector)];
  const box = all.find((each) => each.checkVisibility()).getBoundingClientRect();
  return box.width > 0 && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight + 1 &&
    box.right <= innerWidth + 1;
}"""


def find_main(console: Page) -> Locator:
    return console.locator(".kit-next:not(.kit-away)")


def find_phase(console: Page) -> str:
    return str(console.locator(".kit-steps").get_attribute("data-phase"))


def play(console: Page) -> Iterator[str]:
    """Press the large button through one exercise; at every phase give its name."""
    while True:
        phase = find_phase(console)
        yield phase
        button = find_main(console)
        if phase in ("revealed", "done"):
            return
        if phase == "open":
            expect(console.locator(".kit-progress")).to_contain_text("16 of 16 finished")
        expect(button).not_to_have_attribute("aria-disabled", "true")
        button.click()
        expect(console.locator(".kit-steps")).not_to_have_attribute("data-phase", phase)


def check_fold(console: Page, phase: str) -> None:
    """What this minute needs lies in the window, and nothing lies over it."""
    needed = [".kit-next", ".seen .strip", "#say-words > *"]
    if phase == "closed" and console.locator(".kit-to-desk").count():
        needed += [
            ".kit-to-desk",
            ".kit-text-desk .kit-all button",
            ".kit-text-desk .kit-row button",
        ]
    for size in (TABLET, PROJECTOR):
        console.set_viewport_size(size)
        if phase == "done":
            needed = needed[:1]
        assert console.evaluate(FIND_OUTSIDE, needed) == [], (phase, size)
        for whole in (".kit-next", ".stage"):
            assert console.evaluate(WHOLE, whole), (phase, size, whole)
        assert console.evaluate(RATIO) == pytest.approx(16 / 9, abs=0.05)


def check_agreement(console: Page, screen: Page, phase: str) -> None:
    """Both pages show the same, or the facilitator's says that it alone shows it."""
    words = PHASE_WORDS[Phase(phase)].screen
    expect(console.locator(".kit-now strong")).to_have_text(words)
    if phase != "done":  # which the screen says large
        expect(screen.locator(".kit-phase")).to_have_text(words)
    place = console.locator(".turner [role=status] span").first
    for _ in range(TRIES):
        shown = [page.evaluate(READ_STAGE) for page in (console, screen)]
        alone = place.is_visible() and "only you" in place.inner_text()
        if shown[0] == shown[1] or (alone and phase == "closed"):
            return
        console.wait_for_timeout(100)
    pytest.fail(f"{phase}: the dashboard shows {shown[0]}, the screen {shown[1]}")


def test_every_shipped_exercise_has_its_minute_in_the_window_and_both_pages_agree(
    serve: Serve, open_page: OpenPage
) -> None:
    server = serve("demo", "--agenda", "half-day", "--participants", "16", "--pace", "1")
    console = open_console(open_page, server)
    screen = open_screen(open_page, server)
    titles = []
    while True:
        title = console.locator("main h1").inner_text()
        titles.append(title)
        expect(screen).to_have_title(title)
        for phase in play(console):
            expect(console.locator(".sheet tr[aria-current]")).to_have_count(1)
            check_agreement(console, screen, phase)
            check_fold(console, phase)
            check_marker(console, phase)
        turn_and_back(console, screen)
        last = find_main(console).inner_text() == "Finish"
        expect(find_main(console)).not_to_have_attribute("aria-disabled", "true")
        find_main(console).click()
        if last:
            break
        expect(console.locator("main h1")).not_to_have_text(title)
        expect(find_main(console)).to_have_text("Open")
    assert len(titles) == 6
    expect(find_main(console)).to_have_text("End the session")
    check_agreement(console, screen, "done")
    check_fold(console, "done")
    for page in (console, screen):
        assert page.evaluate(READ_STAGE) == ["Thank you for being part of it."]
    expect(find_main(console)).not_to_have_attribute("aria-disabled", "true")
    find_main(console).click()
    expect(console.get_by_role("button", name="End this session")).to_be_visible()


def turn_and_back(console: Page, screen: Page) -> None:
    """The screen follows to the next picture, or stays where that is for the facilitator alone."""
    before = screen.evaluate(READ_STAGE)
    if not console.locator(".turner button:visible").count():
        return
    console.keyboard.press("ArrowRight")
    if console.locator(".turner [role=status] span").first.inner_text().endswith("only you"):
        assert console.evaluate(READ_STAGE) != before
    else:
        check_agreement(console, screen, "revealed")
    console.keyboard.press("ArrowLeft")
    check_agreement(console, screen, "revealed")
    assert screen.evaluate(READ_STAGE) == before


def check_marker(console: Page, phase: str) -> None:
    """The marked row names the button that led here, or is the row in which the next is pressed."""
    marked = console.locator(".sheet tr[aria-current]").inner_text()
    named = {
        "leader": "Open",
        "open": "Leader has gone first",
        "closed": "Close",
        "revealed": "Reveal",
    }
    sheet = console.locator(".sheet section table").first.inner_text()
    name = named.get(phase, "")
    if phase == "open" and name not in sheet:
        name = "Open"
    assert name in marked, (phase, marked)


def test_six_presses_of_the_space_bar_do_not_close_a_round_without_answers(
    serve: Serve, open_page: OpenPage
) -> None:
    server = serve("demo", *FEW)
    console = open_console(open_page, server)
    press(console, "Open")
    press(console, "Leader has gone first")
    button = console.get_by_role("button", name="Close", exact=True)
    expect(button).not_to_have_attribute("aria-disabled", "true")
    console.locator("main h1").click()
    for _ in range(6):
        console.keyboard.press("Space")
    asked = console.get_by_role("button", name="Close with no answers", exact=True)
    expect(asked).to_be_visible()
    expect(
        console.get_by_text("Nobody has joined yet, so there is nothing to show.")
    ).to_be_visible()
    assert find_phase(console) == "open"
    expect(button).to_be_visible()  # the question ends by itself
    expect(console.get_by_text("Nobody has joined yet, so")).to_be_hidden()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    expect(asked).not_to_have_attribute("aria-disabled", "true")
    asked.click()
    expect(console.get_by_role("button", name="Reveal")).to_be_visible()


def test_two_facilitators_who_press_at_once_move_the_round_once_and_lose_nothing(
    serve: Serve, open_page: OpenPage
) -> None:
    server = serve("demo", "--participants", "12", "--pace", "1")
    one, other = open_console(open_page, server), open_console(open_page, server)
    for name in ("Open", "Leader has gone first"):
        for page in (one, other):
            expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
            expect(find_main(page)).not_to_have_attribute("aria-disabled", "true")
        for page in (one, other):
            page.evaluate("document.querySelector('.kit-next:not(.kit-away)').click()")
        for page in (one, other):
            expect(page.get_by_role("button", name=name, exact=True)).to_be_hidden()
    expect(one.get_by_text("12 of 12 finished")).to_be_visible()
    for page in (one, other):
        expect(find_main(page)).not_to_have_attribute("aria-disabled", "true")
    # One closes, the other gives a minute more.
    one.evaluate("document.querySelector('.kit-next:not(.kit-away)').click()")
    other.get_by_role("button", name="1 minute more").evaluate("button => button.click()")
    for page in (one, other):
        expect(page.get_by_role("button", name="Reveal", exact=True)).to_be_visible()
        expect(find_main(page)).not_to_have_attribute("aria-disabled", "true")
    # One reveals, the other shows all sentences and turns the picture.
    other.get_by_role("button", name="Show all").evaluate("button => button.click()")
    one.evaluate("document.querySelector('.kit-next:not(.kit-away)').click()")
    other.keyboard.press("ArrowRight")
    for page in (one, other):
        expect(page.get_by_role("button", name="Finish", exact=True)).to_be_visible()
        assert find_phase(page) == "revealed"
        expect(page.locator(".kit-to-desk")).to_have_text(
            re.compile(r"^(\d+) of \1 sentences shown$")
        )


PAGED = """\
import anywidget, traitlets
class Paged(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
      el.textContent = "page 0";
      const tell = () => { if (!el.isConnected) return setTimeout(tell, 20);
        const pages = model.get("pages");
        el.dispatchEvent(new CustomEvent("kit-picture", { bubbles: true,
          detail: { name: "Many", ready: true, standing: "turns", pages } })); };
      el.addEventListener("kit-page", ({ detail }) => { el.textContent = `page ${detail}`; });
      model.on("change:pages", tell);
      tell();
    } }'''
    pages = traitlets.Int(3).tag(sync=True)"""


def serve_own(serve: Serve, folder: Path, *cells: NotebookNode) -> Server:
    """An exercise with pictures of its own."""
    shown = list_cells()
    shown[6:7] = cells
    folder.mkdir()
    write_notebook(folder / "own.ipynb", shown)
    return serve("serve", str(folder), "--data", str(folder.parent / "kit.db"))


def test_a_picture_with_pages_is_turned_page_by_page_on_every_page(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    pictures = [
        code(PAGED),
        code("Paged()", "facilitator", "screen"),
        code("Paged(pages=1)", "facilitator"),
    ]
    server = serve_own(serve, tmp_path / "notebooks", *pictures)
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    shown = [page.locator(".onstage.screen") for page in (console, screen)]
    place = console.locator(".turner [role=status] span").first
    for number in range(3):
        for each in shown:
            expect(each).to_have_text(f"page {number}")
        expect(place).to_have_text(f"1 of 2 · page {number + 1} of 3 · for the room")
        console.get_by_role("button", name="Picture after").click()
    # What is for the facilitator alone takes nothing from the room.
    expect(place).to_have_text("2 of 2 · only you")
    expect(shown[0]).to_be_hidden()
    expect(shown[1]).to_have_text("page 2")
    late = open_page(server.links["screen_url"], PROJECTOR)
    expect(late.locator(".onstage.screen")).to_have_text("page 2")
    console.keyboard.press("ArrowLeft")
    expect(shown[0]).to_have_text("page 2")
    screen.keyboard.press("PageUp")
    expect(shown[1]).to_have_text("page 1")
    expect(shown[0]).to_have_text("page 2")
