"""Nothing that strangers send is found in the log, however it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tornado.httpclient import HTTPClientError

from kit.room.alike import MOST_LINES
from tests.attacks.strangers import Stranger
from tests.processes import Server
from tests.server.visitor import Visitor, build_path

MARK = "Zebra7Quagga"
RAW = [
    f"GET /{MARK} HTTP/1.1\r\nHost: {{host}}\r\n\r\n",
    f"{MARK} / HTTP/1.1\r\nHost: {{host}}\r\n\r\n",
    f"GET / {MARK}/1.1\r\nHost: {{host}}\r\n\r\n",
    f"{MARK}\r\n\r\n",
    f"GET /join/{MARK} HTTP/9.9\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {MARK}.example\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {MARK} {MARK}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: a,{MARK}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {{host}}\r\n{MARK}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {{host}}\r\nX\0: {MARK}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {{host}}\r\nX: a\r\n {MARK}\r\n\r\n",
    f"GET /?code={MARK}%0d%0aSet-Cookie:{MARK} HTTP/1.1\r\nHost: {{host}}\r\n\r\n",
    f"GET /?code=%ff{MARK} HTTP/1.1\r\nHost: {{host}}\r\n\r\n",
    f"GET /join/%ff{MARK} HTTP/1.1\r\nHost: {{host}}\r\n\r\n",
    f"GET http://{MARK}/ HTTP/1.1\r\nHost: {{host}}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: {MARK}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: 3, 4\r\nX: {MARK}\r\n\r\nabc",
    f"POST / HTTP/1.1\r\nHost: {{host}}\r\nTransfer-Encoding: {MARK}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: {{host}}\r\nTransfer-Encoding: chunked\r\n\r\n{MARK}\r\n",
    f"POST / HTTP/1.1\r\nHost: {{host}}\r\nContent-Encoding: gzip\r\n"
    f"Content-Length: 12\r\n\r\n{MARK}",
    f"POST /facilitate HTTP/1.1\r\nHost: {{host}}\r\nContent-Type: multipart/form-data; "
    f"boundary={MARK}\r\nContent-Length: 12\r\n\r\n{MARK}",
    f"POST /facilitate HTTP/1.1\r\nHost: {{host}}\r\nContent-Type: multipart/form-data\r\n"
    f"Content-Length: 12\r\n\r\n{MARK}",
    f"POST /facilitate HTTP/1.1\r\nHost: {{host}}\r\n"
    f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 19\r\n\r\nkey=%ff{MARK}",
    f"GET / HTTP/1.1\r\nHost: {{host}}\r\nCookie: facilitator={MARK}; {MARK}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {{host}}\r\nCookie: facilitator=2|1:0|10:1|4:a|4:{MARK}|x\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {{host}}\r\nX: {MARK * 10_000}\r\n\r\n",
    f"GET /facilitate/x/live HTTP/1.1\r\nHost: {{host}}\r\nUpgrade: websocket\r\n"
    f"Connection: Upgrade\r\nSec-WebSocket-Key: {MARK}\r\nSec-WebSocket-Version: {MARK}\r\n\r\n",
    f"GET /screen/x/live HTTP/1.1\r\nHost: {{host}}\r\nUpgrade: websocket\r\n"
    f"Connection: Upgrade\r\nSec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==\r\n"
    f"Sec-WebSocket-Version: 13\r\n"
    f"Sec-WebSocket-Extensions: permessage-deflate; {MARK}={MARK}\r\n\r\n\x81\x0c{MARK}",
    f"GET /screen/x/live?kernel={MARK}&seq={MARK} HTTP/1.1\r\nHost: {{host}}\r\n"
    f"Origin: http://[{MARK}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    f"Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==\r\nSec-WebSocket-Version: 13\r\n\r\n",
]
MANY = "9" * 5000  # digits: more than Python makes a number of
SOCKET = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==\r\n"
)
NUMBERS = {
    "port": f"GET / HTTP/1.1\r\nHost: {MARK}:{MANY}\r\n\r\n",
    "port of an address": f"GET / HTTP/1.1\r\nHost: [::1]:{MANY}\r\n\r\n",
    "length": f"POST / HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: {MANY}\r\n\r\n",
    "length of a chunk": (
        "POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n" + "f" * 60 + "\r\n"
    ),
    "part of a form": (
        f"POST /facilitate HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: 1\r\n"
        f"Content-Type: multipart/form-data; boundary*{MANY}={MARK}\r\n\r\nx"
    ),
    "version": f"GET / HTTP/1.{MANY}\r\nHost: {{host}}\r\n\r\n",
}
CALM = {
    "extension of a line": (
        f"GET /screen/x/live HTTP/1.1\r\nHost: {{host}}\r\n{SOCKET}"
        f"Sec-WebSocket-Extensions: {MARK}; x*{MANY}={MARK}\r\n\r\n"
    ),
    "origin of a line": (
        f"GET /screen/x/live HTTP/1.1\r\nHost: {{host}}\r\n{SOCKET}Origin: http://a:{MANY}\r\n\r\n"
    ),
    "cookie": (
        f"GET /facilitate HTTP/1.1\r\nHost: {{host}}\r\n"
        f"Cookie: facilitator=2|{MANY}:0|10:1|11:facilitator|1:b|x\r\n\r\n"
    ),
}
PATHS = [
    *("/join/{}", "/s/{}", "/screen/{}", "/facilitate/{}", "/static/{}", "/sources/{}", "/{}"),
    *("/sheets/site-{}.css", "/facilitate/{}/end", "/facilitate/{}/files", "/?code={}", "/s/{}/x"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("log") / "log"
    server = Server("demo", "--host", "127.0.0.1", "--port", "0", "--participants", "0", log=log)
    yield server
    server.stop()


@pytest.fixture
def inside(server: Server) -> Visitor:
    inside = Visitor(server)
    inside.join()
    return inside


@pytest.fixture
def facilitator(server: Server) -> Visitor:
    facilitator = Visitor(server)
    facilitator.get(str(server.links["facilitator_url"]).removeprefix(server.origin))
    return facilitator


def assert_silent(server: Server) -> None:
    """The server still serves, and has written nothing of what was sent."""
    assert Visitor(server).get("/").status == 200
    log = server.read_log()
    assert MARK not in log
    assert "127.0.0.1" not in log
    assert "Traceback" not in log
    assert "Uncaught" not in log
    assert "Fault" not in log


def test_requests_that_no_browser_sends(server: Server) -> None:
    for request in RAW:
        with Stranger(server) as stranger:
            host = f"127.0.0.1:{server.links['port']}"
            stranger.tell(request.replace("{host}", host).encode("latin-1"))
            stranger.socket.shutdown(1)
            stranger.hear()
    assert_silent(server)


def tell(server: Server, request: str) -> int:
    """Send a request as it is.

    Returns:
        The status of the answer.
    """
    with Stranger(server) as stranger:
        host = f"127.0.0.1:{server.links['port']}"
        stranger.tell(request.replace("{host}", host).encode("latin-1"))
        first = stranger.socket.recv(65536).split(b" ")
    return int(first[1]) if len(first) > 1 else 0


@pytest.mark.parametrize("request_", NUMBERS.values(), ids=NUMBERS)
def test_numbers_that_are_too_long_are_refused(server: Server, request_: str) -> None:
    before = server.read_log().count("\n")
    for _ in range(50):
        assert tell(server, request_) == 400
    assert_silent(server)
    assert server.read_log().count("\n") <= before + MOST_LINES


@pytest.mark.parametrize("request_", CALM.values(), ids=CALM)
def test_numbers_that_nobody_needs_harm_nothing(server: Server, request_: str) -> None:
    for _ in range(50):
        assert tell(server, request_) < 500
    assert_silent(server)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", MARK])
def test_addresses_and_headers_of_all_doors(
    server: Server, inside: Visitor, facilitator: Visitor, method: str
) -> None:
    for visitor in (Visitor(server), inside, facilitator):
        for path in PATHS:
            headers = {"Referer": f"http://{MARK}/", "User-Agent": MARK, "Accept": MARK}
            visitor.ask(method, path.format(MARK), headers | {"Accept-Encoding": MARK})
    assert_silent(server)


def test_fields_of_every_form(server: Server, inside: Visitor, facilitator: Visitor) -> None:
    names = ("title", "agenda", "expected", "follows", "people", "end", "sure", "skip", "key")
    for visitor in (Visitor(server), inside, facilitator):
        for path in ("/facilitate", "/facilitate/rehearse", f"/facilitate/{MARK}", f"/join/{MARK}"):
            for name in names:
                for value in (MARK, f"{MARK}\0\n", MARK * 1000):
                    visitor.post(
                        path, {"title": "Team", name: value} if name != "key" else {name: value}
                    )
    assert_silent(server)


def test_frames_of_every_kind(server: Server, inside: Visitor, facilitator: Visitor) -> None:
    page = inside.get(f"/s/{server.code}").page
    path = build_path(f"/s/{server.code}", page)
    comm = next(iter(page["state"]))
    frames = [
        *(
            MARK,
            MARK.encode(),
            "[" * 5000 + MARK,
            f'"{MARK}',
            json.dumps({MARK: MARK}),
            MARK * 50_000,
        ),
        {"id": MARK, "comm": MARK, "data": MARK},
        {"id": 1, "comm": MARK, "data": {"method": "update", "state": {MARK: MARK}}},
    ]
    frames += [
        {"id": 2, "comm": each, "data": data}
        for each in [comm, *list(page["state"])[-8:]]
        for data in (
            {"method": "update", "state": {MARK: MARK}},
            {"method": "update", "state": {"value": {MARK: [MARK]}}},
            {"method": "update", "state": {"value": MARK}, "buffer_paths": [[MARK, 1]]},
            {"method": "custom", "content": {"event": MARK, MARK: MARK}},
            {"method": "request_state", "content": MARK},
        )
    ]
    for frame in frames:
        with inside.open_line(path) as line:
            line.tell(frame)
            if isinstance(frame, dict) and frame["comm"] != MARK:
                line.tell({"id": 3, "comm": comm, "data": {"method": "request_state"}})
                line.hear_until(lambda told: told is None or told["type"] in ("idle", "bye"))
    for visitor, door in ((facilitator, "facilitate"), (Visitor(server), "screen")):
        with visitor.open_line(f"/{door}/{MARK}/live?kernel={MARK}") as line:
            line.hear_to_the_end()
    with pytest.raises(HTTPClientError, match="403"):
        Visitor(server).open_line(f"/s/{MARK}/live", Origin=f"http://{MARK}")
    assert_silent(server)
