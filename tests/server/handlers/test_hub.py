"""Signing in by a Hub: only who has begun comes back, to the page that was asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest

from tests.processes import Server
from tests.server.signed_in import serve
from tests.server.small_hub import SmallHub, build_model, run_small_hub
from tests.server.visitor import Reply, Visitor

BASE = "/services/trust"
PUBLIC = f"https://hub.example{BASE}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, SmallHub]]:
    with ExitStack() as stack:
        hub = stack.enter_context(run_small_hub())
        given = {
            "JUPYTERHUB_SERVICE_NAME": "trust",
            "JUPYTERHUB_API_TOKEN": "between-the-two",
            "JUPYTERHUB_API_URL": hub.url,
            "JUPYTERHUB_SERVICE_PREFIX": f"{BASE}/",
            "JUPYTERHUB_PUBLIC_URL": f"{PUBLIC}/",
        }
        before = dict(os.environ)
        os.environ.update(given)
        try:
            server = serve(tmp_path_factory.mktemp("hub"), "--auth", "hub")
        finally:
            os.environ.clear()
            os.environ.update(before)
        stack.callback(server.stop)
        yield server, hub


@pytest.fixture
def server(running: tuple[Server, SmallHub]) -> Server:
    return running[0]


@pytest.fixture
def hub(running: tuple[Server, SmallHub]) -> Iterator[SmallHub]:
    yield running[1]
    running[1].status = 200


def begin(visitor: Visitor, hub: SmallHub, path: str, name: str = "ana") -> str:
    """Open a page that asks for a sign-in, and sign in at the Hub; gives the way back."""
    sent = visitor.get(f"{BASE}{path}")
    assert sent.status == 303, sent.words
    place = urlsplit(sent.headers["Location"])
    assert (place.netloc, place.path) == ("", "/hub/api/oauth2/authorize")
    asked = {key: values[0] for key, values in parse_qs(place.query).items()}
    assert asked["client_id"] == "service-trust"
    assert asked["redirect_uri"] == f"{BASE}/oauth_callback"
    assert asked["code_challenge_method"] == "S256"
    hub.models[f"token-of-{name}"] = build_model(name)
    hub.codes[f"code-of-{name}"] = (f"token-of-{name}", asked["code_challenge"])
    return f"{BASE}/oauth_callback?code=code-of-{name}&state={asked['state']}"


def list_cookies(reply: Reply) -> str:
    return reply.headers.get("Set-Cookie", "")


@pytest.mark.parametrize("path", ["/facilitate", "/facilitate/new?agenda=only%3Aform.ipynb"])
def test_a_browser_comes_back_to_the_page_it_asked_for(
    server: Server, hub: SmallHub, path: str
) -> None:
    visitor = Visitor(server)
    back = visitor.get(begin(visitor, hub, path))
    assert (back.status, back.headers["Location"]) == (303, f"{BASE}{path}")
    for word in ("HttpOnly", "Secure", "SameSite=Lax", f"Path={BASE}/facilitate"):
        assert word in list_cookies(back)
    page = visitor.get(f"{BASE}{path}")
    assert page.status == 200
    assert "Signed in as ana" in visitor.get(f"{BASE}/facilitate").words


def test_what_somebody_else_has_begun_signs_nobody_in(server: Server, hub: SmallHub) -> None:
    """Or a stranger could have a facilitator lead the stranger's own sessions."""
    attacker, victim = Visitor(server), Visitor(server)
    way = begin(attacker, hub, "/facilitate", "eve")
    begin(victim, hub, "/facilitate")
    state = way.partition("state=")[2]
    ways = [way, way.replace(state, state[:8]), way.replace(f"state={state}", "state=%C3%A9")]
    own = next(name for name in victim.cookies if name.startswith("hub-begun-"))
    ways.append(way.replace(state, own.removeprefix("hub-begun-") + state[8:]))
    for each in ways:
        refused = victim.get(each)
        assert refused.status == 403
        assert "begun in another browser" in refused.words
    assert victim.get(f"{BASE}/facilitate").status == 303


def test_a_code_is_good_once_and_for_its_own_browser(server: Server, hub: SmallHub) -> None:
    visitor, other = Visitor(server), Visitor(server)
    way = begin(visitor, hub, "/facilitate")
    theirs = begin(other, hub, "/facilitate", "ben")
    code = way.partition("code=")[2].partition("&")[0]
    stolen = theirs.replace("code-of-ben", code)
    assert other.get(stolen).status == 403
    assert "hub" not in other.cookies


def test_the_page_that_is_kept_is_one_of_ours_and_short(server: Server, hub: SmallHub) -> None:
    visitor = Visitor(server)
    way = begin(visitor, hub, f"/facilitate?{'a' * 4000}=1")
    assert visitor.get(way).headers["Location"] == f"{BASE}/facilitate"
    elsewhere = Visitor(server)
    back = elsewhere.get(begin(elsewhere, hub, "/facilitate?next=https://evil.example"))
    assert back.headers["Location"] == f"{BASE}/facilitate?next=https://evil.example"


def test_an_account_that_may_not_come_is_told_so(server: Server, hub: SmallHub) -> None:
    visitor = Visitor(server)
    way = begin(visitor, hub, "/facilitate", "mia")
    hub.models["token-of-mia"] = build_model("mia", "self")
    refused = visitor.get(way)
    assert refused.status == 403
    assert "ask whoever runs the Hub" in refused.words
    assert visitor.get(f"{BASE}/facilitate").status == 303
    denied = Visitor(server)
    way = begin(denied, hub, "/facilitate").replace("code=code-of-ana", "error=access_denied")
    assert denied.get(way).status == 403


def test_while_the_hub_fails_a_new_sign_in_is_told_and_the_old_ones_go_on(
    server: Server, hub: SmallHub
) -> None:
    ana, ben = Visitor(server), Visitor(server)
    ana.get(begin(ana, hub, "/facilitate"))
    way = begin(ben, hub, "/facilitate", "ben")
    hub.status = 502
    told = ben.get(way)
    assert told.status == 503
    assert "does not answer just now" in told.words
    assert Visitor(server).get(f"{BASE}/facilitate").status == 503
    assert ana.get(f"{BASE}/facilitate").status == 200
    assert Visitor(server).get(f"{BASE}/join/{server.code}").status == 200


def test_signing_out_leads_on_to_the_hubs_way_out(server: Server, hub: SmallHub) -> None:
    hub.status = 200
    visitor = Visitor(server)
    operator = urlsplit(server.links["facilitator_url"])
    assert visitor.get(f"{BASE}/sign-out").headers["Location"] == "/hub/logout"
    assert f"Path={BASE}/facilitate" in list_cookies(visitor.get(f"{BASE}/sign-out"))
    assert visitor.get(f"{operator.path}?{operator.query}").status == 303


def test_kernels_are_not_given_the_hubs_token(server: Server) -> None:
    visitor = Visitor(server)
    visitor.join()
    for process in psutil.Process(server.pid).children(recursive=True):
        assert "between-the-two" not in process.environ().values()
