"""Numbers of thousands of digits and brackets without end, wherever a stranger may write any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from tornado.httpclient import HTTPClientError

from tests.attacks.room import Window, join, open_window
from tests.processes import Server
from tests.server.visitor import Visitor

LONG = "9" * 50_000
NUMBERS = (LONG, f"-{LONG}", f"0x{LONG}", f"{LONG}.5", f"1e{LONG}", "1e400", "NaN", "٣" * 9000)
WORDS = "1 to 9999, or leave it empty"


@pytest.fixture(scope="module", autouse=True)
def calm(server: Server) -> Iterator[None]:
    """Whatever was sent, the server has met no fault, and answers."""
    yield
    log = server.read_log()
    assert "Traceback" not in log
    assert "Fault" not in log
    assert "9999999999" not in log
    assert Visitor(server).get("/healthz").status == 200


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:5])
def test_a_session_for_so_many_people_is_refused_in_words(
    facilitator: Visitor,
    number: str,
) -> None:
    reply = facilitator.post("/facilitate", {"title": "Team", "expected": number})
    assert reply.status == 400
    assert WORDS in reply.words


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:5])
@pytest.mark.parametrize("field", ["people", "end"])
def test_a_rehearsal_of_so_many_is_refused(
    facilitator: Visitor,
    field: str,
    number: str,
) -> None:
    reply = facilitator.post("/facilitate/rehearse", {field: number})
    assert reply.status in (303, 400)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:5])
def test_no_round_of_such_a_number_is_skipped(
    facilitator: Visitor,
    server: Server,
    number: str,
) -> None:
    path = f"/facilitate/{server.code}"
    assert facilitator.post(path, {"skip": number}).status == 303


@pytest.mark.parametrize("number", [each for each in NUMBERS if each.isascii()], ids=len)
def test_a_line_that_says_it_has_heard_so_much_is_brought_up_to_date(
    visitor: Visitor,
    server: Server,
    number: str,
) -> None:
    page = visitor.join()
    address = f"/s/{server.code}/live?kernel={page['kernel']}&seq={number[:30_000]}"
    with visitor.open_line(address) as line:
        assert line.hear()["type"] == "page"
    with visitor.open_line(f"/s/{server.code}/live?kernel={number[:30_000]}&seq=0") as line:
        assert line.hear()["type"] == "page"


def test_a_cookie_of_numbers_without_end_is_no_seat_and_no_key(
    server: Server,
) -> None:
    long = LONG[:7000]
    for value in (
        f"2|1:0|{len(long)}:{long}|4:seat|4:abcd|{'0' * 64}",
        f"2|{long}:0|10:1234567890|4:seat|4:abcd|{'0' * 64}",
        f"{long}|1:0|10:1234567890|4:seat|4:abcd|{'0' * 64}",
        f"abcd|{long}|{'0' * 40}",
    ):
        stranger = Visitor(server)
        stranger.cookies = {f"seat-{server.code}": value, "facilitator": value}
        assert stranger.get(f"/s/{server.code}").status == 302
        assert stranger.get("/facilitate").status == 403
        with pytest.raises(HTTPClientError):
            stranger.open_line(f"/s/{server.code}/live?kernel=x&seq=0")


@pytest.mark.parametrize(
    "name", ["Content-Length", "Range", "Sec-WebSocket-Version", "Max-Forwards"]
)
def test_a_header_of_a_number_without_end_is_refused(
    visitor: Visitor,
    server: Server,
    name: str,
) -> None:
    for number in (LONG[:30_000], "-1", "1e9"):
        value = f"bytes={number}-{number}" if name == "Range" else number
        with suppress(ConnectionError, TimeoutError):  # refused before it was read
            assert visitor.get(f"/join/{server.code}", **{name: value}).status < 500


@pytest.fixture
def console(server: Server) -> Iterator[Window]:
    window = open_window(server, f"/facilitate/{server.code}", key=True)
    yield window
    window.close()


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:5])
def test_the_number_of_people_is_refused_in_words_on_the_console(
    console: Window, number: str
) -> None:
    field = console.find(lambda state: "people" in str(state.get("description")).lower())
    console.say(field, {"method": "update", "state": {"value": number}})
    said = [
        frame["data"]["state"].get("text", "")
        for frame in console.line.heard
        if frame["type"] == "msg" and "state" in frame["data"]
    ]
    assert any(WORDS in words for words in said)


def list_wishes() -> list[object]:
    """Numbers as JSON that a frame may carry, and values nested as deep as it may be."""
    deep: object = 1
    for _ in range(24):
        deep = [deep]
    return [10**21, -(10**20), 1e308, -1e308, deep, {"go": deep}, "9" * 50_000, True, None]


@pytest.mark.parametrize("make", [lambda v: {"go": v}, lambda v: {"move": v, "by": v}])
def test_a_place_on_the_agenda_that_is_none_changes_nothing(
    console: Window, server: Server, make: Callable[[object], object]
) -> None:
    agenda = console.find(lambda state: "began_at" in state)
    for wish in list_wishes():
        console.say(agenda, {"method": "custom", "content": make(wish)})
    assert server.read_log().count("Traceback") == 0


def test_an_answer_of_a_number_without_end_costs_its_sender_alone(
    server: Server, visitor: Visitor
) -> None:
    phone = join(server)
    text = phone.find_prompt("sentence")
    raw = f'{{"id": 1, "comm": "{text}", "data": {{"method": "update", "state": {{"value": '
    for value in (LONG, f"-{LONG}", "1e99999", "[" * 100_000, '{"a":' * 40_000):
        with visitor.open_seat_line(visitor.join()) as line:
            line.tell(raw + value + "}}}}")
            assert line.hear_to_the_end()
    phone.fill("kind", ["gave credit"])  # the kernel has not even noticed
    phone.close()


# Last, because whoever tries many codes has to wait afterwards


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:5])
@pytest.mark.parametrize(
    "address", ["/?code={}", "/join/{}", "/s/{}", "/screen/{}", "/facilitate/{}", "/sources/{}"]
)
def test_an_address_with_a_number_without_end_is_answered_calmly(
    facilitator: Visitor,
    address: str,
    number: str,
) -> None:
    path = address.format(number[:40_000].encode().hex() if "٣" in number else number[:40_000])
    assert facilitator.get(path).status < 500
