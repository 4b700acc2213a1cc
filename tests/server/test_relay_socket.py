"""A phone's WebSocket on a real server: what it may say, and what it gets to hear."""

# Holds kit/server/handlers/seat_socket.py too: a line is judged by what a browser hears on it.

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from kit.server.handlers.seat_socket import ELSEWHERE, SOCKETS_AT_ONCE
from kit.server.relay.filter import MAX_FRAME
from kit.server.relay.turns import MOST_WAITING
from kit.store import Store
from tests.processes import Server
from tests.server.visitor import Line, Visitor

WORDS = "MARKER-SENTENCE nobody else may read this"
Page = dict[str, Any]


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """A seat's page."""
    return visitor.join()


def find_comm(page: Page, fits: Callable[[Page], bool]) -> str:
    """The comm of the first widget whose state fits."""
    return str(next(comm for comm, model in page["state"].items() if fits(model["state"])))


def find_text(page: Page) -> str:
    return find_comm(page, lambda state: "max_length" in state)


def find_button(page: Page) -> str:
    return find_comm(page, lambda state: state.get("description") == "Send")


def make_update(comm: str, number: int = 1, **state: Any) -> Page:
    return {"id": number, "comm": comm, "data": {"method": "update", "state": state}}


def wait_for_idle(line: Line, number: int = 1) -> None:
    line.hear_until(lambda frame: frame == {"type": "idle", "id": number})


def test_what_is_typed_reaches_the_kernel_and_stays_with_the_seat(
    visitor: Visitor, page: Page, server: Server
) -> None:
    with visitor.open_seat_line(page) as line:
        line.tell(make_update(find_text(page), value=WORDS))
        wait_for_idle(line)
    again = visitor.get(f"/s/{server.code}").page
    assert again["state"][find_text(page)]["state"]["value"] == WORDS


def test_a_page_that_is_up_to_date_is_told_so_and_one_that_fell_behind_gets_the_news(
    visitor: Visitor, page: Page, server: Server
) -> None:
    path = f"/s/{server.code}/live"
    with visitor.open_line(f"{path}?kernel={page['kernel']}&seq={page['seq']}") as line:
        assert line.hear() == {"type": "hello"}
    for query in ("", "?kernel=another&seq=0", f"?kernel={page['kernel']}&seq=" + "9" * 5000):
        with visitor.open_line(path + query) as line:
            news = line.hear()
            assert news["type"] == "page"
            assert news["page"]["state"].keys() == page["state"].keys()


@pytest.mark.parametrize("query", ["kernel=%ff&seq=0", "kernel=a&seq=%ff", "version=%ff"])
def test_an_address_that_cannot_be_read_takes_no_seat(
    server: Server, store: Store, query: str
) -> None:
    stranger = Visitor(server)
    assert stranger.post(f"/join/{server.code}").status == 303
    before = store.count_seats(server.code)
    with pytest.raises(HTTPClientError, match="400"):
        stranger.open_line(f"/s/{server.code}/live?{query}")
    assert store.count_seats(server.code) == before


def test_a_page_of_another_version_of_the_kit_is_told_to_load_itself_again(
    visitor: Visitor, page: Page, server: Server
) -> None:
    path = f"/s/{server.code}/live?kernel={page['kernel']}&seq={page['seq']}"
    found = re.search(r'data-version="(\w+)"', visitor.get(f"/s/{server.code}").text)
    assert found
    with visitor.open_line(f"{path}&version={found[1]}") as line:
        assert line.hear() == {"type": "hello"}
    with visitor.open_line(f"{path}&version=another") as line:
        assert line.hear() == {"type": "reload"}
        assert line.hear() is None


REFUSED = {
    "no JSON": "rubbish",
    "no object": "[]",
    "deep": "[" * 100_000,
    "binary": b'{"id": 1}',
    "another member": {"channel": "shell"},
    "a message of Jupyter's": {"header": {"msg_type": "execute_request"}},
    "no method": {"data": {}},
    "code": {"data": {"method": "execute", "code": "1"}},
    "all widgets": {"data": {"method": "request_states"}},
    "a new comm": {"data": {"method": "comm_open", "target_name": "kit.room"}},
    "a closed comm": {"data": {"method": "comm_close"}},
    "a call of the server's": {"data": {"id": 1, "call": "seat", "with": {}}},
    "nobody's comm": {"comm": "0" * 32},
    "the server's comm": {"comm": "kit.room"},
    "no number": {"id": "1"},
    "no base64": {"buffers": ["?"]},
    "half a character": {"data": {"method": "update", "state": {"value": "\ud800"}}},
    "no number of JSON": {"data": {"method": "update", "state": {"value": float("nan")}}},
    "a huge number": {"id": 2**60},
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_frame_that_no_page_sends_ends_the_line_with_a_reason(
    visitor: Visitor, page: Page, fault: str
) -> None:
    part = REFUSED[fault]
    frame = {**make_update(find_text(page), value="x"), **part} if isinstance(part, dict) else part
    with visitor.open_seat_line(page) as line:
        line.tell(frame)
        assert line.hear_to_the_end().startswith("A message ")
        assert line.heard[-1]["type"] == "bye"
        assert line.heard[-1]["again"] is True
    with visitor.open_seat_line(page) as line:  # the seat is none the worse for it
        line.tell({"id": 2, "comm": find_text(page), "data": {"method": "request_state"}})
        wait_for_idle(line, 2)


def test_a_frame_over_the_limit_ends_the_line(visitor: Visitor, page: Page) -> None:
    with visitor.open_seat_line(page) as line:
        line.tell(make_update(find_text(page), value="x" * MAX_FRAME))
        assert line.hear_to_the_end()


def test_another_seats_widgets_are_out_of_reach(server: Server) -> None:
    one, other = Visitor(server), Visitor(server)
    mine, theirs = one.join(), other.join()
    own, foreign = find_text(mine), find_text(theirs)
    for frame in (
        make_update(foreign, value=WORDS),
        {"id": 1, "comm": foreign, "data": {"method": "request_state"}},
        {"id": 1, "comm": foreign, "data": {"method": "custom", "content": {"event": "click"}}},
        make_update(own, layout=f"IPY_MODEL_{foreign}"),
        make_update(own, value={"deep": [{"er": f"IPY_MODEL_{foreign}"}]}),
    ):
        with one.open_seat_line(mine) as line:
            line.tell(frame)
            assert "not there" in line.hear_to_the_end()
    after = other.get(f"/s/{server.code}").page
    assert after["state"][foreign]["state"] == theirs["state"][foreign]["state"]


def test_what_one_seat_does_is_never_told_to_another(server: Server) -> None:
    one, other = Visitor(server), Visitor(server)
    mine, theirs = one.join(), other.join()
    with one.open_seat_line(mine) as line, other.open_seat_line(theirs) as quiet:
        before = len(quiet.catch_up())
        line.tell(make_update(find_text(mine), value=WORDS))
        wait_for_idle(line)
        line.tell({"id": 2, "comm": find_text(mine), "data": {"method": "request_state"}})
        wait_for_idle(line, 2)
        click = {"method": "custom", "content": {"event": "click"}}
        line.tell({"id": 3, "comm": find_button(mine), "data": click})
        wait_for_idle(line, 3)
        assert WORDS in json.dumps(line.heard)
        assert quiet.catch_up()[before:] == []
        quiet.tell({"id": 4, "comm": find_text(theirs), "data": {"method": "request_state"}})
        wait_for_idle(quiet, 4)
        told = {frame["comm"] for frame in quiet.heard if "comm" in frame}
    assert told <= theirs["state"].keys()
    assert WORDS not in json.dumps(quiet.heard)
    assert WORDS not in other.get(f"/s/{server.code}").text


def test_both_pages_of_one_seat_are_told(visitor: Visitor, page: Page) -> None:
    with visitor.open_seat_line(page) as one, visitor.open_seat_line(page) as other:
        one.tell(make_update(find_text(page), value=WORDS))
        wait_for_idle(one)
        assert WORDS in json.dumps(other.catch_up())


def test_the_same_frame_twice_acts_once(visitor: Visitor, page: Page) -> None:
    with visitor.open_seat_line(page) as line:
        frame = {"id": 7, "comm": find_text(page), "data": {"method": "request_state"}}
        line.tell(frame)
        wait_for_idle(line, 7)
        line.tell(frame)
        wait_for_idle(line, 7)
        assert sum(frame["type"] == "msg" for frame in line.catch_up()) == 1


def test_a_frame_tells_nothing_of_where_it_came_from(visitor: Visitor, page: Page) -> None:
    with visitor.open_seat_line(page) as line:
        line.tell(make_update(find_text(page), value=WORDS))
        wait_for_idle(line)
        line.tell({"id": 2, "comm": find_button(page), "data": {"method": "request_state"}})
        wait_for_idle(line, 2)
        for frame in line.heard:
            known = {"type", "seq", "comm", "data", "buffers", "id", "page", "reason", "again"}
            assert frame.keys() <= known


def test_frames_faster_than_a_person_makes_them_wait_and_none_is_lost(
    visitor: Visitor, page: Page
) -> None:
    last = 2 * MOST_WAITING
    with visitor.open_seat_line(page) as line:
        for number in range(last + 1):
            line.tell(make_update(find_text(page), number, value="x"))
        wait_for_idle(line, last)
        done = [frame["id"] for frame in line.heard if frame["type"] == "idle"]
        assert done == list(range(last + 1))


def test_states_of_the_wrong_kind_harm_nobody(server: Server) -> None:
    one, other = Visitor(server), Visitor(server)
    mine, theirs = one.join(), other.join()
    own = find_text(mine)
    states: list[dict[str, Any]] = [
        {"value": 5},
        {"value": None, "share": "?"},
        {"value": {"a": [WORDS]}},
        {"max_length": -1, "prompt": 7, "disabled": False},
        {"_dom_classes": 5, "layout": None},
        {"unknown": 1},
        {},
    ]
    with one.open_seat_line(mine) as line:
        for number, state in enumerate(states, start=1):
            line.tell(make_update(own, number, **state))
            wait_for_idle(line, number)
        update = {"method": "update", "state": {}, "buffer_paths": [["a", "b"], 5]}
        line.tell({"id": 9, "comm": own, "data": update, "buffers": ["aGk="]})
        wait_for_idle(line, 9)
        click = {"method": "custom", "content": {"event": "click"}}
        line.tell({"id": 10, "comm": find_button(mine), "data": click})
        wait_for_idle(line, 10)
    with other.open_seat_line(theirs) as line:
        line.tell(make_update(find_text(theirs), value="still here"))
        wait_for_idle(line)
    assert Visitor(server).join()["state"]
    assert WORDS not in server.read_log()


def test_a_form_that_is_not_open_takes_no_answer(
    visitor: Visitor, page: Page, server: Server, folder: Path, store: Store
) -> None:
    text = find_text(page)
    with visitor.open_seat_line(page) as line:
        line.tell(make_update(text, value=WORDS, disabled=False))
        wait_for_idle(line)
        line.tell(make_update(find_button(page), 2, disabled=False))
        wait_for_idle(line, 2)
        click = {"method": "custom", "content": {"event": "click"}}
        line.tell({"id": 3, "comm": find_button(page), "data": click})
        wait_for_idle(line, 3)
        assert "Received" not in json.dumps(line.heard)
    written = [path.read_bytes() for path in folder.glob("kit.db*")]
    assert not [content for content in written if WORDS.encode() in content]


def test_a_line_without_a_seat_or_into_another_session_is_refused(
    visitor: Visitor, page: Page, server: Server, store: Store
) -> None:
    code = store.add_session("Another", ["marble_jar.ipynb"]).code
    for somebody, address in (
        (Visitor(server), f"/s/{server.code}/live"),
        (visitor, f"/s/{code}/live"),
        (visitor, "/s/BBBBBB/live"),
    ):
        with pytest.raises(HTTPClientError, match="403"):
            somebody.open_line(address)


def test_the_oldest_of_too_many_lines_of_a_seat_is_told_to_stop(server: Server) -> None:
    one, other = Visitor(server), Visitor(server)
    mine, theirs = one.join(), other.join()
    with ExitStack() as open_lines:
        quiet = open_lines.enter_context(other.open_seat_line(theirs))
        lines = [
            open_lines.enter_context(one.open_seat_line(mine)) for _ in range(SOCKETS_AT_ONCE + 1)
        ]
        assert lines[0].hear_to_the_end() == ELSEWHERE
        assert lines[0].heard[-1] == {"type": "bye", "reason": ELSEWHERE, "again": False}
        for line in [*lines[1:], quiet]:
            line.catch_up()  # still open


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://a:b", "http://a:999999"])
def test_an_origin_that_is_no_address_is_refused_like_a_foreign_one(
    visitor: Visitor, page: Page, server: Server, origin: str
) -> None:
    with pytest.raises(HTTPClientError, match="403"):
        visitor.open_line(f"/s/{server.code}/live", Origin=origin)
    assert "Traceback" not in server.read_log()


def test_an_answered_ping_is_told_to_the_page(visitor: Visitor, page: Page) -> None:
    with visitor.open_seat_line(page) as line:
        before = time.time()
        line.answer_ping()
        beat = line.hear()
        assert beat == {"type": "beat", "now": beat["now"]}
        assert before <= beat["now"] <= time.time()
