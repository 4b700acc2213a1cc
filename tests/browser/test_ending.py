"""A server that is stopped while people are inside, as they and those who come meanwhile see it."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from playwright.sync_api import expect

from benchmarks.notebooks import write_notebook
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import expect_unseen, join, press
from tests.server.test_draining import list_held_cells

LEAVING = "The workshop is being started again. This page comes back by itself."


def test_people_wait_where_they_are_and_come_back_by_themselves(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    gate, folder = tmp_path / "go-on", tmp_path / "workshops"
    write_notebook(folder / "form.ipynb", list_held_cells(gate))
    given = ("serve", str(folder), "--data", str(tmp_path / "kit.db"), "--room-patience", "600")
    server = serve(*given, "--drain", "600")
    phone, held = join(open_page, server), join(open_page, server)
    press(held, "Hold")
    while not gate.with_name("go-on.held").exists():
        time.sleep(0.02)
    server._process.send_signal(signal.SIGTERM)
    expect(phone.get_by_text("Connection lost")).to_be_visible()
    newcomer = open_page(server.links["join_url"])
    expect(newcomer.get_by_text(LEAVING)).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(LEAVING)).to_be_visible()
    expect_unseen(held, "Connection lost")
    gate.touch()
    expect(held.get_by_text("Connection lost")).to_be_visible()
    server._process.wait(120)
    again = serve(*given, "--port", str(server.links["port"]))
    assert again.code == server.code
    newcomer.get_by_role("button", name="Join").click()
    for page in (newcomer, phone, held):
        expect_unseen(page, "Connection lost")
        expect(page.get_by_label("What happens with your answer")).to_be_visible()
