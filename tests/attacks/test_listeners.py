"""Another account of the machine: it finds the server's own port, and nothing else that listens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.processes import Server
from tests.server.visitor import Visitor

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no socket files for kernels")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a kernel of every kind: a room's, a dashboard's, a screen's, one in waiting."""
    folder = tmp_path_factory.mktemp("listeners")
    given = ["--host", "127.0.0.1", "--port", "0", "--participants", "0", "--warm-kernels", "1"]
    server = Server("demo", *given, log=folder / "log", warm=True)
    facilitator = Visitor(server)
    facilitator.get(server.links["facilitator_url"].removeprefix(server.origin))
    for page in ("facilitate", "screen"):
        assert facilitator.get(f"/{page}/{server.code}").status == 200
    yield server
    server.stop()


def list_processes(server: Server) -> list[psutil.Process]:
    first = psutil.Process(server.pid)
    return [first, *first.children(recursive=True)]


def test_nothing_listens_but_the_servers_own_port(served: Server) -> None:
    processes = list_processes(served)
    assert len(processes) >= 4
    reachable = {
        connection.laddr.port
        for process in processes
        for connection in process.net_connections(kind="inet")
        if connection.status in (psutil.CONN_LISTEN, psutil.CONN_NONE)
    }
    assert reachable == {served.links["port"]}


def test_every_socket_file_lies_where_this_account_alone_may_go(served: Server) -> None:
    files = {
        Path(connection.laddr)
        for process in list_processes(served)
        for connection in process.net_connections(kind="unix")
        if str(connection.laddr).startswith("/")
    }
    assert len(files) >= 10
    for file in files:
        about = file.parent.stat()
        assert about.st_uid == os.geteuid()
        assert about.st_mode & 0o077 == 0


def test_a_command_line_carries_no_secret(served: Server) -> None:
    key = str(served.links["facilitator_url"]).split("key=")[1]
    told = [word for process in list_processes(served) for word in process.cmdline()]
    assert not [word for word in told if key in word or served.code in word]
