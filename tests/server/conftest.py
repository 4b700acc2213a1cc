"""One real server for each file of tests, with a database that the tests may look into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.store import Store, open_store
from tests.places import WORKSHOPS
from tests.processes import Server
from tests.server.visitor import Visitor


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps its database, its secret and its log."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    data, played = str(folder / "kit.db"), folder / "workshops"
    played.mkdir()
    shutil.copy(WORKSHOPS / "marble_jar.ipynb", played)
    address = ("--host", "127.0.0.1", "--port", "0")
    server = Server("serve", str(played), "--data", data, *address, log=folder / "server.log")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def store(server: Server, folder: Path) -> Iterator[Store]:
    store = open_store(folder / "kit.db")
    yield store
    store.close()


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return Visitor(server)


@pytest.fixture(scope="module")
def facilitator(server: Server) -> Visitor:
    """A browser that has opened the link with the key."""
    facilitator = Visitor(server)
    key = str(server.links["facilitator_url"]).removeprefix(server.origin)
    assert facilitator.get(key).status == 303
    return facilitator
