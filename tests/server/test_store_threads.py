"""The event loop waits for no store: calls in threads, their order, and who may not call."""

# Holds kit/server/seat_batches.py too: a batch is what one thread of the store takes at once.

from __future__ import annotations

import ast
import asyncio
import logging
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from kit.errors import FullError, KitError, NotFoundError
from kit.language import use_language
from kit.server.handlers.templates import read_manifest
from kit.server.seat_batches import SeatBatch
from kit.server.store_threads import BY_READER, ON_LOOP, READERS, StoreThreads
from kit.store import Store, open_store
from tests.processes import Server
from tests.server.visitor import FORM, Visitor
from tests.store.sample import prepare_round
from tests.waiting import PATIENCE

SERVER = Path(__file__).parents[2] / "kit" / "server"
WRITERS = 12  # each gives up after five seconds: the last waits for a minute
# What may be asked of a store on the loop, because it asks no database.
QUIET = {"notices", "close", "database", "max_seats", "node"}
HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    yield store
    store.database.guard = None
    store.close()


def play(store: Store, scenario: Callable[[StoreThreads], Coroutine[Any, Any, None]]) -> None:
    threads = StoreThreads(store)

    async def run() -> None:
        threads.guard()
        await asyncio.wait_for(scenario(threads), PATIENCE)
        threads.close()

    asyncio.run(run())


def test_writes_are_done_in_the_order_in_which_they_are_asked_for(own_store: Store) -> None:
    code = prepare_round(own_store).code

    async def scenario(threads: StoreThreads) -> None:
        titles: list[str] = []
        await asyncio.gather(
            *(
                threads.write(lambda _store, n=each: titles.append(str(n)))  # type: ignore[misc]
                for each in range(50)
            )
        )
        assert titles == [str(each) for each in range(50)]
        leaving = threads.write(Store.leave_seats, code, ["token"])
        coming = threads.write(Store.add_seat, code, "token")
        leaving_again = threads.write(Store.leave_seats, code, ["token"])
        await asyncio.gather(leaving, coming, leaving_again)
        assert await threads.read(Store.count_present, code) == 0

    play(own_store, scenario)


def test_readers_wait_neither_for_a_writer_nor_for_each_other(own_store: Store) -> None:
    code = prepare_round(own_store).code

    async def scenario(threads: StoreThreads) -> None:
        go, met = threading.Event(), threading.Barrier(READERS)
        writing = threads.write(lambda _store: go.wait(PATIENCE))
        assert await threads.read(Store.count_present, code) == 0
        meeting = [threads.read(lambda _store: met.wait(PATIENCE)) for _ in range(READERS)]
        assert sorted(await asyncio.gather(*meeting)) == list(range(READERS))
        assert not writing.done()
        go.set()
        assert await writing

    play(own_store, scenario)


def test_seats_of_one_instant_are_one_transaction_and_each_hears_its_own(
    own_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, begun = prepare_round(own_store).code, list[int]()
    own_store.max_seats = 60
    add = Store.add_seats
    told = list[str]()
    own_store.notices.listen(lambda _code, what: told.append(what))

    def count(store: Store, code: str, tokens: list[str]) -> object:
        begun.append(len(tokens))
        return add(store, code, tokens)

    monkeypatch.setattr(Store, "add_seats", count)

    async def scenario(threads: StoreThreads) -> None:
        busy = threading.Event()
        held = threads.write(lambda _store: busy.wait(PATIENCE))
        coming = [asyncio.ensure_future(threads.add_seat(code, f"{n}")) for n in range(70)]
        await asyncio.sleep(0)
        busy.set()
        await held
        outcomes = await asyncio.gather(*coming, return_exceptions=True)
        assert [each for each in outcomes if each is True] == [True] * 60
        assert sum(isinstance(each, FullError) for each in outcomes) == 10
        assert not await threads.add_seat(code, "0")

    play(own_store, scenario)
    assert begun == [70, 1]
    assert told == ["seats"]
    assert own_store.count_present(code) == 60


def test_when_the_server_ends_nobody_waits_for_a_seat(own_store: Store) -> None:
    code = prepare_round(own_store).code
    go_on = threading.Event()

    async def scenario(threads: StoreThreads) -> None:
        held = threads.write(lambda _store: go_on.wait())
        coming = [asyncio.ensure_future(threads.add_seat(code, f"{n}")) for n in range(3)]
        await asyncio.sleep(0)
        threads.close()
        go_on.set()
        told = await asyncio.gather(*coming, return_exceptions=True)
        assert [type(each) for each in told] == 3 * [asyncio.CancelledError]
        await held

    play(own_store, scenario)


def test_of_one_instant_everybody_is_refused_in_their_own_language(own_store: Store) -> None:
    code = prepare_round(own_store).code
    own_store.end_session(code)

    async def scenario(threads: StoreThreads) -> None:
        async def come(language: str, code: str) -> str:
            with use_language(language), pytest.raises(KitError) as refused:
                await threads.add_seat(code, language)
            return str(refused.value)

        for each, english in ((code, "has ended"), ("BCDFGHJK", "no session")):
            words = await asyncio.gather(*(come(one, each) for one in ("de", "en", "de")))
            assert english in words[1]
            assert words[0] == words[2] != words[1]

    play(own_store, scenario)


def test_a_seat_is_taken_in_its_turn(own_store: Store) -> None:
    code = prepare_round(own_store).code

    async def scenario(threads: StoreThreads) -> None:
        busy = threading.Event()
        held = threads.write(lambda _store: busy.wait(PATIENCE))
        first = asyncio.ensure_future(threads.add_seat(code, "token"))
        await asyncio.sleep(0)
        leaving = threads.write(Store.leave_seats, code, ["token"])
        back = asyncio.ensure_future(threads.add_seat(code, "token"))
        await asyncio.sleep(0)
        busy.set()
        assert await first
        assert not await back
        await asyncio.gather(held, leaving)
        assert await threads.read(Store.count_present, code) == 1
        gone = asyncio.ensure_future(threads.add_seat(code, "who leaves"))
        await asyncio.sleep(0)
        gone.cancel()
        assert await threads.add_seat(code, "who stays")

    play(own_store, scenario)


def test_a_batch_tells_each_in_their_loop_and_none_who_has_gone(
    own_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    batch = SeatBatch(prepare_round(own_store).code)

    async def wait_together() -> None:
        stays, gone = batch.add("who-stays"), batch.add("who-leaves")
        assert stays is not None
        assert gone is not None
        assert repr(batch) == "<SeatBatch of 2>"
        heard: list[bool] = []
        stays.add_done_callback(lambda _future: heard.append(True))
        gone.cancel()
        await asyncio.to_thread(batch.take, own_store)
        assert await stays is True
        await asyncio.sleep(0)
        assert heard == [True]
        assert batch.add("too-late") is None

    # In debug mode a loop refuses what another thread does to it.
    asyncio.run(wait_together(), debug=True)
    assert [each.message for each in caplog.records if each.levelno >= logging.ERROR] == []


def test_a_batch_that_outlives_the_loop_of_those_who_wait_is_taken_all_the_same(
    own_store: Store,
) -> None:
    batch = SeatBatch(prepare_round(own_store).code)

    async def wait() -> None:
        assert batch.add("who-waits") is not None

    asyncio.run(wait())
    batch.take(own_store)
    assert own_store.count_seats(batch.code) == 1


def test_a_session_that_is_not_there_is_told_to_all_who_wait(own_store: Store) -> None:
    async def scenario(threads: StoreThreads) -> None:
        coming = [threads.add_seat("BCDFGHJK", f"{n}") for n in range(3)]
        outcomes = await asyncio.gather(*coming, return_exceptions=True)
        assert all(isinstance(each, NotFoundError) for each in outcomes)

    play(own_store, scenario)


def test_a_guarded_store_refuses_the_loop_and_a_reader_that_writes(own_store: Store) -> None:
    code = prepare_round(own_store).code

    async def scenario(threads: StoreThreads) -> None:
        for call in (
            lambda: own_store.get_session(code),
            lambda: own_store.add_seat(code, "token"),
            own_store.database.sweep,
        ):
            with pytest.raises(RuntimeError, match=ON_LOOP):
                call()
        with pytest.raises(RuntimeError, match=BY_READER):
            await threads.read(Store.add_seat, code, "token")
        assert await threads.write(Store.add_seat, code, "token")

    play(own_store, scenario)
    assert own_store.count_seats(code) == 1  # this thread runs no loop


def list_calls(path: Path) -> list[str]:
    """Where a module calls a store that it holds, and does not hand it to a thread."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr not in QUIET:
            held = node.value
            if isinstance(held, ast.Attribute) and held.attr in ("store", "_store"):
                found.append(f"{path.relative_to(SERVER)}:{node.lineno} {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("path", sorted(SERVER.rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_of_the_server_calls_a_store_that_it_holds(path: Path) -> None:
    assert list_calls(path) == []


def test_the_walk_finds_a_call(tmp_path: Path) -> None:
    probe = SERVER / "probe_that_is_not_there.py"
    module = tmp_path / probe.name
    module.write_text("async def get(self):\n    return self.house.store.get_session('BCDF')\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[__name__], "SERVER", tmp_path)
        assert list_calls(module) == [f"{probe.name}:2 self.house.store.get_session"]


@pytest.fixture
def held(server: Server, folder: Path) -> Iterator[Callable[[], Callable[[], None]]]:
    """Has another process hold the database's lock, and gives what ends that."""
    holders: list[subprocess.Popen[str]] = []

    def release() -> None:
        for process in holders:
            process.communicate("\n")
        holders.clear()

    def hold() -> Callable[[], None]:
        command = [sys.executable, "-c", HOLD, str(folder / "kit.db")]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        holders.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return release

    yield hold
    release()


def ask_for_session(browser: Visitor) -> HTTPConnection:
    """Ask for a new session, which writes, and leave the answer for later."""
    fields = {"title": "Waits", "agenda": "only:marble_jar.ipynb"}
    headers = {"Content-Type": FORM, "Origin": browser.server.origin, "Cookie": browser.cookie}
    connection = HTTPConnection("127.0.0.1", browser.server.links["port"], timeout=PATIENCE)
    connection.request("POST", "/facilitate", urlencode(fields), headers)
    return connection


def is_answered(connection: HTTPConnection) -> bool:
    return bool(select.select([connection.sock], [], [], 0)[0])


def test_while_the_store_is_locked_pages_lines_and_files_answer(
    server: Server,
    facilitator: Visitor,
    visitor: Visitor,
    store: Store,
    held: Callable[[], Callable[[], None]],
) -> None:
    before = len(store.list_sessions())
    page = visitor.join()
    with visitor.open_seat_line(page) as line:
        release = held()
        waiting = [ask_for_session(facilitator) for _ in range(WRITERS)]
        assert Visitor(server).get(f"/join/{server.code}").status == 200
        assert Visitor(server).get(f"/static/{read_manifest()['page.js']}").status == 200
        assert visitor.get(f"/s/{server.code}").status == 200
        assert facilitator.get("/facilitate").status == 200
        line.catch_up()
        assert not is_answered(waiting[-1])  # they wait one after the other
        release()
    for each in waiting:
        each.getresponse().read()
        each.close()
    assert len(store.list_sessions()) > before
