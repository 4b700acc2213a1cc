"""A server, a line and a page that go and come back, as WebKit and Firefox see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.conftest import PROJECTOR, OpenWindow
from tests.engines.engines import START, Engine
from tests.engines.line import lay_line
from tests.engines.people import OTHERS, let_others_answer, serve
from tests.engines.window import Window
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
        phone.choose("noticed somebody's effort")
        phone.fill("What happened", WORDS)
        windows = (phone, screen, console)
        server.stop()
        for window in windows:
            window.see("Connection lost")
        again = start_again(server, tmp_path)
        try:
            for window in (phone, screen):
                window.wait(GONE, "the connection")
            console.go(again.links["facilitator_url"])  # the server was started anew
            assert phone.read("What happened") == WORDS
            phone.press("Send")
            phone.see("Received")
            console.press("Close")
            console.press_on("Close anyway")
            for window in (phone, screen):
                window.see("The round is closed")
        finally:
            again.stop()


def test_words_outlive_a_lost_line_a_reload_and_the_back_button(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    with (
        serve(tmp_path, "marble_jar") as (server, _),
        lay_line(int(server.links["port"])) as line,
    ):
        origin = f"http://127.0.0.1:{line.port}"
        phone = open_window(f"{origin}/join/{server.code}")
        phone.press("Join")
        console = open_window(server.links["facilitator_url"], PROJECTOR)
        console.press("Open")
        console.press_on("Leader has gone first")
        phone.choose("noticed somebody's effort")
        phone.fill("What happened", WORDS)

        phone.run("location.reload();")
        phone.wait(KEPT, WORDS)
        phone.go(f"{origin}/join/WRONG")
        phone.see("Check the code")
        phone.go_back()
        phone.wait(KEPT, WORDS)

        # A phone that sleeps, or is carried out of reach: it sends once it is back.
        line.cut()
        phone.see("Connection lost")
        phone.press("Send")
        line.mend()
        phone.see("Received")
        phone.wait(GONE, "the connection")
        console.press("Close")
        console.press_on("Close anyway")
        phone.see("The round is closed")


@pytest.mark.parametrize("cut", [False, True], ids=["for a moment", "until its line is cut"])
def test_a_phone_that_was_locked_while_the_room_went_on_shows_where_the_room_is(
    engine: Engine, open_window: OpenWindow, tmp_path: Path, cut: bool
) -> None:
    with (
        serve(tmp_path, "marble_jar") as (server, store),
        lay_line(int(server.links["port"])) as line,
        START[engine.name]() as other,
    ):
        console = Window(other, PROJECTOR)
        console.go(server.links["facilitator_url"])
        phone = open_window(f"http://127.0.0.1:{line.port}/join/{server.code}")
        phone.press("Join")
        console.see("1 person has joined")  # what it says of that moves the button
        console.press("Open")
        console.press_on("Leader has gone first")
        phone.choose("noticed somebody's effort")
        phone.fill("What happened", WORDS)
        phone.wait(KEPT, WORDS)
        let_others_answer(store, server.code)
        with engine.freeze():
            if cut:
                line.cut()
                line.mend()
            console.press_on("Close")
            console.see("Shows the result on the screen")
        phone.see("The round is closed")
        phone.wait(GONE, "the connection")
        phone.wait(FORGOTTEN, WORDS)  # on a phone that was away, too
        console.press_on("Reveal")
        phone.see(f"{OTHERS} answers")


# The choice and the words stand in the form, which can be written into.
KEPT = """
const words = document.querySelector("textarea:not([readonly])");
return words?.value === arguments[0] && document.querySelector("input:checked");
"""
FORGOTTEN = """
const kept = JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);
const fields = [...document.querySelectorAll("textarea, input")].map((each) => each.value);
return !`${kept} ${fields} ${document.body.innerText}`.includes(arguments[0]);
"""
GONE = "return !document.body.innerText.includes('Connection lost');"


def start_again(server: Server, folder: Path) -> Server:
    """The same session on the same port."""
    return Server(
        *("serve", str(folder / "workshop"), "--data", str(folder / "kit.db")),
        *("--host", "127.0.0.1", "--port", str(server.links["port"])),
        log=folder / "server.log",
    )
