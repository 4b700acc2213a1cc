"""Where somebody is, in the room or in the call: read by the draw alone, and tied to no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.session.session import Phase
from tests.attacks.room import Window, go_on, join, open_window
from tests.exercises import write_notebook
from tests.processes import Server
from tests.store.old_files import read_rows


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "workshops"
    folder.mkdir()
    write_notebook(folder / "first.ipynb")
    given = ("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    server = Server(*given, "--host", "127.0.0.1", "--port", "0", log=tmp_path / "log")
    yield server
    server.stop()


def find_side(phone: Window) -> str:
    return phone.find(lambda state: {"asked", "side"} <= state.keys())


def say_side(phone: Window, side: str) -> None:
    phone.say(find_side(phone), {"method": "update", "state": {"side": side}})


def test_a_side_is_in_no_row_no_log_and_no_other_page(server: Server, tmp_path: Path) -> None:
    console = open_window(server, f"/facilitate/{server.code}", key=True)
    screen = open_window(server, f"/screen/{server.code}")
    phones = [join(server) for _ in range(4)]
    console.press("Some are in a call")
    for phone in phones:
        phone.wait_for(find_side(phone), asked=True)
    go_on(console, Phase.PREPARE)
    for phone in phones:
        phone.wait_for(phone.find_button("Send"), disabled=False)
    pages = (console, screen, *phones)
    for page in pages:
        page.line.catch_up()
    rows, log = read_rows(tmp_path / "kit.db"), (tmp_path / "log").read_bytes()
    heard = [len(page.line.heard) for page in pages]

    for phone, side in zip(phones, ("call", "call", "here", ""), strict=True):
        say_side(phone, side)
    for page in pages:
        page.line.catch_up()
    assert read_rows(tmp_path / "kit.db") == rows
    assert (tmp_path / "log").read_bytes() == log
    # Whoever said it hears an echo, as of anything that a page says; nobody else hears of it.
    for page, before in zip(pages, heard, strict=True):
        own = find_side(page) if page in phones else ""
        new = [frame for frame in page.line.heard[before:] if frame.get("comm") != own]
        assert not [frame for frame in new if "side" in frame.get("data", {}).get("state", {})]
        assert '"call"' not in json.dumps(new)

    # The draw tells each phone of its own pair; nothing of a side reaches the wall or the desk.
    console.press("Draw pairs and fours")
    for phone in phones:
        phone.line.hear_until(lambda frame: "Your pair" in str(frame))
    for page in (console, screen):
        page.line.catch_up()
        assert "in the call" not in str(page.line.heard).lower().replace("some are in", "")
    told = [str(phone.line.heard[-1]) for phone in phones]
    words = ["All of you are in the call" in each for each in told]
    assert words == [True, True, False, False]
    assert read_rows(tmp_path / "kit.db") == rows
    for page in pages:
        page.close()


def test_an_answer_is_stored_alike_whoever_said_where(server: Server, tmp_path: Path) -> None:
    console = open_window(server, f"/facilitate/{server.code}", key=True)
    phones = [join(server) for _ in range(2)]
    console.press("Some are in a call")
    go_on(console, Phase.PREPARE)
    for phone in phones:
        phone.wait_for(phone.find_button("Send"), disabled=False)
    say_side(phones[0], "call")
    for phone in phones:
        phone.fill("kind", ["kept-their-word"])
        phone.send()
    staged = read_rows(tmp_path / "kit.db")["staged"]
    payloads = {(row["payload"], row["released"]) for row in staged}
    assert (len(staged), len(payloads)) == (2, 1)
    for page in (console, *phones):
        page.close()
