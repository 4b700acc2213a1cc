"""Dots on a real phone: given, sent, changed, and counted for the room."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from kit.gate.publication import submit
from kit.session.session import new_seat_token
from kit.store import open_store
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import close_round, open_console, open_screen, press
from tests.browser.test_sent import compare, enter
from tests.exercises import list_cells, write_notebook

DEFINITION = """\
import kit
exercise = kit.Exercise(
    "matters",
    prompts=[kit.Dots("kind", "What matters most?", ["time", "help", "rest"])],
)
room = kit.join(exercise)"""


def test_dots_are_given_sent_and_counted(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    write_notebook(folder / "matters.ipynb", list_cells(DEFINITION))
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phone, wire = enter(open_page, server)
    press(console, "Open")
    for _ in range(2):
        press(phone, "One dot more: help")
    press(phone, "One dot more: time")
    expect(phone.get_by_text("3 of 3 dots given")).to_be_visible()
    press(phone, "Send")
    expect(phone.get_by_text("Received")).to_be_visible()
    compare(phone, wire)
    phone.reload()
    expect(phone.get_by_label("2 for help")).to_be_visible()
    store = open_store(str(tmp_path / "kit.db"))
    current = store.get_round(server.code)
    for _ in range(5):
        token = new_seat_token()
        store.add_seat(server.code, token)
        submit(store, current.id, token, {"kind": ["help", "help", "help"]})
    store.close()
    close_round(console)
    press(console, "Reveal")
    for page in (screen, console):
        expect(page.get_by_text("has the most dots: 17.").first).to_be_visible()
    expect(screen.get_by_text("6 answers, each had three dots to give").first).to_be_visible()
    row = phone.get_by_role("row").filter(has_text="help")
    expect(row).to_contain_text("17")
