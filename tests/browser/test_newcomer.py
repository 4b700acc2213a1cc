"""From nothing to a workshop of one's own, in one's own look, on real pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from kit.cli import main
from tests.browser.accessibility import find_violations
from tests.browser.conftest import PHONE, PROJECTOR, OpenPage, Serve
from tests.browser.people import join, open_console, open_screen, press

QUESTION, OWN = "What would help most here?", "What would help us through the winter?"
THEME = """
name = "Northlight"
logo = "logo.svg"
[light]
accent = "#b0206a"
[dark]
accent = "#ff9ecb"
"""
# In a picture no script runs; a browser that ran this one would have another title.
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 4"><path d="M0 0h9v4z"/></svg>'
ACCENT = "getComputedStyle(document.querySelector('.kit-press, .bar button')).backgroundColor"


def check(folder: Path) -> int:
    """Run `kit check` as a newcomer does; its exit status."""
    return subprocess.run(
        [sys.executable, "-m", "kit", "check", str(folder)], check=False
    ).returncode


def test_a_newcomer_makes_a_folder_changes_a_question_and_a_phone_shows_it(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder = tmp_path / "ours"
    assert main(["new", str(folder), "--blank", "my-topic"]) == 0
    notebook = folder / "my_topic.ipynb"
    assert check(folder) == 0
    server = serve("serve", str(folder), "--watch", "--data", str(tmp_path / "kit.db"))
    phone, console = join(open_page, server), open_console(open_page, server)
    expect(phone.get_by_text(QUESTION)).to_be_visible()
    text = notebook.read_text("utf-8")
    fresh = folder / ".saving"
    fresh.write_text(text.replace(QUESTION, OWN).replace("options=[", "optionz=["), "utf-8")
    fresh.replace(notebook)
    told = console.get_by_role("status").filter(has_text="my_topic.ipynb, cell 4, line ")
    expect(told).to_contain_text("Did you mean 'options'?")
    expect(phone.get_by_text(QUESTION)).to_be_visible()
    fresh.write_text(text.replace(QUESTION, OWN), "utf-8")
    fresh.replace(notebook)
    expect(phone.get_by_text(OWN)).to_be_visible()
    expect(phone.get_by_text(QUESTION)).to_have_count(0)
    expect(told).to_have_count(0)
    assert check(folder) == 0
    press(open_console(open_page, server), "Open")
    phone.get_by_text("more time").click()
    press(phone, "Send")
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()


def test_a_themed_session_is_accessible_light_and_dark(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    folder = tmp_path / "ours"
    assert main(["new", str(folder), "--exercises", "marble_jar"]) == 0
    (folder / "theme.toml").write_text(THEME)
    (folder / "logo.svg").write_text(LOGO)
    assert check(folder) == 0
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    door = open_page(server.links["join_url"], PHONE)
    assert door.evaluate(ACCENT) == "rgb(176, 32, 106)"
    expect(door.get_by_role("img", name="Northlight")).to_be_visible()
    assert door.evaluate("document.querySelector('.kit-logo').naturalWidth") > 0
    found = {"door": find_violations(door), "home": find_violations(open_page(server.origin))}
    phone, screen = join(open_page, server), open_screen(open_page, server)
    console = open_page(server.links["facilitator_url"], PROJECTOR)
    expect(screen.get_by_role("img", name="Northlight")).to_be_visible()
    for name in ("Open", "Leader has gone first"):
        expect(console.get_by_role("button", name=name, exact=True)).to_be_visible()
        for title, page in (("phone", phone), ("screen", screen), ("console", console)):
            found[f"{title} before {name}"] = find_violations(page)
        press(console, name)
    phone.get_by_text("kept their word").click()
    press(phone, "Send")
    expect(phone.get_by_role("status").filter(has_text="Received")).to_be_visible()
    found["sent"] = find_violations(phone)
    assert {name: faults for name, faults in found.items() if faults} == {}
