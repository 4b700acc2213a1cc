"""A kit behind each proxy in turn, under a path, by TLS."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import trustme

from benchmarks.notebooks import FORM, LIVE, write_notebook
from tests.browser.chromium import Launcher, start_launcher
from tests.deploy.proxies import (
    HOST,
    PROXIES,
    Site,
    find_free_port,
    run_proxy,
    write_certificate,
)
from tests.processes import Server

BASE = "/trust"


@dataclass(frozen=True)
class Deployment:
    """A server and the proxy before it."""

    server: Server
    port: int
    tls: ssl.SSLContext

    @property
    def origin(self) -> str:
        return f"https://{HOST}:{self.port}"


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module", params=PROXIES)
def deployed(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    authority: trustme.CA,
) -> Iterator[Deployment]:
    """The command of the proxy's file, with this machine's ports."""
    folder = tmp_path_factory.mktemp(request.param)
    port, kit = find_free_port(), find_free_port()
    site = Site(folder, port, kit, write_certificate(authority, folder))
    for name, cells in (("form", FORM), ("live", LIVE)):
        write_notebook(folder / "workshops" / f"{name}.ipynb", cells)
    server = Server(
        *("serve", str(folder / "workshops"), "--data", str(folder / "kit.db")),
        *("--host", "127.0.0.1", "--port", str(kit)),
        *("--public-url", f"https://{HOST}:{port}{BASE}", "--trust-proxy", "127.0.0.1"),
        log=folder / "server.log",
    )
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    try:
        with run_proxy(request.param, site):
            yield Deployment(server, port, trusting)
    except LookupError as missing:
        if "CI" in os.environ:
            raise
        pytest.skip(f"{missing} is not here. Run: python -m tests.deploy.proxies")
    finally:
        server.stop()


@pytest.fixture(scope="package")
def launcher() -> Iterator[Launcher]:
    with start_launcher() as launcher:
        yield launcher
