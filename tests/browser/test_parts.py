"""One exercise in two parts: phone, screen and dashboard go from one to the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import join, open_console, open_screen, press
from tests.exercises import code, words, write_notebook

PARTS = """\
import kit
first = kit.Exercise(
    "pulse", title="Pulse", prompts=[kit.Scale("safe", "How safe is it to ask?")]
)
second = kit.Exercise(
    "pulse-try", title="One try", prompts=[kit.YesNo("try", "Do we try it for two weeks?")], timer=1
)
room = kit.join(first, second)"""

SHEET = """\
| minutes | what | button |
|---|---|---|
| 0-4 | How safe | **Open** |
| 4-8 | What we see | **Close**, **Reveal** |
| 8-9 | One try | **Part two** |
| 9-10 | Our try | **Close**, **Reveal** |
"""


def list_cells() -> list[NotebookNode]:
    return [
        words("# Pulse"),
        words(SHEET, "facilitator"),
        code("minutes: int = 10  # planned length", "parameters"),
        code(PARTS),
        code("room.form()", "participant"),
        code("room.console()", "facilitator"),
        code('kit.Bars(room.results, "safe")', "facilitator", "screen"),
        code('kit.Bars(room.results, "try")', "facilitator", "screen"),
        words("Thank you.", "participant"),
    ]


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = tmp_path / "workshop"
    folder.mkdir()
    write_notebook(folder / "pulse.ipynb", list_cells())
    return folder


def send(page: Page, choice: str) -> None:
    page.locator("label").filter(has_text=choice).first.click()
    press(page, "Send")
    expect(page.get_by_text("Received")).to_be_visible()


def expect_row(console: Page, name: str) -> None:
    """Wait until the run-sheet marks a row as now."""
    expect(console.locator(".sheet tr[aria-current]")).to_contain_text(name)


def test_part_two_opens_on_every_page_and_part_one_stays_on_the_screen(
    serve: Serve, open_page: OpenPage, workshop: Path, tmp_path: Path
) -> None:
    server = serve("serve", str(workshop), "--data", str(tmp_path / "kit.db"))
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phones = [join(open_page, server) for _ in range(5)]
    press(console, "Open")
    for phone in phones:
        send(phone, "4")
    press(console, "Close")
    press(console, "Reveal")
    expect(screen.get_by_role("figure", name="How safe is it to ask?")).to_be_visible()
    expect(console.get_by_text("Opens the next form on every phone.")).to_be_visible()
    expect_row(console, "What we see")

    press(console, "Part two")
    expect(console.get_by_role("heading", name="One try", level=1)).to_be_visible()
    expect_row(console, "One try")
    expect(screen.get_by_text("Answer on your phone.")).to_be_visible()
    expect(screen.get_by_role("figure", name="How safe is it to ask?")).to_be_visible()
    for phone in phones:
        expect(phone.get_by_text("Do we try it for two weeks?").first).to_be_visible()
        send(phone, "Yes")
    late = open_page(server.links["screen_url"])
    expect(late.get_by_role("figure", name="How safe is it to ask?")).to_be_visible()
    press(console, "Close")
    expect_row(console, "Our try")
    press(console, "Reveal")
    result = screen.get_by_role("figure", name="Do we try it for two weeks?")
    expect(result).to_be_visible()
    console.keyboard.press("ArrowLeft")
    expect(screen.get_by_role("figure", name="How safe is it to ask?")).to_be_visible()

    press(console, "Finish")
    expect(screen.get_by_role("heading", name="Thank you for being part of it.")).to_be_visible()
    report = console.context.request.get(console.url.split("?")[0] + "/report")
    for title in ("Pulse", "One try", "How safe is it to ask?", "Do we try it for two weeks?"):
        assert title in report.text()
