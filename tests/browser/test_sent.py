"""What left this phone: the list on its page, held against all that the browser has really sent."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, WebSocket, expect

from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import (
    CARD,
    close_round,
    expect_unseen,
    fill_form,
    open_console,
    press,
    press_on,
    send,
    sign_card,
)
from tests.places import WORKSHOPS
from tests.processes import Server

WORD = "Zebrafinch"
TITLE = "What left this phone"
FIXED = ("This page was opened", "You joined", "A part of this page was fetched")
LINE = "The line to the server was opened"


class Wire:
    """All that a browser's page sends, as the browser itself tells it."""

    def __init__(self, page: Page) -> None:
        self.frames: list[dict[str, Any]] = []
        self.lines = 0
        self.requests: list[str] = []
        page.on("websocket", self._listen)
        page.on("request", lambda request: self._ask(request.url))

    def _listen(self, socket: WebSocket) -> None:
        self.lines += 1
        socket.on("framesent", lambda frame: self.frames.append(json.loads(frame)))

    def _ask(self, url: str) -> None:
        if url.startswith("http"):  # a widget's script is a blob of the page's own
            self.requests.append(urlsplit(url).path)

    def count_clicks(self) -> int:
        contents = [each["data"].get("content") or {} for each in self.frames]
        return sum(content.get("event") == "click" for content in contents)

    def list_values(self) -> list[object]:
        states = [each["data"].get("state", {}) for each in self.frames]
        return [value for state in states for name, value in state.items() if name == "value"]


def read_list(phone: Page) -> list[str]:
    """The lines of the list, without their times."""
    fold = phone.locator("details").filter(has_text=TITLE)
    if fold.get_attribute("open") is None:
        fold.get_by_text(TITLE, exact=True).click()
    expect(fold.get_by_role("listitem").first).to_be_visible()
    texts = fold.get_by_role("listitem").all_inner_texts()
    assert all(re.match(r"\d+:\d\d:\d\d", text) for text in texts)
    return [re.sub(r"^\S+( [AP]M)? ", "", text) for text in texts]


def compare(phone: Page, wire: Wire) -> None:
    """Hold the list against what was sent: each frame, each line, each request stands in it."""
    listed = read_list(phone)
    kinds = Counter(line for line in listed if line in (*FIXED, LINE))
    frames = [line for line in listed if line not in (*FIXED, LINE)]
    assert len(frames) == len(wire.frames)
    assert sum(line.startswith("You pressed") for line in frames) == wire.count_clicks()
    assert kinds[LINE] == wire.lines
    opened = [path for path in wire.requests if re.search(r"/(s|join)/[^/]+$", path)]
    assert kinds[FIXED[0]] + kinds[FIXED[1]] == len(opened)
    assert kinds[FIXED[2]] == len(wire.requests) - len(opened)
    for value in wire.list_values():
        if isinstance(value, str | int):
            assert any(line.endswith(f": {value or 'nothing'}") for line in frames), value


def start(serve: Serve, tmp_path: Path, *names: str) -> Server:
    folder = tmp_path / "w"
    folder.mkdir()
    for name in names:
        shutil.copy(WORKSHOPS / f"{name}.ipynb", folder)
    return serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))


def enter(open_page: OpenPage, server: Server) -> tuple[Page, Wire]:
    """Join, with an ear on the line from the first request on."""
    wires: list[Wire] = []
    phone = open_page(server.links["join_url"], before=lambda page: wires.append(Wire(page)))
    press(phone, "Join")
    expect(phone.get_by_label("What happens with your answer")).to_be_visible()
    return phone, wires[0]


def test_every_message_that_a_phone_sends_stands_in_its_list_until_the_close(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    server = start(serve, tmp_path, "check_out", "commitments")
    console = open_console(open_page, server)
    phone, wire = enter(open_page, server)
    other, _ = enter(open_page, server)
    compare(phone, wire)
    press(console, "Open")
    fill_form(phone)
    phone.get_by_role("textbox").fill(WORD)
    phone.get_by_role("checkbox").check()
    send(phone)
    press_on(phone, "Change my answer")
    phone.get_by_role("radio", name="4").first.check()
    send(phone)
    compare(phone, wire)
    listed = read_list(phone)
    assert f"One word for how you leave today: {WORD}" in listed
    assert "One word for how you leave today: it may be shown" in listed
    assert "How much energy do you have now?: 4" in listed
    assert "You pressed “Send”" in listed

    # A reload, and a line that is lost, are in the list; what was said is still there.
    phone.reload()
    expect(phone.get_by_text("Received")).to_be_visible()
    phone.context.set_offline(True)
    expect(phone.get_by_text("Connection lost")).to_be_visible()
    phone.context.set_offline(False)
    expect_unseen(phone, "Connection lost")
    compare(phone, wire)
    assert f"One word for how you leave today: {WORD}" in read_list(phone)

    # Nobody else has it, and the close wipes what it says. That it was sent stays.
    assert WORD not in str(read_list(other))
    sent = len(wire.frames)
    close_round(console)
    expect(phone.get_by_text("The round is closed")).to_be_visible()
    listed = read_list(phone)
    assert "One word for how you leave today: wiped from this list" in listed
    assert not any(line.endswith(": 4") for line in listed)
    stored = phone.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])")
    assert WORD not in stored
    assert WORD not in phone.content()
    assert len(wire.frames) == sent  # looking at the list sends nothing

    # In the next exercise it goes on.
    for name in ("Reveal", "Next exercise", "Open"):
        press(console, name)
    sign_card(phone)
    expect(phone.get_by_role("status").filter(has_text="Signed.")).to_be_visible()
    listed = read_list(phone)
    assert f"I or we will …: {CARD['I or we will']}" in listed
    assert "You pressed “Sign”" in listed


def test_the_comparison_finds_a_page_that_sends_beside_its_list(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    server = start(serve, tmp_path, "check_out")
    console = open_console(open_page, server)

    def mutate(route: Route) -> None:
        reply = route.fetch()
        script = reply.text()
        assert script.count(".ledger.addFrame(") == 1
        route.fulfill(response=reply, body=script.replace(".ledger.addFrame(", ".ledger.has?.("))

    wires: list[Wire] = []

    def prepare(page: Page) -> None:
        wires.append(Wire(page))
        page.route("**/static/page-*.js", mutate)

    phone = open_page(server.links["join_url"], before=prepare)
    press(phone, "Join")
    press(console, "Open")
    fill_form(phone)
    send(phone)
    with pytest.raises(AssertionError):
        compare(phone, wires[0])
