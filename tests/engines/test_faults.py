"""A server that goes and comes back, as WebKit and Firefox see it."""

from __future__ import annotations

from pathlib import Path

from tests.engines.conftest import PROJECTOR, OpenWindow
from tests.engines.people import serve
from tests.processes import Server

WORDS = "They stayed late"


def test_words_outlive_a_server_that_comes_back(open_window: OpenWindow, tmp_path: Path) -> None:
    with serve(tmp_path, "marble_jar") as (server, _):
        phone = open_window(server.links["join_url"])
        phone.press("Join")
        screen = open_window(server.links["screen_url"], PROJECTOR)
        console = open_window(server.links["facilitator_url"], PROJECTOR)
        console.press("Open")
        console.press_on("Leader has gone first")
        phone.choose("noticed me")
        phone.fill("What happened", WORDS)
        windows = (phone, screen, console)
        server.stop()
        for window in windows:
            window.see("Connection lost")
        again = start_again(server, tmp_path)
        try:
            for window in (phone, screen):
                window.wait(GONE, "the connection")
            console.go(again.links["facilitator_url"])  # each start makes a new key
            assert phone.read("What happened") == WORDS
            phone.press("Send")
            phone.see("Received")
            console.press("Close")
            console.press_on("Close anyway")
            for window in (phone, screen):
                window.see("The round is closed")
        finally:
            again.stop()


GONE = "return !document.body.innerText.includes('Connection lost');"


def start_again(server: Server, folder: Path) -> Server:
    """The same session on the same port."""
    return Server(
        *("serve", str(folder / "workshop"), "--data", str(folder / "kit.db")),
        *("--host", "127.0.0.1", "--port", str(server.links["port"])),
        log=folder / "server.log",
    )
