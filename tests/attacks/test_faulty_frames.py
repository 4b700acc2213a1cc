"""Frames that make faults: they never reach the kernel, or cost it little, and end their line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tornado.websocket import WebSocketClosedError

from kit.room.alike import MOST_LINES
from kit.server.relay.budget import FAULTS
from kit.server.relay.turns import FAULTY
from tests.attacks.seats import (
    find_comm,
    find_text,
    make_click,
    make_update,
    says,
    wait_for_idle,
)
from tests.processes import Server
from tests.server.visitor import Line, Visitor

MANY = 100
WORDS = "MARKER-WORDS"


@pytest.fixture(scope="module")
def server(open_server: Server) -> Server:
    return open_server


def send_faults(line: Line, comm: str, first: int = 1, many: int = MANY) -> None:
    """Send faults, as many as are taken: the line may be closed before the last has left."""
    with suppress(WebSocketClosedError):
        for number in range(first, first + many):
            line.tell(make_update(comm, number, value={WORDS: number}))


def test_a_line_that_only_makes_faults_is_closed_and_another_phone_is_served(
    server: Server,
) -> None:
    one, other = Visitor(server), Visitor(server)
    mine, theirs = one.join(), other.join()
    with one.open_seat_line(mine) as line, other.open_seat_line(theirs) as quiet:
        send_faults(line, find_text(mine))
        quiet.tell(make_update(find_text(theirs), 1, value="somebody helped me"))
        quiet.tell(make_click(theirs, 2))
        quiet.hear_until(lambda frame: says(frame, "Received"))
        assert line.hear_to_the_end() == FAULTY
        done = sum(frame["type"] == "idle" for frame in line.heard)
        assert done <= FAULTS + 1
    assert "Traceback" not in server.read_log()
    assert WORDS not in server.read_log()


def test_a_new_connection_brings_no_new_faults_and_what_is_right_pays_them_back(
    server: Server,
) -> None:
    visitor = Visitor(server)
    page = visitor.join()
    text = find_text(page)
    with visitor.open_seat_line(page) as line:
        send_faults(line, text)
        assert line.hear_to_the_end() == FAULTY
    with visitor.open_seat_line(page) as line:
        send_faults(line, text, first=1000, many=2)
        assert line.hear_to_the_end() == FAULTY
    with visitor.open_seat_line(page) as line:
        for number in range(2000, 2010):
            line.tell(make_update(text, number, value="right"))
            wait_for_idle(line, number)
        line.tell(make_update(text, 2010, value=5))
        wait_for_idle(line, 2010)
        line.catch_up()


def test_what_no_page_writes_is_not_written(server: Server) -> None:
    visitor = Visitor(server)
    page = visitor.join()
    choice = find_comm(page, lambda state: state.get("prompt") == "kind")
    text = find_text(page)
    countdown = find_comm(page, lambda state: "ends_at" in state)
    states: list[tuple[str, dict[str, Any]]] = [
        (choice, {"options": []}),
        (choice, {"value": ["no option"]}),
        (choice, {"value": ["other"] * 4}),
        (text, {"max_length": 100_000}),
        (text, {"share": 1}),
        (text, {"error": WORDS}),
        (countdown, {"ends_at": 1e12}),
    ]
    with visitor.open_seat_line(page) as line:
        for number, (comm, state) in enumerate(states, start=1):
            line.tell(make_update(comm, number, **state))
            wait_for_idle(line, number)
        assert [frame["type"] for frame in line.catch_up()[1:]] == ["idle"] * 7  # and no echo
    after = visitor.get(f"/s/{server.code}").page["state"]
    assert {comm: after[comm] for comm in (choice, text, countdown)} == {
        comm: page["state"][comm] for comm in (choice, text, countdown)
    }


def test_a_callback_that_fails_is_told_by_its_place_and_not_without_end(
    server: Server, folder: Path
) -> None:
    one, other = Visitor(server), Visitor(server)
    mine, theirs = one.join(), other.join()
    slider = find_comm(mine, lambda state: state.get("description") == "Fails")
    with one.open_seat_line(mine) as line, other.open_seat_line(theirs) as quiet:
        for number in range(1, MANY + 1):
            line.tell(make_update(slider, number, value=number))
        quiet.tell(make_click(theirs, 1))
        wait_for_idle(quiet, 1)
        wait_for_idle(line, MANY)
    log = server.read_log()
    assert 1 <= log.count("ValueError in acts.ipynb, cell 6, line 4") <= MOST_LINES
    assert "MARKER-VALUE" not in log
    assert "Traceback" not in log
    assert not [path for path in folder.glob("*.log") if WORDS in path.read_text()]
