"""Whom a Hub has named, for how long that counts, and what it says of whom it does not know.

The Hub here speaks HTTP and nothing else of a Hub; the sign-in with a real one is in tests/deploy.
"""

# Holds kit/server/handlers/hub.py too: a real Hub leads through both doors, in tests/deploy.

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from kit.server.hub_accounts import CHECKED, RESTS, TRUSTED, HubAccounts
from kit.server.hub_service import read_hub_service
from kit.server.public_url import PublicUrl

SCOPE = "access:services!service=trust"


@dataclass
class Answers:
    """What the Hub says of each token, and how often it was asked."""

    models: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    asked: int = 0
    url: str = ""


@pytest.fixture
def hub() -> Iterator[Answers]:
    answers = Answers()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers.asked += self.path == "/hub/api/user"
            token = self.headers.get("Authorization", "").removeprefix("token ")
            model = answers.models.get(token)
            known = model is not None or self.path != "/hub/api/user"
            status = 403 if answers.status == 200 and not known else answers.status
            body = json.dumps(model or {}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    answers.url = f"http://127.0.0.1:{server.server_port}/hub/api"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield answers
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Clock:
    """Goes when it is told to."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


def make(url: str, clock: Clock) -> HubAccounts:
    given = {
        "JUPYTERHUB_SERVICE_NAME": "trust",
        "JUPYTERHUB_API_TOKEN": "between-the-two",
        "JUPYTERHUB_API_URL": url,
        "JUPYTERHUB_SERVICE_PREFIX": "/services/trust/",
    }
    public = PublicUrl("https://hub.example", "/services/trust")
    return HubAccounts(read_hub_service(given), public, clock)


def build_model(name: str, *scopes: str, kind: str = "user") -> dict[str, Any]:
    return {"name": name, "kind": kind, "scopes": list(scopes or [SCOPE])}


def name(accounts: HubAccounts, token: str) -> str:
    return asyncio.run(accounts.name(token))


def test_an_account_is_asked_for_once_and_again_after_a_while(hub: Answers) -> None:
    clock, hub.models = Clock(), {"a": build_model("ana"), "b": build_model("benoît")}
    accounts = make(hub.url, clock)
    assert [name(accounts, token) for token in "aabc"] == ["ana", "ana", "benoît", ""]
    assert hub.asked == 3
    clock.seconds += CHECKED + 1
    del hub.models["a"]
    assert name(accounts, "a") == ""
    assert hub.asked == 4


@pytest.mark.parametrize(
    "model",
    [
        build_model("ana", "self"),
        build_model("ana", "access:services!service=other"),
        build_model("bot", kind="service"),
        build_model("a,b"),
        build_model(""),
    ],
)
def test_who_may_not_come_here_is_nobody(hub: Answers, model: dict[str, Any]) -> None:
    hub.models = {"a": model}
    accounts = make(hub.url, Clock())
    assert name(accounts, "a") == ""
    assert not accounts.is_down


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_hub_that_fails_leaves_those_in_whom_it_has_named(hub: Answers, status: int) -> None:
    clock, hub.models = Clock(), {"a": build_model("ana"), "b": build_model("ben")}
    accounts = make(hub.url, clock)
    assert name(accounts, "a") == "ana"
    clock.seconds += CHECKED + 1
    hub.status = status
    assert [name(accounts, token) for token in "ab"] == ["ana", ""]
    assert accounts.is_down
    asked = hub.asked
    name(accounts, "a")
    assert hub.asked == asked
    clock.seconds += RESTS
    hub.status = 200
    assert [name(accounts, token) for token in "ab"] == ["ana", "ben"]
    assert not accounts.is_down


def test_its_last_word_does_not_count_for_ever() -> None:
    clock = Clock()
    accounts = make("http://127.0.0.1:9/hub/api", clock)
    accounts.remember("a", "ana")
    clock.seconds += TRUSTED - 1
    assert name(accounts, "a") == "ana"
    assert accounts.is_down
    clock.seconds += 2
    assert name(accounts, "a") == ""
