"""What an operator's machinery is told: alive, ready, healthy, and nothing about anybody."""

# Holds kit/server/figures.py too: what it counts is read on these pages.

from __future__ import annotations

import fcntl
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.notebooks import FORM, write_notebook
from kit.store import Store, open_store
from tests.processes import Server
from tests.server.visitor import Visitor

PROBES = ("/livez", "/readyz", "/healthz")
READ_MARKS = (123, 5)  # where SQLite's readers lock the index of its log, and how many bytes
SLOW = "import os, time\nwhile not os.path.exists({path!r}):\n    time.sleep(0.02)\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("probes")
    write_notebook(folder / "workshops" / "form.ipynb", FORM)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = Server(
        *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
        *("--host", "127.0.0.1", "--port", "0", "--public-url", "https://trust.example/kit"),
        log=folder / "server.log",
    )
    yield server
    server.stop()


@contextmanager
def hold_readers_up(data: Path) -> Iterator[None]:
    """Keep everybody from reading a database, as a disk does that hangs."""
    start, length = READ_MARKS
    with data.with_name(f"{data.name}-shm").open("rb+") as index:
        while True:
            try:
                fcntl.lockf(index, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
                break
            except OSError:
                time.sleep(0.01)
        try:
            yield
        finally:
            fcntl.lockf(index, fcntl.LOCK_UN, length, start)


@pytest.mark.parametrize("path", PROBES)
@pytest.mark.parametrize("base", ["/kit", ""])
def test_each_is_given_below_the_base_and_past_the_proxy(
    server: Server, path: str, base: str
) -> None:
    for host in (f"127.0.0.1:{server.links['port']}", "trust.example"):
        reply = Visitor(server).get(f"{base}{path}", Host=host)
        assert reply.status == 200
        assert json.loads(reply.text)["status"] == "ok"
        assert reply.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in reply.headers
        head = Visitor(server).ask("HEAD", f"{base}{path}", {"Host": host})
        assert (head.status, head.text) == (200, "")
        assert head.headers["Cache-Control"] == "no-store"
        assert server.code not in reply.text


def test_a_person_who_comes_and_answers_changes_none_of_them(server: Server) -> None:
    def look() -> list[str]:
        told = [Visitor(server).get(path).text for path in PROBES]
        measured = {"answer_ms": 0, "memory_mb": 0}  # of the machine, and changing by themselves
        return [json.dumps(json.loads(text) | measured) for text in told]

    before = look()
    page = Visitor(server)
    with page.open_seat_line(page.join()):
        assert look() == before
    assert look() == before


@pytest.mark.skipif(sys.platform != "linux", reason="the locks are those of Linux")
def test_a_store_that_hangs_makes_it_not_ready_and_leaves_it_alive(
    server: Server, folder: Path
) -> None:
    visitor = Visitor(server)
    with hold_readers_up(folder / "kit.db"):
        for path in ("/readyz", "/healthz"):
            for method in ("GET", "HEAD"):
                assert visitor.ask(method, path, {}).status == 503
        assert json.loads(visitor.get("/readyz").text) == {"status": "the store does not answer"}
        health = json.loads(visitor.get("/healthz").text)
        assert (health["status"], health["sessions"]) == ("fault", None)
        for method in ("GET", "HEAD"):
            assert visitor.ask(method, "/livez", {}).status == 200
    while visitor.get("/readyz").status != 200:
        pass
    assert visitor.get("/healthz").status == 200


def test_the_open_sessions_are_counted_anew_when_one_comes_or_ends(
    server: Server, folder: Path
) -> None:
    def count() -> int:
        return int(json.loads(Visitor(server).get("/healthz").text)["sessions"])

    key = server.links["facilitator_url"].removeprefix("https://trust.example/kit")
    facilitator, fields = Visitor(server), {"title": "Another", "agenda": "only:form.ipynb"}
    facilitator.get(key)
    before = count()
    begun = facilitator.post("/facilitate", fields)
    assert begun.status == 303, begun.words
    assert count() == before + 1
    code = begun.headers["Location"].rpartition("/")[2]
    ended = facilitator.post(f"/facilitate/{code}/end", {"sure": "yes"})
    assert ended.status == 303, ended.words
    assert count() == before


def find_free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def test_until_the_first_room_is_loaded_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    gate, port = tmp_path / "go-on", find_free_port()
    cells = [("", SLOW.format(path=str(gate)) + FORM[0][1]), *FORM[1:]]
    write_notebook(tmp_path / "workshops" / "form.ipynb", cells)
    data = ("--data", str(tmp_path / "kit.db"), "--host", "127.0.0.1", "--port", str(port))
    started: list[Server] = []

    def begin() -> None:
        log = tmp_path / "server.log"
        patience = ("--room-patience", "600")
        started.append(Server("serve", str(tmp_path / "workshops"), *data, *patience, log=log))

    thread = threading.Thread(target=begin)
    thread.start()
    early = Visitor(Server.__new__(Server))
    early.server.links = {"port": port, "code": ""}
    while True:
        try:
            told = early.get("/readyz")
            break
        except ConnectionRefusedError:
            time.sleep(0.02)
    assert (told.status, json.loads(told.text)) == (503, {"status": "starting"})
    assert early.ask("HEAD", "/readyz", {}).status == 503
    assert early.get("/livez").status == 200
    os.close(os.open(gate, os.O_CREAT))
    thread.join()
    assert early.get("/readyz").status == 200
    started[0].stop()


def test_a_store_counts_what_is_open_without_rehearsals(tmp_path: Path) -> None:
    store: Store = open_store(tmp_path / "kit.db")
    codes = [store.add_session("Team", []).code for _ in range(3)]
    store.add_session("Rehearsal", [], rehearsal=True)
    assert store.count_open_sessions() == 3
    store.end_session(codes[0])
    assert store.count_open_sessions() == 2
    store.close()
