"""The facilitator's page: its large button, and pictures that have pages."""

from __future__ import annotations

import re
from pathlib import Path

from nbformat import NotebookNode
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.people import expect_unseen, open_console, open_screen, press
from tests.exercises import code, list_cells, write_notebook
from tests.processes import Server

FEW = ("--participants", "0")


def find_main(console: Page) -> Locator:
    return console.locator(".kit-next:not(.kit-away)")


def find_phase(console: Page) -> str:
    return str(console.locator(".kit-steps").get_attribute("data-phase"))


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
    expect_unseen(console, "Nobody has joined yet, so")
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
    shown = [page.locator(".onstage.screen:not(.offstage)") for page in (console, screen)]
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
    expect(late.locator(".onstage.screen:not(.offstage)")).to_have_text("page 2")
    console.keyboard.press("ArrowLeft")
    expect(shown[0]).to_have_text("page 2")
    screen.keyboard.press("PageUp")
    expect(shown[1]).to_have_text("page 1")
    expect(shown[0]).to_have_text("page 2")


def test_the_column_of_the_agenda_has_its_width_before_the_room_is_set_up(
    server: Server, chromium: Browser
) -> None:
    with chromium.new_context(viewport=PROJECTOR, java_script_enabled=False) as context:
        console = context.new_page()
        console.goto(server.links["facilitator_url"])
        link = console.get_by_role("link", name="Open the screen", exact=True).bounding_box()
        main = console.get_by_role("main").bounding_box()
    assert link is not None
    assert main is not None
    assert link["x"] + link["width"] <= main["x"]
    assert link["height"] < 40, "the words do not fit into one line"
