"""Facilitators whom nginx has signed in elsewhere, with the file of `deploy/` for it."""

from __future__ import annotations

import http.client
import os
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

import pytest
import trustme
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from benchmarks.notebooks import FORM, write_notebook
from tests.deploy.conftest import Deployment
from tests.deploy.proxies import (
    HOST,
    Site,
    build_nginx,
    find_free_port,
    run_proxy,
    write_certificate,
)
from tests.processes import Server
from tests.server.signed_in import ANA, BEN, HEADER
from tests.server.visitor import Reply
from tests.waiting import run_apart

WHO = "who"  # the cookie by which the other server knows a browser


class SignIn(BaseHTTPRequestHandler):
    """In the place of oauth2-proxy: says by a cookie who somebody is."""

    def do_GET(self) -> None:
        """Answer who it is, or that nobody is signed in."""
        _, _, account = (self.headers.get("Cookie") or "").partition(f"{WHO}=")
        self.send_response(202 if account else 401)
        self.send_header("X-Auth-Request-Email", account)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def deployed(
    tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA
) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("accounts")
    port, kit = find_free_port(), find_free_port()
    site = Site(folder, port, kit, write_certificate(authority, folder))
    write_notebook(folder / "workshops" / "form.ipynb", FORM)
    sign_in = ThreadingHTTPServer(("127.0.0.1", 0), SignIn)
    threading.Thread(target=sign_in.serve_forever, daemon=True).start()
    server = Server(
        *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
        *("--host", "127.0.0.1", "--port", str(kit), "--public-url", f"https://{HOST}:{port}"),
        *("--trust-proxy", "127.0.0.1", "--auth-header", HEADER),
        log=folder / "server.log",
    )
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    asked = ("http://127.0.0.1:4180", f"http://127.0.0.1:{sign_in.server_port}")
    try:
        with run_proxy("nginx", site, build_nginx(site, "nginx-accounts.conf", asked)):
            yield Deployment(server, port, trusting)
    except LookupError as missing:
        if "CI" in os.environ:
            raise
        pytest.skip(f"{missing} is not here. Run: python -m tests.deploy.proxies")
    finally:
        server.stop()
        sign_in.shutdown()
        sign_in.server_close()


def ask(
    deployed: Deployment,
    path: str,
    account: str = "",
    fields: dict[str, str] | None = None,
    **more: str,
) -> Reply:
    """Ask as somebody whom the other server knows."""
    connection = http.client.HTTPSConnection(HOST, deployed.port, context=deployed.tls, timeout=30)
    headers = {"Cookie": f"{WHO}={account}", "Origin": deployed.origin, **more}
    body = None if fields is None else urlencode(fields)
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if body is None else "POST", path, body, headers)
    answer = connection.getresponse()
    reply = Reply(answer.status, dict(answer.getheaders()), answer.read().decode())
    connection.close()
    return reply


def begin(deployed: Deployment, account: str) -> str:
    given = {"title": "Team Blue", "agenda": "only:form.ipynb"}
    begun = ask(deployed, "/facilitate", account, given)
    assert begun.status == 303, begun.words
    return begun.headers["Location"].rpartition("/")[2]


def test_each_facilitator_leads_their_own(deployed: Deployment) -> None:
    code = begin(deployed, ANA)
    assert f"Signed in as {ANA}" in ask(deployed, "/facilitate", ANA).words
    assert "Team Blue" not in ask(deployed, "/facilitate", BEN).words
    assert ask(deployed, f"/facilitate/{code}/end", ANA).status == 200
    assert ask(deployed, f"/facilitate/{code}/end", BEN).status == 403


def test_nobody_is_sent_to_sign_in_and_participants_are_let_in(deployed: Deployment) -> None:
    code = begin(deployed, ANA)
    asked = ask(deployed, f"/facilitate/{code}")
    assert asked.status == 302
    assert asked.headers["Location"].endswith(f"/oauth2/start?rd=/facilitate/{code}")
    for path in ("/", f"/join/{code}"):
        assert ask(deployed, path).status == 200


@pytest.mark.parametrize("name", [HEADER, HEADER.lower(), HEADER.replace("-", "_")])
def test_what_a_browser_writes_itself_is_dropped(deployed: Deployment, name: str) -> None:
    code, forged = begin(deployed, ANA), dict[str, Any]({name: ANA})
    assert f"Signed in as {BEN}" in ask(deployed, "/facilitate", BEN, **forged).words
    assert ask(deployed, f"/facilitate/{code}/end", BEN, **forged).status == 403
    assert ask(deployed, f"/facilitate/{code}/end", **forged).status == 302


def test_a_dashboards_line_is_its_owners(deployed: Deployment) -> None:
    code = begin(deployed, ANA)
    page = ask(deployed, f"/facilitate/{code}", ANA).page
    address = f"wss://{HOST}:{deployed.port}/facilitate/{code}/live"

    async def hear(account: str) -> str:
        request = HTTPRequest(
            f"{address}?kernel={page['kernel']}&seq={page['seq']}",
            headers={"Cookie": f"{WHO}={account}"},
            ssl_options=deployed.tls,
        )
        line = await websocket_connect(request)
        first = await line.read_message()
        line.close()
        return str(first)

    assert '"reload"' in run_apart(hear(BEN))
    assert '"hello"' in run_apart(hear(ANA))
