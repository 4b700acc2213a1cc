"""A mirror on a real phone page: nothing of it ever leaves the browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import close_round, open_console, press
from tests.browser.test_sent import compare, enter
from tests.browser.windows import resize
from tests.exercises import code, list_cells, write_notebook

LINES = ["I was present when others spoke.", "I did what I said.", "I shared what I know."]
NARROW = ViewportSize(width=320, height=640)


def read_values(phone: Page) -> list[str | None]:
    return [
        phone.get_by_role("slider", name=line).get_attribute("aria-valuetext") for line in LINES
    ]


def test_no_message_leaves_the_page_while_sliders_move_and_the_close_wipes_them(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    cells = list_cells()
    cells[5:5] = [code(f"room.mirror({LINES})", "participant")]
    write_notebook(folder / "mirror.ipynb", cells)
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console = open_console(open_page, server)
    phone, wire = enter(open_page, server)
    press(console, "Open")
    expect(phone.get_by_role("button", name="Send", exact=True)).to_be_visible()
    expect(phone.get_by_text("Only you see this. It is sent to nobody.")).to_be_visible()
    assert read_values(phone) == ["not set"] * 3
    before = len(wire.frames), len(wire.requests)

    # By keyboard, by a press and by a drag, on a narrow phone.
    resize(phone, NARROW)
    first, second, third = (phone.get_by_role("slider", name=line) for line in LINES)
    first.focus()
    for _ in range(3):
        phone.keyboard.press("ArrowRight")
    phone.keyboard.press("Tab")
    expect(second).to_be_focused()
    phone.keyboard.press("Home")
    box = third.bounding_box()
    assert box is not None
    phone.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    phone.mouse.down()
    phone.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=8)
    phone.mouse.up()
    assert read_values(phone) == ["8 of 10", "0 of 10", "10 of 10"]
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (len(wire.frames), len(wire.requests)) == before
    compare(phone, wire)

    # A reload finds it again, as it finds an energy map; the button wipes it.
    phone.reload()
    expect(first).to_have_attribute("aria-valuetext", "8 of 10")
    before = len(wire.frames), len(wire.requests)
    press(phone, "Wipe it")
    assert read_values(phone) == ["not set"] * 3
    assert "kit-mirror" not in read_storage(phone)
    second.focus()
    phone.keyboard.press("End")
    expect(second).to_have_attribute("aria-valuetext", "10 of 10")
    assert "kit-mirror" in read_storage(phone)
    assert (len(wire.frames), len(wire.requests)) == before

    close_round(console)
    expect(phone.get_by_text("Wiped when the round was closed.")).to_be_visible()
    assert read_values(phone) == ["not set"] * 3
    expect(second).to_be_disabled()
    assert "kit-mirror" not in read_storage(phone)
    assert wire.list_values() == []


def read_storage(phone: Page) -> str:
    stored: str = phone.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])")
    return stored
