"""Whom a Hub has named, for how long that counts, and what it says of whom it does not know."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from kit.server.hub_accounts import CHECKED, RESTS, TRUSTED, HubAccounts
from kit.server.hub_service import read_hub_service
from kit.server.public_url import PublicUrl
from tests.server.small_hub import SmallHub, build_model, run_small_hub


@pytest.fixture
def hub() -> Iterator[SmallHub]:
    with run_small_hub() as hub:
        yield hub


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


def name(accounts: HubAccounts, token: str) -> str:
    return asyncio.run(accounts.name(token))


def test_an_account_is_asked_for_once_and_again_after_a_while(hub: SmallHub) -> None:
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
def test_who_may_not_come_here_is_nobody(hub: SmallHub, model: dict[str, Any]) -> None:
    hub.models = {"a": model}
    accounts = make(hub.url, Clock())
    assert name(accounts, "a") == ""
    assert not accounts.is_down


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_hub_that_fails_leaves_those_in_whom_it_has_named(hub: SmallHub, status: int) -> None:
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
