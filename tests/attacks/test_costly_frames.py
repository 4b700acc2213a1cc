"""Frames that cost more than they look: whoever sends them waits for them, and nobody else does."""

from __future__ import annotations

from contextlib import ExitStack
from select import select
from socket import create_connection
from typing import Any

import pytest

from kit.server.relay.filter import MAX_FRAME, MAX_PARTS
from kit.server.relay.turns import MOST_IN_TURN
from kit.widgets.text_input import LONGEST_WRITTEN
from tests.attacks.seats import (
    CLICK,
    Page,
    find_button,
    find_comm,
    find_text,
    make_click,
    make_update,
    says,
    wait_for_idle,
)
from tests.processes import Server
from tests.server.visitor import Line, Visitor

PAGES = 100
PATIENCE = 30  # seconds
LOADS = 40  # of the longest text, each with a press on Send
ROOM = MAX_FRAME - 400


@pytest.fixture(scope="module")
def server(open_server: Server) -> Server:
    return open_server


def sit(server: Server) -> tuple[Visitor, Page]:
    visitor = Visitor(server)
    return visitor, visitor.join()


def answer(line: Line, page: Page) -> None:
    """Write a sentence, press Send and wait for the receipt."""
    line.tell(make_update(find_text(page), 1, value="somebody helped me"))
    line.tell(make_click(page, 2))
    line.hear_until(lambda frame: says(frame, "Received"))


def flood(line: Line, page: Page, first: int = 1, length: int = LONGEST_WRITTEN) -> int:
    """Send a long text and press Send, again and again.

    Returns:
        The number of the last frame.
    """
    number = first
    for _ in range(LOADS):
        line.tell(make_update(find_text(page), number, value="a" * length))
        line.tell(make_click(page, number + 1))
        number += 2
    return number - 1


def count_done(line: Line, last: int) -> int:
    """How many of a line's frames are worked off, as it has heard by now."""
    heard = [frame for frame in line.look() if isinstance(frame, dict)]
    return sum(frame["type"] == "idle" and frame["id"] <= last for frame in heard)


def test_a_receipt_does_not_wait_for_what_another_phone_has_sent_before(server: Server) -> None:
    (one, mine), (other, theirs) = sit(server), sit(server)
    with one.open_seat_line(mine) as attacker, other.open_seat_line(theirs) as quiet:
        last = flood(attacker, mine)
        answer(quiet, theirs)
        assert count_done(attacker, last) < last - 2 * MOST_IN_TURN
        wait_for_idle(attacker, last)  # slowed, and served all the same


def test_a_seat_with_four_lines_is_one_seat(server: Server) -> None:
    (one, mine), (other, theirs) = sit(server), sit(server)
    with ExitStack() as opened, other.open_seat_line(theirs) as quiet:
        lines = [opened.enter_context(one.open_seat_line(mine)) for _ in range(4)]
        for place, line in enumerate(lines):
            last = flood(line, mine, 1 + 1000 * place, length=2000)
        answer(quiet, theirs)
        assert sum(count_done(line, last) for line in lines) < 2 * LOADS
        wait_for_idle(lines[3], last)


LARGEST: dict[str, dict[str, Any]] = {
    "one letter": {"value": "a" * ROOM},
    "wide letters": {"value": "\U0001f600" * (ROOM // 12)},
    "combining characters": {"value": "a\u0301" * (ROOM // 8)},
    "many parts": {"value": [[]] * (ROOM // 4)},
    "many names": {f"n{place}": 1 for place in range(20_000)},
    "many numbers": {"value": [1] * (ROOM // 4)},
    "a long number": {"value": 10**21},
    "deep": {"value": [[[[[[[[[["x"]]]]]]]]]]},
}


@pytest.mark.parametrize("state", LARGEST.values(), ids=LARGEST)
def test_the_largest_frame_never_reaches_a_form(server: Server, state: dict[str, Any]) -> None:
    (one, mine), (other, theirs) = sit(server), sit(server)
    for prompt in ("kind", "story"):
        comm = find_comm(mine, lambda each, name=prompt: each.get("prompt") == name)  # type: ignore[misc]
        with one.open_seat_line(mine) as line:
            line.tell(make_update(comm, 1, **state))
            heard = line.hear()
            assert heard in ({"type": "idle", "id": 1}, {**heard, "type": "bye"})
    assert set(one.get(f"/s/{server.code}").page["state"]) == set(mine["state"])
    with other.open_seat_line(theirs) as quiet:
        answer(quiet, theirs)


def test_a_message_of_very_many_parts_is_refused_and_one_below_that_is_not(server: Server) -> None:
    one, mine = sit(server)
    button = find_button(mine)
    for count, kind in ((MAX_PARTS // 2, "idle"), (MAX_PARTS, "bye")):
        with one.open_seat_line(mine) as line:
            data = {**CLICK, "content": {"event": "none", "more": [0] * count}}
            line.tell({"id": count, "comm": button, "data": data})
            assert line.hear()["type"] == kind


def test_a_page_that_is_loaded_again_and_again_waits_and_others_do_not(server: Server) -> None:
    (one, _), (other, theirs) = sit(server), sit(server)
    address = ("127.0.0.1", server.links["port"])
    lines = (
        f"GET /s/{server.code} HTTP/1.1",
        "Host: {}:{}".format(*address),
        f"Cookie: {one.cookie}",
    )
    request = "\r\n".join([*lines, "", ""])
    with ExitStack() as opened, other.open_seat_line(theirs) as quiet:
        asked = [opened.enter_context(create_connection(address)) for _ in range(PAGES)]
        for each in asked:
            each.sendall(request.encode())
        assert select(asked, [], [], PATIENCE)[0], "no page came"
        answer(quiet, theirs)
        assert len(select(asked, [], [], 0)[0]) < PAGES
