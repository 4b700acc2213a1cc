"""A server that browsers reach by another address than its own, with a proxy or by TLS."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path

import pytest
import trustme

from benchmarks.notebooks import FORM, write_notebook
from tests.processes import Server
from tests.server.visitor import Reply, Visitor

PUBLIC = "https://trust.example"
NAME = "trust.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hosted")
    write_notebook(folder / "workshops" / "form.ipynb", FORM)
    key = folder / "key"
    key.write_text("a-key-that-was-made-by-an-operator")
    key.chmod(0o600)
    server = Server(
        *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
        *("--host", "127.0.0.1", "--port", "0", "--public-url", f"{PUBLIC}/kit"),
        *("--key-file", str(key)),
        log=folder / "server.log",
    )
    yield server
    server.stop()


def list_cookies(reply: Reply) -> str:
    return reply.headers.get("Set-Cookie", "")


def test_links_say_the_public_address_and_the_operators_key(server: Server) -> None:
    assert server.links["join_url"] == f"{PUBLIC}/kit/join/{server.code}"
    key = server.links["facilitator_url"].partition("?key=")[2]
    assert key == "a-key-that-was-made-by-an-operator"


def test_the_public_name_is_known_and_no_other(server: Server) -> None:
    visitor = Visitor(server)
    assert visitor.get("/kit/healthz", Host=NAME).status == 200
    assert visitor.get("/kit/healthz", Host="trust.example:443").status == 200
    assert visitor.get("/kit/healthz", Host="evil.example").status == 421


@pytest.mark.parametrize("base", ["/kit", ""])
def test_a_proxy_may_take_the_base_off_or_leave_it(server: Server, base: str) -> None:
    visitor = Visitor(server)
    door = visitor.get(f"{base}/join/{server.code}", Host=NAME)
    assert door.status == 200
    assert f'action="/kit/join/{server.code}?' in door.text
    joined = visitor.post(f"{base}/join/{server.code}", Origin=PUBLIC, Host=NAME)
    assert (joined.status, joined.headers["Location"]) == (303, f"/kit/s/{server.code}")
    assert "Path=/kit/;" in f"{list_cookies(joined)};"
    assert "Secure" in list_cookies(joined)
    assert visitor.get("/elsewhere/join/A", Host=NAME).status == 404


def test_a_proxy_that_changes_the_name_keeps_nobody_from_joining(server: Server) -> None:
    """Its own name for the server stands in Host; the page says where it comes from."""
    address = f"/kit/join/{server.code}"
    for origin, status in ((PUBLIC, 303), ("https://evil.example", 403), ("null", 403)):
        assert Visitor(server).post(address, Origin=origin).status == status


def test_the_key_opens_below_the_base(server: Server) -> None:
    visitor = Visitor(server)
    path = server.links["facilitator_url"].removeprefix(PUBLIC)
    opened = visitor.get(path, Host=NAME)
    assert (opened.status, opened.headers["Location"]) == (303, f"/kit/facilitate/{server.code}")
    sessions = visitor.get("/kit/facilitate", Host=NAME)
    assert sessions.status == 200
    assert 'href="/facilitate' not in sessions.text


def test_a_leaders_link_says_the_public_address_and_stays_below_the_base(server: Server) -> None:
    facilitator, leader = Visitor(server), Visitor(server)
    path = server.links["facilitator_url"].removeprefix(PUBLIC)
    facilitator.get(path, Host=NAME)
    own = f"/kit/facilitate/{server.code}/leader"
    made = facilitator.post(own, {"make": "yes"}, Origin=PUBLIC, Host=NAME)
    link = made.text.partition('role="status">')[2].partition("<")[0]
    assert link.startswith(f"{PUBLIC}/kit/leader/")
    address = link.removeprefix(PUBLIC)
    page = leader.get(address, Host=NAME)
    assert page.status == 200
    assert 'href="/kit/sheets/leader' in page.text
    assert 'href="/sheets' not in page.text
    kept = leader.post(address, Origin=PUBLIC, Host=NAME)
    assert (kept.status, kept.headers["Location"]) == (303, f"{address}?kept=1")
    for origin in ("https://evil.example", "null"):
        assert leader.post(address, Origin=origin, Host=NAME).status == 403


def test_it_speaks_tls_itself_with_a_certificate(tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    certificate, key = tmp_path / "site.pem", tmp_path / "site.key"
    certificate.write_bytes(b"".join(each.bytes() for each in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    key.chmod(0o600)
    write_notebook(tmp_path / "workshops" / "form.ipynb", FORM)
    server = Server(
        *("serve", str(tmp_path / "workshops"), "--data", str(tmp_path / "kit.db")),
        *("--host", "127.0.0.1", "--port", "0"),
        *("--tls-cert", str(certificate), "--tls-key", str(key)),
        log=tmp_path / "server.log",
    )
    try:
        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)
        assert server.links["join_url"].startswith("https://127.0.0.1:")
        asked = HTTPSConnection("localhost", server.links["port"], context=trusting, timeout=30)
        asked.request("POST", f"/join/{server.code}", headers={"Accept": "application/json"})
        answer = asked.getresponse()
        assert answer.status == 200
        assert json.load(answer)["address"] == f"/s/{server.code}"
        assert "Secure" in str(answer.headers["Set-Cookie"])
        assert "wss://" in str(answer.headers["Content-Security-Policy"])
        asked.close()
    finally:
        server.stop()
