"""Places without people: whoever asks for seats and does not sit in them costs the room nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from socket import create_connection

from kit.gate.publication import close_round, submit
from kit.lifecycle import open_round
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from kit.views.round import get_view
from tests.processes import Server
from tests.server.visitor import Visitor

PATIENCE = 90  # seconds; seats are left after ten, or forty-five where the line broke
STRANGERS = 40
PEOPLE = 8


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)


def test_asking_for_seats_takes_none_and_keeps_nobody_out(server: Server, store: Store) -> None:
    before = store.count_seats(server.code)
    for _ in range(STRANGERS):
        reply = Visitor(server).post(f"/join/{server.code}", Accept="application/json")
        assert reply.status == 200
        stranger = Visitor(server)
        stranger.post(f"/join/{server.code}")
        assert stranger.get(f"/s/{server.code}").status == 200
    assert store.count_seats(server.code) == before
    Visitor(server).sit()
    assert store.count_seats(server.code) == before + 1


def test_seats_that_came_and_went_deny_a_room_no_result(server: Server, store: Store) -> None:
    """A headcount of eight and forty strangers: all forty would be taken off the eight answers."""
    code, current = server.code, store.get_round(server.code)
    for _ in range(STRANGERS):
        Visitor(server).sit()
    tokens = [new_seat_token() for _ in range(PEOPLE)]
    for token in tokens:
        store.add_seat(code, token)
    wait_until(lambda: store.count_present(code) == PEOPLE)
    assert store.count_seats(code) > STRANGERS
    store.set_people(code, PEOPLE)
    open_round(store, current.id, expected=Phase.PREPARE)
    for token in tokens:
        submit(store, current.id, token, {"kind": ["other"]})
    view = get_view(store, current.id, Role.FACILITATOR)
    assert (view.absent, view.progress) == (store.count_seats(code) - PEOPLE, "8 of 8 finished")
    close_round(store, current.id)
    view = get_view(store, current.id, Role.FACILITATOR)
    assert not view.withheld
    assert view.note == "8 answers"
    assert store.drop_absent_seats(code) >= STRANGERS


def test_a_line_that_ends_before_it_has_come_in_leaves_no_seat_behind(
    server: Server, store: Store
) -> None:
    """The handshake of a WebSocket, and nobody there to hear the answer."""
    ghosts, code = 12, server.code
    before, present = store.count_seats(code), store.count_present(code)
    for _ in range(ghosts):
        stranger = Visitor(server)
        stranger.post(f"/join/{code}")
        asked = (
            f"GET /s/{code}/live?kernel=x&seq=0 HTTP/1.1",
            f"Host: 127.0.0.1:{server.links['port']}",
            f"Origin: {server.origin}",
            f"Cookie: {stranger.cookie}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==",
        )
        with create_connection(("127.0.0.1", server.links["port"])) as line:
            line.sendall("\r\n".join([*asked, "", ""]).encode())
    Visitor(server).sit()  # whoever came before has been dealt with by now
    wait_until(lambda: store.count_present(code) <= present)
    assert store.count_seats(code) > before
