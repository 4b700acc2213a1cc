"""Figures for operators: what they tell, and that nobody's answer moves them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.notebooks import FORM, write_notebook
from kit.errors import ServerError
from kit.gate.publication import submit
from kit.notebooks.agenda import Agenda
from kit.server.kernels.session_kernels import SessionKernels
from kit.server.metrics import (
    LINES,
    MINUTE,
    STEPS,
    TENS,
    Metrics,
    MetricsServer,
    round_to,
    round_up,
)
from kit.server.metrics_place import MetricsPlace
from kit.server.state import ServerState
from kit.session.plan import Row
from kit.session.session import Role
from kit.store import Store, open_store
from kit.store.notices import NoticeHub
from tests.attacks.room import join
from tests.attacks.seats import open_round
from tests.processes import Server
from tests.server.clock import Clock
from tests.server.visitor import Visitor
from tests.store.sample import open_sample, prepare_round
from tests.waiting import play

Figures = dict[tuple[str, str], float]
MEASURED = {"kit_answer_seconds", "kit_notices_lag_seconds", "kit_memory_bytes"}  # of the machine
ALL = MEASURED | {
    *("kit_sessions_open", "kit_rooms", "kit_rooms_with_fault", "kit_room_kernels"),
    *("kit_lines_open", "kit_store_up", "kit_draining"),
    *("kit_room_kernel_restarts_total", "kit_room_kernel_restarts_created"),
    *("kit_store_seconds_bucket", "kit_store_seconds_count", "kit_store_seconds_sum"),
    "kit_store_seconds_created",
}


def read(text: str) -> Figures:
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    yield store
    store.close()


class Page:
    """An open page, of which only its being there counts."""

    def tell(self, frame: str) -> None:
        """Nothing is sent to it."""

    def dismiss(self, reason: str, *, again: bool) -> None:
        """Nobody closes it."""


@pytest.fixture
def house(store: Store, tmp_path: Path) -> Iterator[ServerState]:
    hub = NoticeHub()
    agenda = Agenda("", "", None, (Row("jar.ipynb", 20),))
    yield ServerState(store, "", tmp_path, agenda, "key", hub)
    store.notices.close()
    hub.close()


def test_times_and_amounts_are_told_in_steps() -> None:
    assert [round_up(each) for each in (0, 0.004, 0.1, 0.11, 3, 10, 99)] == [
        *(0.1, 0.1, 0.1, 0.25, 5.0, 10.0, 10.0),
    ]
    assert [round_to(each * 1_000_000, TENS) for each in (4, 94, 96)] == [
        0,
        90_000_000,
        100_000_000,
    ]


def test_the_figures_are_of_looks_and_not_of_what_happens_between_them(
    house: ServerState, store: Store
) -> None:
    """However many answer, and whenever: the numbers are those of the looks."""

    async def scenario() -> None:
        metrics = Metrics(house)
        store.notices.connect(house.hub.address)
        house.listen()

        def show() -> Figures:
            value = metrics.registry.get_sample_value
            names = ("kit_store_seconds_count", "kit_store_seconds_sum", "kit_sessions_open")
            return {(name, ""): value(name) or 0.0 for name in names}

        sample = open_sample(store, 12)
        await metrics.look()
        before = show()
        for token in sample.tokens:
            submit(store, sample.id, token, {"kind": ["other"]})
            assert show() == before
        await metrics.look()
        assert show()["kit_store_seconds_count", ""] == before["kit_store_seconds_count", ""] + 1
        assert show()["kit_sessions_open", ""] == 1
        store.end_session(sample.code)
        await metrics.look()
        assert show()["kit_sessions_open", ""] == 0
        metrics.close()

    play(scenario())


def test_lines_are_told_in_tens_and_once_a_minute(house: ServerState, store: Store) -> None:
    async def scenario() -> None:
        current = prepare_round(store)
        place = house.build_place(current, Role.PARTICIPANT)
        room = house.rooms[current.code] = SessionKernels(store, place, house.folder)
        clock, channels = Clock(), room.groups[0].channels
        metrics = Metrics(house, clock)

        async def look(opened: int, later: float) -> float | None:
            for number in range(opened):
                channels.get(str(number)).browsers = {Page()}
            clock.now += later
            await metrics.look()
            return metrics.registry.get_sample_value("kit_lines_open")

        assert await look(9, 0) == 0
        assert await look(10, MINUTE - 1) == 0
        assert await look(10, 1) == 10
        assert await look(19, MINUTE - 1) == 10
        assert await look(20, 1) == 20
        metrics.close()

    play(scenario())


def test_a_port_that_is_taken_is_told(house: ServerState) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"Port {port} for --metrics is in use"):
            MetricsServer(house, MetricsPlace("127.0.0.1", port)).open()


def test_an_address_of_another_machine_is_told(house: ServerState) -> None:
    with pytest.raises(ServerError, match=r"--metrics 192\.0\.2\.7:9100 cannot be opened"):
        MetricsServer(house, MetricsPlace("192.0.2.7", 9100)).open()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("metrics")
    write_notebook(folder / "workshops" / "form.ipynb", FORM)
    server = Server(
        *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
        *("--host", "127.0.0.1", "--port", "0", "--metrics", "127.0.0.1:0"),
        log=folder / "server.log",
    )
    yield server
    server.stop()


def ask(server: Server, path: str = "/metrics", method: str = "GET") -> tuple[int, str, str]:
    """Status, words and type of an answer."""
    place = urlsplit(server.links["metrics_url"])
    asked = HTTPConnection("127.0.0.1", place.port, timeout=60)
    try:
        asked.request(method, path)
        answer = asked.getresponse()
        assert "Server" not in answer.headers
        return answer.status, answer.read().decode(), str(answer.headers["Content-Type"])
    finally:
        asked.close()


def scrape(server: Server) -> Figures:
    return read(ask(server)[1])


def look_again(server: Server) -> Figures:
    """The figures once there have been two more looks: the second began after this was called."""
    name = ("kit_store_seconds_count", "")
    before = scrape(server)[name]
    while (now := scrape(server))[name] < before + 2:
        pass
    return now


def test_they_are_given_on_a_listener_of_their_own(server: Server) -> None:
    status, text, kind = ask(server)
    assert (status, kind) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert {name for name, _ in read(text)} == ALL
    assert ask(server, method="HEAD")[:2] == (200, "")
    for path in ("/", "/healthz", f"/join/{server.code}", "/metrics/x"):
        assert ask(server, path)[:2] == (404, "")
    assert ask(server, method="POST")[0] == 405
    assert Visitor(server).get("/metrics").status == 404
    assert server.code not in text


def test_nobody_who_comes_types_or_sends_moves_one_of_them(server: Server) -> None:
    open_round(server)
    phones = [join(server)]
    before = look_again(server)
    phones += [join(server) for _ in range(LINES - 2)]
    for phone in phones:
        text = phone.find(lambda state: "max_length" in state)
        phone.say(text, {"method": "update", "state": {"value": "mine"}})
        phone.send()
    after = look_again(server)
    moving = {name for name, _ in after if name.startswith("kit_store_seconds")} | MEASURED
    kept = {key: value for key, value in after.items() if key[0] not in moving}
    assert kept == {key: value for key, value in before.items() if key[0] not in moving}
    for name in ("kit_answer_seconds", "kit_notices_lag_seconds"):
        assert after[name, ""] in STEPS
    assert all(after["kit_memory_bytes", part] % TENS == 0 for part in ("rooms", "server"))
    assert after["kit_lines_open", ""] % LINES == 0
    for phone in phones:
        phone.close()
    assert "Traceback" not in server.read_log()
