"""Half requests, requests that never end, and more connections than there are files."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.attacks.strangers import Stranger
from tests.processes import Server
from tests.server.visitor import Visitor

HALVES = {
    "nothing at all": b"",
    "half a request line": b"GET /",
    "headers without an end": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
    "half a body": b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nx",
    "chunks without an end": (
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"
    ),
    "one whole request, and half another": (
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HTTP/1.1\r\nX: "
    ),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("connections") / "log"
    given = ["--host", "127.0.0.1", "--port", "0", "--participants", "0"]
    server = Server("demo", *given, log=log)
    yield server
    server.stop()


def test_half_requests_end_also_when_they_grow_byte_by_byte(server: Server) -> None:
    over = threading.Event()
    with ExitStack() as stack:
        strangers = [stack.enter_context(Stranger(server)) for _ in HALVES for _growing in range(2)]
        for place, stranger in enumerate(strangers):
            stranger.tell(list(HALVES.values())[place // 2])

        def drip() -> None:
            while not over.wait(1):
                for stranger in strangers[::2]:
                    stranger.tell(b"x")

        growing = threading.Thread(target=drip, daemon=True)
        growing.start()
        try:
            assert Visitor(server).join()["kernel"]
            for stranger in strangers:
                stranger.hear()  # until the server closes it
        finally:
            over.set()
            growing.join()
    assert Visitor(server).get("/").status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets another process's limits")
def test_a_server_without_a_file_left_goes_on_when_there_are_some_again(server: Server) -> None:
    import psutil

    process = psutil.Process(server.pid)
    before = process.rlimit(psutil.RLIMIT_NOFILE)
    inside = Visitor(server)
    page = inside.join()
    with inside.open_seat_line(page) as line:
        process.rlimit(psutil.RLIMIT_NOFILE, (process.num_fds() + 10, before[1]))
        with ExitStack() as stack:
            for _ in range(60):
                stack.enter_context(Stranger(server))
            line.catch_up()  # who is inside stays inside
            while "No more connections can be opened" not in server.read_log():
                line.catch_up()
        process.rlimit(psutil.RLIMIT_NOFILE, before)
        assert Visitor(server).get("/").status == 200
        line.catch_up()
    assert "Traceback" not in server.read_log()
    assert server.read_log().count("\n") < 100  # it rested, and did not ask again and again
