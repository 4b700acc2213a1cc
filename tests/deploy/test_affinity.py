"""Which server a request comes to behind each proxy's file for several servers, and what happens
when one of them goes.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import random
import shutil
import ssl
import subprocess
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from kit.session.session import new_code
from tests.deploy.proxies import (
    HOST,
    Site,
    build_haproxy,
    build_nginx,
    find_free_port,
    run_proxy,
    write_certificate,
)
from tests.deploy.stand_ins import GONE, SECONDS, StandIn, hold_port, wait_until
from tests.waiting import run_apart

HAPROXY, NGINX = "haproxy", "nginx"
SOONER = ("inter 2s fastinter 500ms", "inter 100ms")  # it looks as often, in less time
BUILD: dict[str, Callable[[Site], list[str]]] = {
    HAPROXY: lambda site: build_haproxy(site, "haproxy-cluster.cfg", SOONER),
    NGINX: lambda site: build_nginx(site, "nginx-cluster.conf"),
}
CHECK = {HAPROXY: ["haproxy", "-c", "-f"], NGINX: ["nginx", "-t", "-e", "/dev/null", "-c"]}
LOOKS = 8  # after so many more looks at its health a proxy has decided


@dataclass
class Cluster:
    """A proxy, and two stand-ins behind it.

    Attributes:
        proxy: Its name.
        port: Where it listens.
        tls: What trusts it.
        nodes: The stand-ins by their names.
    """

    proxy: str
    port: int
    tls: ssl.SSLContext
    nodes: dict[str, StandIn] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, Any]]:
        """The status of an answer, and what its server says."""
        line = http.client.HTTPSConnection(HOST, self.port, context=self.tls, timeout=SECONDS)
        try:
            line.request(method, path, headers=headers)
            answer = line.getresponse()
            said = answer.read().decode()
            assert said.startswith("{"), (
                f"{method} {path} was answered with {answer.status}: {said}"
            )
            return answer.status, json.loads(said)
        finally:
            line.close()

    def find(self, path: str, **headers: str) -> str:
        """The name of the server that answers well."""
        status, told = self.ask(path, **headers)
        assert status == http.client.OK, told
        return str(told["node"])

    def find_code(self, node: str) -> str:
        """A code whose session is on a server."""
        return next(code for _ in range(1000) if self.find(f"/s/{(code := new_code())}") == node)

    async def open_line(self, code: str) -> WebSocketClientConnection:
        """A phone's line."""
        address = f"wss://{HOST}:{self.port}/s/{code}/live"
        return await websocket_connect(HTTPRequest(address, ssl_options=self.tls))

    def wait_for_looks(self, node: str) -> None:
        """Wait until the proxy has asked often enough to know how a server is."""
        if self.proxy == HAPROXY:
            seen = self.nodes[node].asked["readyz"]
            wait_until(lambda: self.nodes[node].asked["readyz"] >= seen + LOOKS)

    def change(self, node: str, status: int) -> None:
        """Have a server answer so, and the proxy know it."""
        self.nodes[node].ready = self.nodes[node].status = status
        self.wait_for_looks(node)


@pytest.fixture(params=BUILD)
def cluster(
    request: pytest.FixtureRequest, tmp_path: Path, authority: trustme.CA
) -> Iterator[Cluster]:
    nodes = {name: StandIn(name) for name in ("a", "b")}
    certificate = write_certificate(authority, tmp_path)
    ports = tuple(node.port for node in nodes.values())
    site = Site(tmp_path, find_free_port(), 0, certificate, ports)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    try:
        with run_proxy(request.param, site, BUILD[request.param](site)):
            yield Cluster(request.param, site.port, trusting, nodes)
    except LookupError as missing:
        if "CI" in os.environ:
            raise
        pytest.skip(f"{missing} is not here. Run: python -m tests.deploy.proxies")
    finally:
        for node in nodes.values():
            node.close()


def run(work: Coroutine[Any, Any, None]) -> None:
    run_apart(asyncio.wait_for(work, 4 * SECONDS))


@pytest.mark.parametrize("proxy", BUILD)
def test_its_own_program_finds_nothing_to_say(
    proxy: str, tmp_path: Path, authority: trustme.CA
) -> None:
    if shutil.which(proxy) is None and "CI" not in os.environ:
        pytest.skip(f"{proxy} is not here. Run: python -m tests.deploy.proxies")
    site = Site(tmp_path, find_free_port(), 0, write_certificate(authority, tmp_path), (1, 2))
    path = BUILD[proxy](site)[-1]
    checked = subprocess.run([*CHECK[proxy], path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "WARN" not in checked.stderr.upper(), checked.stderr


def test_all_addresses_of_a_session_lead_to_one_server(cluster: Cluster) -> None:
    codes = [new_code() for _ in range(100)]
    where = {code: cluster.find(f"/join/{code}") for code in codes}
    assert min(Counter(where.values()).values()) >= len(codes) // 5
    places = ("/s/{}", "/screen/{}", "/leader/{}", "/facilitate/{}", "/facilitate/{}/report?a=1")
    for code in random.sample(codes, 20):
        assert {cluster.find(place.format(code)) for place in places} == {where[code]}
    sessions = ("/facilitate", "/facilitate/new", "/facilitate/rehearse")
    assert len({cluster.find(path) for path in sessions}) == 1
    for path in ("/", "/language/de", "/nowhere"):
        assert cluster.find(path) in cluster.nodes


def test_the_seats_of_a_plenary_are_spread_by_their_cookie(cluster: Cluster) -> None:
    code = new_code()
    where = []
    for shard in range(20):
        cookies = f"seat-{code}=abc; kit-shard={shard}; other=kit-shard=1"
        (node,) = {cluster.find(path, Cookie=cookies) for path in (f"/s/{code}", f"/join/{code}")}
        where.append(node)
    assert set(where) == set(cluster.nodes)
    (_,) = {cluster.find(f"/{page}/{code}") for page in ("screen", "facilitate", "s")}
    sessions = {cluster.find("/facilitate", Cookie=f"kit-shard={shard}") for shard in range(20)}
    assert len(sessions) == 1


def test_a_server_that_is_gone_takes_nobody_elses_sessions_along(cluster: Cluster) -> None:
    codes = [new_code() for _ in range(40)]
    where = {code: cluster.find(f"/join/{code}") for code in codes}
    port = cluster.nodes["a"].port
    cluster.nodes["a"].close()
    with hold_port(port):
        assert {cluster.find(f"/s/{code}") for code in codes} == {"b"}
        posted = {cluster.ask(f"/join/{code}", "POST")[1]["node"] for code in codes}
        assert posted == {"b"}  # it was not there to take it, so nothing is asked for twice
    cluster.nodes["a"] = StandIn("a", port)
    cluster.wait_for_looks("a")
    assert {code: cluster.find(f"/join/{code}") for code in codes} == where


def test_a_server_that_is_about_to_end_gets_nobody_new_and_keeps_its_lines(
    cluster: Cluster,
) -> None:
    code = cluster.find_code("a")

    async def play() -> None:
        line = await cluster.open_line(code)
        cluster.nodes["a"].status = GONE  # before any look at its health says so
        assert cluster.find(f"/join/{code}") == "b"
        other = await cluster.open_line(code)
        await other.write_message("who?")
        assert await other.read_message() == "b"
        other.close()
        cluster.change("a", GONE)
        await line.write_message("who?")
        assert await line.read_message() == "a"
        line.close()

    run(play())
    if cluster.proxy == HAPROXY:
        assert cluster.ask(f"/join/{code}", "POST")[1]["node"] == "b"


def test_what_changes_something_is_asked_for_once(cluster: Cluster) -> None:
    code = cluster.find_code("a")
    cluster.nodes["a"].status = GONE
    status, told = cluster.ask(f"/join/{code}", "POST")
    assert (status, told["node"]) == (GONE, "a")
    assert [node.asked[f"POST /join/{code}"] for node in cluster.nodes.values()] == [1, 0]


def test_a_file_is_given_by_whichever_server_has_it(cluster: Cluster) -> None:
    for folder in ("static", "sheets", "sources", "theme"):
        for name in ("a", "b"):
            for _ in range(3):
                assert cluster.find(f"/{folder}/{name}-1.js") == name
        assert cluster.ask(f"/{folder}/of-nobody.js")[0] == http.client.NOT_FOUND
    code = cluster.find_code("b")
    cluster.nodes["b"].status = http.client.NOT_FOUND
    before = cluster.nodes["a"].asked[f"GET /join/{code}"]
    assert cluster.ask(f"/join/{code}")[0] == http.client.NOT_FOUND
    assert cluster.nodes["a"].asked[f"GET /join/{code}"] == before  # a wrong code is tried once


def test_while_none_is_ready_one_of_them_says_why(cluster: Cluster) -> None:
    cluster.change("a", GONE)
    cluster.change("b", GONE)
    for path in ("/join/ABCDEFGH", "/"):
        status, told = cluster.ask(path)
        assert status == GONE
        assert told["node"] in cluster.nodes


@pytest.mark.parametrize("cluster", [HAPROXY], indirect=True)
def test_the_lines_of_a_server_that_is_silent_are_ended(cluster: Cluster) -> None:
    code = cluster.find_code("a")

    async def play() -> None:
        line = await cluster.open_line(code)
        cluster.nodes["a"].ready = None
        assert await line.read_message() is None  # closed

    run(play())
    assert cluster.find(f"/s/{code}") == "b"


def test_what_a_browser_says_of_its_address_is_dropped(cluster: Cluster) -> None:
    said = {"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "http"}
    _, told = cluster.ask("/join/ABCDEFGH", **said)
    assert told["headers"] == {
        "X-Forwarded-For": ["127.0.0.1"],
        "X-Forwarded-Proto": ["https"],
        "Host": [f"{HOST}:{cluster.port}"],
    }
