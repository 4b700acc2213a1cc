"""Who is let in, how many at once, and what happens when the system has nothing left."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from kit.server import connections
from kit.server.connections import ROOM, Entrance, count_files, warn_of_few_files
from kit.store.seats import MAX_SEATS

Play = Callable[[Entrance, int], Awaitable[None]]
REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n"


def run(play: Play, *, files: int | None = None, each: int = ROOM) -> None:
    """Play with an entrance before a server that has no pages."""

    async def inside() -> None:
        (listening,) = bind_sockets(0, "127.0.0.1")
        entrance = Entrance(HTTPServer(Application(log_function=lambda _: None)), files, MAX_SEATS)
        entrance.each = each
        entrance.open([listening])
        try:
            await play(entrance, listening.getsockname()[1])
        finally:
            listening.close()

    asyncio.run(asyncio.wait_for(inside(), 60))


async def ask(port: int, host: str = "127.0.0.1") -> asyncio.StreamWriter | None:
    """Open a connection and ask something; None where it is closed instead."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(host, 0))
    try:
        writer.write(REQUEST)
        answer = await reader.read(100)
    except ConnectionError:
        answer = b""
    if answer:
        return writer
    writer.close()
    return None


async def settle(entrance: Entrance, number: int) -> None:
    """Wait until so many connections are open."""
    while len(entrance._streams) != number:
        await asyncio.sleep(0.01)


def test_one_address_has_its_bound_and_another_is_let_in() -> None:
    async def play(entrance: Entrance, port: int) -> None:
        let_in = [await ask(port) for _ in range(8)]
        assert [writer is not None for writer in let_in] == [True] * 5 + [False] * 3
        another = await ask(port, "127.0.0.2")
        assert another is not None
        assert let_in[0] is not None
        let_in[0].close()
        await settle(entrance, 5)
        assert await ask(port) is not None

    run(play, each=5)


def test_all_together_leave_files_for_kernels_and_database() -> None:
    async def play(entrance: Entrance, port: int) -> None:
        let_in = [await ask(port, f"127.0.0.{place + 1}") for place in range(6)]
        assert sum(writer is not None for writer in let_in) == 4

    run(play, files=connections.FILES_KEPT + 4)


def test_connections_that_end_are_forgotten() -> None:
    async def play(entrance: Entrance, port: int) -> None:
        for _ in range(20):
            writer = await ask(port)
            assert writer is not None
            writer.close()
        await settle(entrance, 0)
        assert not entrance._sources

    run(play)


def test_an_answer_that_nobody_takes_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "NOT_TAKEN", 0.0)

    async def play(entrance: Entrance, port: int) -> None:
        writer = await ask(port)
        (stream,) = entrance._streams
        entrance._end_stuck()
        assert not stream.closed()  # nothing waits to be taken
        stream.write(b"x" * 50_000_000)
        assert stream.writing()
        entrance._end_stuck()
        await settle(entrance, 0)
        assert writer is not None

    run(play)


def test_a_room_of_300_phones_does_not_meet_the_bound() -> None:
    entrance = Entrance(HTTPServer(Application()), None, 300)
    assert entrance.each >= 300 * 6
    assert Entrance(HTTPServer(Application()), None, 5000).each == 10_000


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_when_no_file_is_left_the_door_rests_and_opens_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    monkeypatch.setattr(connections, "REST", 0.05)

    async def play(entrance: Entrance, port: int) -> None:
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        waiting = socket.create_connection(("127.0.0.1", port))
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (waiting.fileno() + 1, before[1]))
            while not caplog.records:
                await asyncio.sleep(0.01)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        waiting.sendall(REQUEST)
        reader, _ = await asyncio.open_connection(sock=waiting)
        assert await reader.read(100)
        assert {record.message for record in caplog.records} == {
            "No more connections can be opened just now. Trying again in a second."
        }

    with caplog.at_level(logging.WARNING):
        run(play)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
@pytest.mark.parametrize(("soft", "hard"), [(64, 128), (128, 128)])
def test_the_limit_is_raised_to_what_the_system_allows(soft: int, hard: int) -> None:
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}));"
        "from kit.server.connections import raise_file_limit;"
        "print(raise_file_limit(), resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == f"{hard} ({hard}, {hard})", done.stderr


def test_too_few_files_are_told_in_words_with_their_cure(caplog: pytest.LogCaptureFixture) -> None:
    warn_of_few_files(None, 2000)
    warn_of_few_files(count_files(2000), 2000)
    assert not caplog.records
    warn_of_few_files(1024, 2000)
    words = caplog.records[0].getMessage()
    assert "one process open 1024 files, and 2000 seats take about 4300" in words
    assert "ulimit -n 4300" in words
    assert "--max-seats 362" in words
    assert count_files(362) <= 1024
