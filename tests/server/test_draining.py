"""A server that is told to stop: nobody comes in, phones go one by one, nothing sent is lost."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

import pytest
from tornado.httpclient import HTTPClientError

from benchmarks.notebooks import FORM, Cell, write_notebook
from kit.notebooks.agenda import Agenda
from kit.server.draining import LONGEST_GAP, LOOK, Drain, find_gap
from kit.server.kernels.session_kernels import CLOSING, SessionKernels
from kit.server.state import ServerState
from kit.session.plan import Row
from kit.session.session import Role
from kit.store import open_store
from kit.store.notices import NoticeHub
from tests.attacks.room import CLICK, Window, join
from tests.attacks.seats import open_round
from tests.processes import Server
from tests.server.visitor import Visitor
from tests.store.sample import prepare_round
from tests.waiting import play

PHONES = 8
WAITS = """
import os, time
import ipywidgets
hold = ipywidgets.Button(description="Hold")
def wait(_):
    open({path!r} + ".held", "w").close()
    while not os.path.exists({path!r}):
        time.sleep(0.02)
hold.on_click(wait)
hold"""
Start = Callable[..., Server]


def list_held_cells(gate: Path) -> list[Cell]:
    """A form with a button that keeps its kernel busy until a file is there."""
    return [*FORM[:1], ("participant", WAITS.format(path=str(gate))), *FORM[1:]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts servers on one database; all are ended after the test."""
    servers: list[Server] = []
    cells = list_held_cells(tmp_path / "go-on")
    write_notebook(tmp_path / "workshops" / "form.ipynb", cells)

    def begin(*options: str) -> Server:
        given = ("--host", "127.0.0.1", "--port", "0", "--room-patience", "600", *options)
        data = ("--data", str(tmp_path / "kit.db"))
        log = tmp_path / f"{len(servers)}.log"
        servers.append(Server("serve", str(tmp_path / "workshops"), *data, *given, log=log))
        return servers[-1]

    yield begin
    (tmp_path / "go-on").touch()
    for server in servers:
        with suppress(ProcessLookupError):
            server.stop()


def count_kept(folder: Path) -> int:
    """How many answers of open rounds are in the database."""
    store = open_store(folder / "kit.db")
    with store.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM staged").scalar_one()
    store.close()
    return int(kept)


def wait_for_end(server: Server) -> None:
    server._process.wait(120)


def test_few_phones_are_not_kept_for_as_long_as_many() -> None:
    assert find_gap(10, 300) == pytest.approx(10 / 300)
    assert find_gap(10, 3) == find_gap(3600, 300) == LONGEST_GAP


def test_what_is_on_its_way_when_the_server_is_told_to_stop_is_kept(
    start: Start, tmp_path: Path
) -> None:
    server = start("--drain", "600")
    open_round(server)
    phones = [join(server) for _ in range(PHONES)]
    together = Barrier(PHONES + 1)

    def send(phone: Window) -> str:
        text = phone.find(lambda state: "max_length" in state)
        phone.tell(text, {"method": "update", "state": {"value": "on its way"}})
        phone.tell(phone.find_button("Send"), CLICK)
        together.wait()
        return phone.line.hear_to_the_end()

    with ThreadPoolExecutor(PHONES) as pool:
        reasons = [pool.submit(send, phone) for phone in phones]
        together.wait()
        server._process.send_signal(signal.SIGTERM)
        assert {reason.result() for reason in reasons} == {CLOSING}
    for phone in phones:
        bye = phone.line.heard[-1]
        assert bye == {"type": "bye", "reason": CLOSING, "again": True}
        phone.close()
    wait_for_end(server)
    assert count_kept(tmp_path) == PHONES
    again = start()
    assert again.code == server.code
    for phone in phones:
        phone.visitor.server = again
        assert "on its way" in str(phone.visitor.get(f"/s/{again.code}").page)
    assert "Traceback" not in server.read_log()


def test_what_is_read_after_a_phone_was_told_to_go_is_kept(start: Start, tmp_path: Path) -> None:
    """The server reads nothing until it has been told to stop, and the kernel is slow then."""
    server = start("--drain", "600")
    open_round(server)
    phone, gate = join(server), tmp_path / "go-on"
    os.kill(server.pid, signal.SIGSTOP)
    text = phone.find(lambda state: "max_length" in state)
    phone.tell(text, {"method": "update", "state": {"value": "on its way"}})
    phone.tell(phone.find_button("Hold"), CLICK)
    phone.tell(phone.find_button("Send"), CLICK)
    server._process.send_signal(signal.SIGTERM)
    os.kill(server.pid, signal.SIGCONT)
    with ThreadPoolExecutor(1) as pool:
        reason = pool.submit(phone.line.hear_to_the_end)
        while not gate.with_name("go-on.held").exists() and server._process.poll() is None:
            time.sleep(0.02)
        gate.touch()
        assert reason.result() == CLOSING
    phone.close()
    wait_for_end(server)
    assert count_kept(tmp_path) == 1


class Page:
    """An open page that takes its time to close its end of the line."""

    def __init__(self) -> None:
        self.told = asyncio.Event()

    def tell(self, frame: str) -> None:
        """Nothing else is sent to it."""

    def dismiss(self, reason: str, *, again: bool) -> None:
        """It is told to go."""
        assert (reason, again) == (CLOSING, True)
        self.told.set()


def test_it_does_not_end_before_every_phone_has_closed_its_end(tmp_path: Path) -> None:
    hub, store = NoticeHub(), open_store(tmp_path / "kit.db")

    async def scenario() -> None:
        agenda = Agenda("", "", None, (Row("jar.ipynb", 20),))
        house = ServerState(store, "", tmp_path, agenda, "key", hub)
        current = prepare_round(store)
        place = house.build_place(current, Role.PARTICIPANT)
        room = house.rooms[current.code] = SessionKernels(store, place, tmp_path)
        page, ended = Page(), asyncio.Event()
        channel = room.groups[0].channels.get("token")
        channel.browsers = {page}
        Drain(house, 3600, ended.set).begin()
        assert house.is_draining
        await page.told.wait()
        await asyncio.sleep(5 * LOOK)
        assert not ended.is_set()
        channel.browsers = set()
        await ended.wait()

    play(scenario())
    store.close()
    hub.close()


def test_while_a_phone_waits_for_its_answer_nobody_else_comes_in(
    start: Start, tmp_path: Path
) -> None:
    server = start("--drain", "600")
    phone, other = join(server), Visitor(server)
    other_page = other.join()
    held = phone.tell(phone.find_button("Hold"), CLICK)
    phone.line.catch_up()  # the server has read it
    newcomer = Visitor(server)
    assert newcomer.get("/readyz").status == 200
    server._process.send_signal(signal.SIGTERM)
    while newcomer.get("/readyz").status == 200:
        pass
    assert newcomer.get("/readyz").text == '{"status": "draining"}'
    assert newcomer.get("/livez").status == 200
    door = newcomer.get(f"/join/{server.code}")
    assert (door.status, door.headers["Retry-After"]) == (503, "10")
    assert "The workshop is being started again. This page comes back by itself." in door.words
    assert 'fetch("/readyz"' in door.text
    assert newcomer.post(f"/join/{server.code}").status == 503
    assert newcomer.cookies == {}
    assert other.get(f"/s/{server.code}").status == 503
    with pytest.raises(HTTPClientError, match="503"):
        other.open_seat_line(other_page)
    assert newcomer.get("/").status == 200
    (tmp_path / "go-on").touch()
    phone.line.hear_to_the_end()
    kinds = [frame["type"] for frame in phone.line.heard]
    assert {"type": "idle", "id": held} in phone.line.heard
    assert kinds[-1] == "bye"
    phone.close()
    wait_for_end(server)
    assert "phones are told to come again" in server.read_log()


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once(start: Start, second: signal.Signals) -> None:
    server = start("--drain", "3600")
    phone = join(server)
    phone.tell(phone.find_button("Hold"), CLICK)
    phone.line.catch_up()
    server._process.send_signal(signal.SIGTERM)
    while Visitor(server).get("/readyz").status == 200:
        pass
    server._process.send_signal(second)
    wait_for_end(server)
    phone.close()


@pytest.mark.parametrize("first", [signal.SIGTERM, signal.SIGINT])
def test_without_phones_inside_nobody_is_waited_for(start: Start, first: signal.Signals) -> None:
    server = start("--drain", "3600")
    Visitor(server).sit()  # and leaves
    server._process.send_signal(first)
    wait_for_end(server)
    assert not re.search("phones", server.read_log())


def test_a_drain_of_no_seconds_waits_for_nobody(start: Start) -> None:
    server = start("--drain", "0")
    phone = join(server)
    phone.tell(phone.find_button("Hold"), CLICK)
    phone.line.catch_up()
    server._process.send_signal(signal.SIGTERM)
    wait_for_end(server)
    phone.close()
