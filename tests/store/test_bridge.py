"""Notices between servers that share a database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest

from kit.store.bridge import CHANNEL, Bridge, announce, connect
from kit.store.notices import NoticeHub, Notices
from tests.postgres import find_server

LONG = 20.0
WELCOME = ("*", "welcome")


class Server:
    """A hub with its bridge, and a process of that server that hears and tells."""

    def __init__(self, stack: ExitStack, returned: Callable[[], object] | None = None) -> None:
        self.hub = NoticeHub()
        stack.callback(self.hub.close)
        self.process = Notices()
        stack.callback(self.process.close)
        self.heard: list[tuple[str, str]] = []
        self.process.listen(lambda code, what: self.heard.append((code, what)))
        self.process.connect(self.hub.address)
        self.wait(WELCOME)  # the hub's own: from now on nothing is missed
        self.bridge = Bridge(find_server(), self.hub.address, returned)
        stack.callback(self.bridge.close)
        self.wait(WELCOME, count=2)  # the bridge's

    def wait(self, notice: tuple[str, str], *, count: int = 1) -> None:
        end = time.monotonic() + LONG
        while self.heard.count(notice) < count:
            assert time.monotonic() < end, f"{notice} was not heard: {self.heard}"
            time.sleep(0.01)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_what_a_process_of_one_server_tells_those_of_the_others_hear(stack: ExitStack) -> None:
    one, two, three = Server(stack), Server(stack), Server(stack)
    one.process.publish("BCDFGHJK", "phase")
    two.wait(("BCDFGHJK", "phase"))
    three.wait(("BCDFGHJK", "phase"))
    two.process.publish("BCDFGHJK", "ledger")
    one.wait(("BCDFGHJK", "ledger"))


def test_nobody_hears_it_twice_and_it_does_not_come_back(stack: ExitStack) -> None:
    one, two = Server(stack), Server(stack)
    for place in range(20):
        one.process.publish(f"BCDFGHJ{place}", "phase")
    two.process.publish("BCDFGHJK", "ledger")
    one.wait(("BCDFGHJK", "ledger"))
    two.wait(("BCDFGHJ19", "phase"))
    assert [each for each in one.heard if each[1] == "phase"] == [
        (f"BCDFGHJ{place}", "phase") for place in range(20)
    ]  # its own, as it told them
    assert len([each for each in two.heard if each[1] == "phase"]) == 20


def test_equal_ones_of_one_moment_are_told_once(stack: ExitStack) -> None:
    one, two = Server(stack), Server(stack)
    for _ in range(500):
        one.process.publish("BCDFGHJK", "progress")
    one.process.publish("BCDFGHJK", "phase")
    two.wait(("BCDFGHJK", "phase"))
    assert two.heard.count(("BCDFGHJK", "progress")) < 100


def test_after_the_database_has_been_away_everybody_reads_anew(stack: ExitStack) -> None:
    returned = threading.Event()
    one, two = Server(stack, returned.set), Server(stack)
    assert returned.is_set()
    returned.clear()
    with psycopg.connect(find_server(), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name LIKE '%notices'"
        )
    one.wait(WELCOME, count=3)
    two.wait(WELCOME, count=3)
    assert returned.wait(LONG)
    one.process.publish("BCDFGHJK", "phase")  # on a line that is broken, as it finds out now
    two.wait(("BCDFGHJK", "phase"))


def test_what_is_no_notice_is_not_handed_on(stack: ExitStack) -> None:
    one = Server(stack)
    with connect(find_server()) as connection:
        for payload in ("", "x", "x y", "x BCDFGHJK nonsense", "x BCDFGHJK phase more"):
            connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, payload))
        connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, "x BCDFGHJK phase"))
    one.wait(("BCDFGHJK", "phase"))
    assert {each[1] for each in one.heard} == {"welcome", "phase"}


def test_a_command_beside_the_servers_tells_them(stack: ExitStack) -> None:
    one, command = Server(stack), Notices()
    stop = announce(command, find_server())
    command.publish("BCDFGHJK", "keys")
    one.wait(("BCDFGHJK", "keys"))
    stop()


def test_it_ends_while_the_database_is_away() -> None:
    hub = NoticeHub()
    bridge = Bridge("postgresql://kit@127.0.0.1:1/kit", hub.address)
    process = Notices()
    process.connect(hub.address)
    process.publish("BCDFGHJK", "phase")
    bridge.close()
    process.close()
    hub.close()
