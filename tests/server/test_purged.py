"""A session that is erased under a running server: its pages say so, and the server goes on."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from kit.cli import main
from kit.store import Store, open_store
from tests.exercises import DEFINITION, list_cells, write_notebook
from tests.processes import Server
from tests.server.visitor import Visitor

PAGES = ("/end", "/report", "/files")
OVER = "This session is over, and its data have been erased."
SLOW = """
import asyncio, pathlib
pathlib.Path("begun").touch()
while not pathlib.Path("go").exists():
    await asyncio.sleep(0.02)"""
SECONDS = 60


def test_its_pages_say_that_it_is_over_and_the_server_goes_on(
    server: Server, folder: Path, visitor: Visitor, facilitator: Visitor, store: Store
) -> None:
    code = str(server.links["code"])
    visitor.post(f"/join/{code}")
    assert visitor.get(f"/s/{code}").status == 200
    assert facilitator.get(f"/facilitate/{code}").status == 200
    store.purge_session(code)
    for page, browser in (
        (f"/s/{code}", visitor),
        (f"/join/{code}", Visitor(server)),
        (f"/screen/{code}", Visitor(server)),
        *((f"/facilitate/{code}{page}", facilitator) for page in ("", *PAGES)),
    ):
        reply = browser.get(page)
        assert (reply.status, OVER in reply.words) == (410, True), page
        assert "Session code" not in reply.words
    health = visitor.get("/healthz")
    assert health.status == 200
    assert json.loads(health.text)["sessions"] == 0
    unknown = Visitor(server).get("/join/QQQQQQ")
    assert OVER not in unknown.words
    assert "No session has the code" in unknown.words
    other = store.add_session("Next", ["marble_jar.ipynb"])
    store.add_round(other.code, "marble_jar.ipynb")
    assert visitor.get(f"/join/{other.code}").status == 200
    assert "Traceback" not in (folder / "server.log").read_text("utf-8")


def test_the_command_does_not_erase_a_session_that_a_server_may_be_playing(
    server: Server, folder: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    session = store.add_session("Played", ["marble_jar.ipynb"])
    assert main(["purge", session.code, "--data", str(folder / "kit.db"), "--yes"]) == 1
    assert "Stop the server with Ctrl+C" in capsys.readouterr().err
    again = open_store(folder / "kit.db")
    assert again.get_session(session.code) == session
    again.close()


def test_a_page_that_is_being_made_then_says_that_it_is_over(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    write_notebook(folder / "jar.ipynb")
    write_notebook(folder / "slow.ipynb", list_cells(DEFINITION + SLOW))
    data, log = str(tmp_path / "kit.db"), tmp_path / "log"
    address = ("--host", "127.0.0.1", "--port", "0")
    server = Server("serve", str(folder), "--fast", "--data", data, *address, log=log)
    store = open_store(data)
    try:
        session = store.add_session("Slow", ["slow.ipynb"])
        store.add_round(session.code, "slow.ipynb")
        replies = []
        path = f"/join/{session.code}"
        asking = threading.Thread(target=lambda: replies.append(Visitor(server).get(path)))
        asking.start()
        end = time.monotonic() + SECONDS
        while not (folder / "begun").exists():
            assert time.monotonic() < end
            time.sleep(0.02)
        store.purge_session(session.code)
        (folder / "go").touch()
        asking.join(SECONDS)
    finally:
        store.close()
        server.stop()
    [reply] = replies
    assert (reply.status, OVER in reply.words) == (410, True), reply.words
    assert "Session code" not in reply.words
