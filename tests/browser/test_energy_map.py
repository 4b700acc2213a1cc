"""An energy map on a real phone page: what of it ever leaves the browser."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import close_round, join, open_console, open_screen, press, press_on
from tests.processes import Server

MARKER = "Zebrafinch"
TASKS = (
    (f"{MARKER} one", "Drains energy", "Large"),
    (f"{MARKER} two", "Gives energy", "Small"),
    (f"{MARKER} three", "Neutral", "Small"),
)


class Wire:
    """Everything a page sends and receives."""

    def __init__(self, page: Page) -> None:
        self.sent: list[str] = []
        self.received: list[str] = []
        page.on("websocket", self._listen)
        page.on("request", lambda request: self.sent.append(f"{request.url} {request.post_data}"))

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self.sent.append(read(frame)))
        socket.on("framereceived", lambda frame: self.received.append(read(frame)))


def read(frame: str | bytes) -> str:
    return frame.decode("utf-8", "replace") if isinstance(frame, bytes) else frame


def serve_job_crafting(serve: Serve, tmp_path: Path) -> Server:
    folder = tmp_path / "workshops"
    folder.mkdir()
    shutil.copy(Path("workshops/job_crafting.ipynb"), folder)
    return serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))


def lay_out(phone: Page) -> None:
    for name, effect, size in TASKS:
        phone.get_by_label("A task").fill(name)
        press(phone, "Add")
        phone.get_by_role("radio", name=size).check()
        phone.get_by_role("radio", name=effect).check()
        press(phone, "Done")


def go(phone: Page, step: str) -> None:
    steps = phone.get_by_role("group", name="Steps of the map")
    steps.get_by_role("button", name=step).click()


def open_round(console: Page) -> None:
    press(console, "Open")
    press(console, "Leader has gone first")


def test_only_four_numbers_of_a_map_leave_the_browser(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    server = serve_job_crafting(serve, tmp_path)
    console, phone = open_console(open_page, server), join(open_page, server)
    phone.reload()
    wire = Wire(phone)
    phone.reload()
    expect(phone.get_by_label("A task")).to_be_visible()
    open_round(console)
    expect(phone.get_by_label("A task")).to_be_enabled()

    lay_out(phone)
    go(phone, "Me")
    phone.get_by_label("Reason 1").fill(f"{MARKER} reason")
    phone.get_by_label("What I am good at").fill(f"{MARKER} strength")
    go(phone, "Next")
    phone.get_by_role("button", name=f"{MARKER} one").click()
    phone.get_by_role("radio", name="Small").check()
    phone.get_by_label("What it is for").fill(f"{MARKER} purpose")

    # A reload finds the map again, and says nothing about it.
    phone.reload()
    go(phone, "Both")
    expect(phone.get_by_role("listitem").filter(has_text=f"{MARKER} two")).to_have_count(2)

    press(phone, "Send")
    expect(phone.get_by_text("Received")).to_be_visible()
    assert find_values(wire.sent) == [[20, 60, 30, 30]]
    assert MARKER.lower() not in "".join([*wire.sent, *wire.received]).lower()

    # What was sent can be changed; a reload in between still knows the map.
    phone.reload()
    press_on(phone, "Change my answer")
    go(phone, "Next")
    block = phone.get_by_role("button", name=f"{MARKER} three")
    expect(block).to_be_enabled()
    block.press("ArrowLeft")
    press(phone, "Send")
    expect(phone.get_by_text("Received")).to_be_visible()
    assert find_values(wire.sent)[-1] == [20, 60, 70, 30]
    assert MARKER.lower() not in "".join([*wire.sent, *wire.received]).lower()
    assert MARKER in phone.evaluate("JSON.stringify({ ...sessionStorage })")

    # The close wipes it.
    close_round(console)
    expect(phone.get_by_text("The round is closed")).to_be_visible()
    expect(phone.get_by_text(MARKER)).to_have_count(0)
    stored = phone.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])")
    assert MARKER not in stored
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("kit.db*"))
    assert MARKER.encode() not in kept
    assert MARKER not in server.read_log()


def find_values(sent: list[str]) -> list[list[int]]:
    """The values of the energy map among what a phone has sent, one after the other."""
    found = [json.loads(f"[{each}]") for frame in sent for each in NUMBERS.findall(frame)]
    return [each for place, each in enumerate(found) if place == 0 or each != found[place - 1]]


NUMBERS = re.compile(r'"value": ?\[((?:\d+, ?)+\d+)\]')


def test_five_maps_are_told_in_words_on_the_screen(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    server = serve_job_crafting(serve, tmp_path)
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    phones = [join(open_page, server) for _ in range(5)]
    open_round(console)
    for phone in phones:
        expect(phone.get_by_label("A task")).to_be_enabled()
        lay_out(phone)
        go(phone, "Next")
        block = phone.get_by_role("button", name=f"{MARKER} one")
        block.press("ArrowDown")
        press(phone, "Send")
        expect(phone.get_by_text("Received")).to_be_visible()
    close_round(console)
    press(console, "Reveal")
    for page in (screen, console, *phones):
        expect(page.get_by_text("less on work that drains it").first).to_be_visible()
        assert MARKER not in page.content()
