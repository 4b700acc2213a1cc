"""What has been taken back between a facilitator's question and its answer changes nothing.

What opens to whom at all is in `test_roles.py` and `tests/attacks/test_sign_in.py`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from kit.notebooks.agenda import Agenda
from kit.server.handlers.handler import LAUNCHER, PUBLIC
from kit.server.handlers.invitations import Accept, Invite
from kit.server.handlers.leader_links import LeaderLink
from kit.server.handlers.reports import SessionMail
from kit.server.handlers.sessions import Facilitate, SessionEnd
from kit.server.handlers.sign_out import SignOut
from kit.server.public_url import PublicUrl
from kit.server.signing import hash_key
from kit.server.state import ServerState
from kit.session.plan import Row
from kit.store import Store, open_store
from kit.store.facilitator_keys import SERVER
from kit.store.notices import NoticeHub
from tests.store.sample import NOTEBOOK
from tests.waiting import PATIENCE

KEY, LINK, FIRST = "key-of-the-server", "key-of-the-session", 1
JAR = Path(__file__).parents[3] / "workshops"
DOORS = [
    (r"/facilitate", Facilitate),
    (r"/facilitate/sign-out", SignOut),
    (r"/facilitate/([^/]+)/end", SessionEnd),
    (r"/facilitate/([^/]+)/invite", Invite),
    (r"/facilitate/([^/]+)/accept", Accept),
    (r"/facilitate/([^/]+)/leader", LeaderLink),
    (r"/facilitate/([^/]+)/mail", SessionMail),
]


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    store.keep_server_key(hash_key(KEY))
    yield store
    store.database.guard = None
    store.close()


@pytest.fixture
def code(own_store: Store) -> str:
    code = own_store.add_session("Team", [NOTEBOOK]).code
    own_store.set_key(code, hash_key(LINK))
    return code


@pytest.fixture
def house(own_store: Store, tmp_path: Path) -> Iterator[ServerState]:
    hub = NoticeHub()
    agenda = Agenda("", "", None, (Row(NOTEBOOK, 20),))
    house = ServerState(own_store, str(tmp_path / "kit.db"), JAR, agenda, KEY, hub)
    yield house
    house.threads.close()
    hub.close()


async def press(
    house: ServerState, page: str, key: str, form: dict[str, str], meanwhile: Callable[[Store], Any]
) -> HTTPResponse:
    """Press a button in a browser that has shown a key, while something is changed.

    Args:
        house: The house.
        page: Where the key is shown and the form is sent.
        key: The key.
        form: What is sent.
        meanwhile: Done when the browser has been let in, and before it is its turn to write.
    """
    doors = [(path, door, {"house": house}) for path, door in DOORS]
    settings: dict[str, Any] = {"cookie_secret": "secret", PUBLIC: PublicUrl(), LAUNCHER: None}
    server = HTTPServer(Application(doors, **settings))
    (socket,) = bind_sockets(0, "127.0.0.1")
    server.add_socket(socket)
    address = f"http://127.0.0.1:{socket.getsockname()[1]}{page}"
    client, let_in = AsyncHTTPClient(force_instance=True), threading.Event()
    quiet: dict[str, Any] = {"follow_redirects": False, "raise_error": False}

    def change(store: Store) -> None:
        let_in.wait(PATIENCE)
        meanwhile(store)

    try:
        opened = await client.fetch(f"{address}?key={key}", **quiet)
        headers = {"Cookie": opened.headers["Set-Cookie"].split(";")[0]}
        headers["Origin"] = address.removesuffix(page)
        house.threads.guard()
        changing = house.write(change)
        body = urlencode(form)
        sending = asyncio.ensure_future(
            client.fetch(address, method="POST", body=body, headers=headers, **quiet)
        )
        async with asyncio.timeout(PATIENCE):
            while not house.threads._writer._work_queue.qsize() and not sending.done():
                await asyncio.sleep(0.01)
        let_in.set()
        await changing
        return await sending
    finally:
        client.close()
        server.stop()


def take_back(code: str) -> Callable[[Store], None]:
    return lambda store: store.set_key(code, None)


def test_whose_link_was_taken_back_meanwhile_ends_no_session(
    house: ServerState, own_store: Store, code: str
) -> None:
    page, form = f"/facilitate/{code}/end", {"sure": "yes"}
    reply = asyncio.run(press(house, page, LINK, form, take_back(code)))
    own_store.database.guard = None
    assert reply.code == 403
    assert not own_store.get_session(code).ended


def test_whose_link_still_counts_ends_it(house: ServerState, own_store: Store, code: str) -> None:
    page, form = f"/facilitate/{code}/end", {"sure": "yes"}
    reply = asyncio.run(press(house, page, LINK, form, lambda _store: None))
    assert reply.code == 303
    assert own_store.get_session(code).ended


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("/facilitate/sign-out", {"sure": "yes"}),
        ("/facilitate/sign-out", {"sure": "yes", "change": "yes"}),
        ("/facilitate/{code}/invite", {"make": "yes"}),
        ("/facilitate/{code}/invite", {"withdraw": "yes"}),
        ("/facilitate/{code}/leader", {"make": "yes"}),
        ("/facilitate/{code}/leader", {"withdraw": "yes"}),
        ("/facilitate/{code}/mail", {"next_on": "2099-01-31"}),
        ("/facilitate", {"title": "One more", "agenda": "only:marble_jar.ipynb"}),
    ],
)
def test_whoever_was_signed_out_meanwhile_changes_nothing(
    house: ServerState, own_store: Store, code: str, page: str, form: dict[str, str]
) -> None:
    asked = press(house, page.format(code=code), KEY, form, Store.renew_keys)
    reply = asyncio.run(asked)
    assert reply.code == 403
    assert "Set-Cookie" not in reply.headers
    (session,) = own_store.list_sessions()
    assert session.next_on == ""
    assert not own_store.has_leader_link(code)
    for each in (SERVER, code):
        key = own_store.find_key(each)
        assert key is not None
        assert key.generation == FIRST + 1
