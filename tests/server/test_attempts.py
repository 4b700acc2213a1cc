"""Whoever types wrong codes again and again has to wait; nobody else has."""

from __future__ import annotations

from pathlib import Path

from kit.server import attempts
from kit.server.attempts import AT_ONCE, SECONDS_EACH, Attempts
from tests.processes import Server
from tests.server.visitor import Visitor


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_address_has_some_tries_and_gets_new_ones_with_time() -> None:
    clock = Clock()
    tries = Attempts(clock)
    for _ in range(AT_ONCE):
        assert tries.may_try("here")
        tries.add_wrong("here")
    assert not tries.may_try("here")
    assert tries.may_try("there")
    clock.now += SECONDS_EACH / 2
    assert tries.may_try("here")
    tries.add_wrong("here")
    assert not tries.may_try("here")
    clock.now += AT_ONCE * SECONDS_EACH
    assert tries.may_try("here")


def test_addresses_are_forgotten_once_they_are_free_again(monkeypatch) -> None:
    monkeypatch.setattr(attempts, "MAX_ADDRESSES", 3)
    clock = Clock()
    tries = Attempts(clock)
    for address in "abc":
        tries.add_wrong(address)
    clock.now += SECONDS_EACH + 0.1
    tries.add_wrong("d")
    assert set(tries._free) == {"d"}


def test_a_stranger_who_tries_codes_is_stopped_and_a_seat_goes_on(tmp_path: Path) -> None:
    server = Server("demo", "--port", "0", "--participants", "0", log=tmp_path / "log")
    try:
        here, stranger = Visitor(server), Visitor(server)
        here.join()
        replies = [stranger.get(f"/join/BCDF{place:02}") for place in range(AT_ONCE + 8)]
        assert {reply.status for reply in replies} == {404}
        assert "No session has the code BCDF00" in replies[0].words
        assert "Too many codes were tried" in replies[-1].words
        assert "Too many codes were tried" in stranger.get(f"/join/{server.code}").words
        assert here.get(f"/s/{server.code}").status == 200
    finally:
        server.stop()
