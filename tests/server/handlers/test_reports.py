"""How a report is written: by a process of its own, on any event loop, and its store in no command.

What is asked for as a facilitator does is in `test_sessions.py`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from kit.errors import KitError
from kit.notebooks.agenda import Agenda
from kit.server.handlers.handler import LAUNCHER, PUBLIC
from kit.server.handlers.reports import (
    SessionMail,
    SessionNextTime,
    SessionReport,
    write_export,
)
from kit.server.kernels import fork_server
from kit.server.public_url import PublicUrl
from kit.server.signing import hash_key
from kit.server.state import ServerState
from kit.session.plan import Row
from kit.store import Store, open_store
from kit.store.notices import NoticeHub

KEY = "key-of-the-test"
WRITER = """\
#!{python}
import json, os, sys
with open({log!r}, "w") as file:
    json.dump({{"argv": sys.argv, "data": os.environ.get("KIT_DATA")}}, file)
os.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""


class LoopWithoutProcesses(asyncio.SelectorEventLoop):
    """As the selector loop of Windows, which Voila takes there."""

    async def _make_subprocess_transport(self, *_given: Any, **_named: Any) -> Any:
        raise NotImplementedError


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "kit.db")
    store.keep_server_key(hash_key(KEY))
    yield store
    store.close()


@pytest.fixture
def house(own_store: Store, tmp_path: Path) -> Iterator[ServerState]:
    hub = NoticeHub()
    agenda = Agenda("", "", None, (Row("jar.ipynb", 20),))
    house = ServerState(own_store, str(tmp_path / "kit.db"), tmp_path, agenda, KEY, hub)
    yield house
    house.threads.close()
    hub.close()


async def fetch_report(house: ServerState, code: str) -> str:
    """Open a report as a facilitator who has the link with the key."""
    doors = [(r"/facilitate/([^/]+)/report", SessionReport, {"house": house})]
    settings: dict[str, Any] = {"cookie_secret": "secret", PUBLIC: PublicUrl(), LAUNCHER: None}
    server = HTTPServer(Application(doors, **settings))
    (socket,) = bind_sockets(0, "127.0.0.1")
    server.add_socket(socket)
    address = f"http://127.0.0.1:{socket.getsockname()[1]}/facilitate/{code}/report"
    client = AsyncHTTPClient(force_instance=True)
    try:
        opened = await client.fetch(
            f"{address}?key={KEY}", follow_redirects=False, raise_error=False
        )
        cookie = opened.headers["Set-Cookie"].split(";")[0]
        reply = await client.fetch(address, headers={"Cookie": cookie}, request_timeout=60)
        return reply.body.decode()
    finally:
        client.close()
        server.stop()


def test_a_report_is_written_where_the_loop_starts_no_process(
    house: ServerState, own_store: Store
) -> None:
    code = own_store.add_session("Team without processes", ["jar.ipynb"]).code

    async def play() -> str:
        with pytest.raises(NotImplementedError):
            await asyncio.create_subprocess_exec(sys.executable, "--version")
        return await fetch_report(house, code)

    with asyncio.Runner(loop_factory=LoopWithoutProcesses) as runner:
        assert "Team without processes" in runner.run(play())


def test_the_store_is_named_in_no_command(
    own_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = own_store.add_session("Team", ["jar.ipynb"]).code
    writer, log = tmp_path / "python", tmp_path / "called.json"
    writer.write_text(WRITER.format(python=sys.executable, log=str(log)))
    writer.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(writer))
    monkeypatch.setattr(fork_server, "_servers", [])  # a program is looked at from without
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    data = str(tmp_path / "kit.db")
    files = write_export(code, data, tmp_path, [])
    called = json.loads(log.read_text())
    assert f"{code}-report.html" in files
    assert called["data"] == data
    assert not any("kit.db" in word for word in called["argv"])


def test_the_mail_waits_for_no_picture(own_store: Store, tmp_path: Path) -> None:
    code = own_store.add_session("Team", ["jar.ipynb"]).code
    write = partial(write_export, code, str(tmp_path / "kit.db"), tmp_path, [])
    everything, undrawn = write(), write(drawn=False)
    report = f"{code}-report.html"
    assert undrawn == {name: each for name, each in everything.items() if name != report}
    assert report in everything
    assert not SessionMail.drawn
    assert not SessionNextTime.drawn


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="The report of BCDFGHJK could not be written"):
        write_export("BCDFGHJK", str(tmp_path / "missing.db"), tmp_path, [])
