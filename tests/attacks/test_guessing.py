"""Somebody tries codes and keys from the address that the whole room has too."""

from __future__ import annotations

import itertools
import selectors
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from kit.server.throttle import AT_ONCE
from kit.session.session import CODE_LETTERS, new_code
from tests.attacks.strangers import Stranger
from tests.processes import Server
from tests.server.visitor import Visitor

GUESSERS = 60
ROOM = 5


class Guesser(threading.Thread):
    """Keeps guesses in the line: each that is answered is followed by the next."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._over = threading.Event()
        self.under_way = threading.Event()
        self.tried = 0

    def run(self) -> None:
        with ExitStack() as stack, selectors.DefaultSelector() as answers:
            for _ in range(GUESSERS):
                stranger = stack.enter_context(Stranger(self._server))
                answers.register(stranger.socket, selectors.EVENT_READ, stranger)
                self.guess(stranger)
            while not self._over.is_set():
                for key, _ in answers.select(timeout=1):
                    key.data.socket.recv(65536)
                    self.guess(key.data)

    def guess(self, stranger: Stranger) -> None:
        stranger.ask(f"/join/{new_code()}")
        self.tried += 1
        if self.tried > AT_ONCE + GUESSERS:
            self.under_way.set()

    def stop(self) -> None:
        self._over.set()
        self.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("guessing")
    given = ["--host", "127.0.0.1", "--port", "0", "--participants", "0"]
    server = Server("demo", *given, log=folder / "log")
    yield server
    server.stop()


@pytest.fixture
def guesser(server: Server) -> Iterator[Guesser]:
    guesser = Guesser(server)
    guesser.start()
    assert guesser.under_way.wait(60)
    yield guesser
    guesser.stop()


def get_key_path(server: Server) -> str:
    return str(server.links["facilitator_url"]).removeprefix(server.origin)


def test_newcomers_come_in_beside_a_guesser_at_their_address(
    server: Server, guesser: Guesser
) -> None:
    inside = Visitor(server)
    inside.join()
    for _ in range(ROOM):
        newcomer = Visitor(server)
        assert newcomer.get(f"/join/{server.code}").status == 200
        assert newcomer.join()["kernel"]
    assert Visitor(server).get(f"/screen/{server.code}").status == 200
    assert inside.get(f"/s/{server.code}").status == 200
    assert guesser.is_alive()


def test_the_facilitator_comes_in_beside_a_guesser_and_after_wrong_keys(
    server: Server, guesser: Guesser
) -> None:
    for place in range(35):
        assert Visitor(server).get(f"/facilitate/{server.code}?key=wrong{place}").status == 403
    facilitator = Visitor(server)
    assert facilitator.get(get_key_path(server)).status == 303
    for path in (f"/facilitate/{server.code}", f"/screen/{server.code}", "/facilitate"):
        assert facilitator.get(path).status == 200
    assert guesser.is_alive()


def test_a_seats_cookie_passes_the_line_and_a_forged_one_does_not(server: Server) -> None:
    """The forged one is sent first and would be answered first, if it did not stand in the line."""
    inside = Visitor(server)
    inside.join()
    with ExitStack() as stack, selectors.DefaultSelector() as answers:
        for _ in range(5 * int(AT_ONCE)):
            stack.enter_context(Stranger(server)).ask(f"/s/{new_code()}")
        for cookie in (f"seat-{server.code}=forged; facilitator=forged", inside.cookie):
            stranger = stack.enter_context(Stranger(server))
            stranger.ask(f"/join/{server.code}", Cookie=cookie)
            answers.register(stranger.socket, selectors.EVENT_READ, cookie)
        first = {key.data for key, _ in answers.select(timeout=60)}
        assert first == {inside.cookie}


@pytest.mark.parametrize("path", ["/join/{}", "/s/{}", "/screen/{}"])
def test_a_wrong_code_is_refused_as_calmly_after_many_as_at_first(
    server: Server, path: str
) -> None:
    for letters in itertools.islice(itertools.product(CODE_LETTERS, repeat=2), 35):
        reply = Visitor(server).get(path.format("BCDFGH" + "".join(letters)))
        assert reply.status == 404
        assert "No session has the code BCDFGH" in reply.words


def test_the_lines_tell_a_stranger_nothing_about_codes(server: Server) -> None:
    """A WebSocket answers the same for a code that is right and for one that is wrong."""
    told = set()
    upgrade = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "x" * 22 + "==",
        "Sec-WebSocket-Version": "13",
    }
    for code in (server.code, new_code()):
        reply = Visitor(server).ask("GET", f"/s/{code}/live", upgrade)
        told.add((reply.status, reply.text.replace(code, "")))
    ((status, _),) = told
    assert status == 403
