"""Servers, database and proxy of one measurement, and the sessions that are played on them."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from http.client import HTTPConnection
from pathlib import Path

import psycopg

from benchmarks.cluster.database import PostgreSQL
from benchmarks.cluster.proxy import HOST, NODE, Proxy, Spread, run_proxy
from benchmarks.machine import read_cost, read_seconds
from benchmarks.notebooks import FORM, Cell, write_notebook
from benchmarks.servers import find_port, wait_until_quiet
from benchmarks.torture.site import EXERCISE, build_cells
from kit.store import Store, open_store
from tests.processes import Server

SECONDS = 30
FORM_NOTEBOOK, CHOICE_NOTEBOOK = "1_form.ipynb", "2_choice.ipynb"
Names = Sequence[str]


@dataclass(frozen=True)
class Costs:
    """Processor seconds that have been used so far, by what has used them.

    Attributes:
        web: The servers' own processes.
        kernels: All kernels below them.
        database: PostgreSQL; nothing on SQLite, which is part of the processes that ask it.
        proxy: HAProxy.
        phones: The phones of this measurement, and the measuring.
    """

    web: float = 0.0
    kernels: float = 0.0
    database: float = 0.0
    proxy: float = 0.0
    phones: float = 0.0

    def share(self, before: Costs, people: int) -> dict[str, float]:
        """What has been used since for each person, by what has used it."""
        return {
            each.name: (getattr(self, each.name) - getattr(before, each.name)) / people
            for each in fields(self)
        }


@dataclass
class Node:
    """A server among several.

    Attributes:
        name: Its name.
        port: Where it listens.
        server: Its process.
        log: What it writes.
    """

    name: str
    port: int
    server: Server
    log: Path

    def kill(self) -> None:
        """End it without a word, and its kernels with it."""
        self.server.stop(signal.SIGKILL)

    def drain(self) -> None:
        """Tell it to end, and wait until it has."""
        self.server.stop(signal.SIGTERM)


@dataclass(frozen=True)
class Played:
    """A session as a facilitator needs it.

    Attributes:
        code: Its code.
        port: Where the facilitator comes.
        link: The facilitator's link, with the key.
        round_id: Its round.
    """

    code: str
    port: int
    link: str
    round_id: int


class Cluster:
    """Servers that are running, and what is before and behind them.

    Args:
        nodes: The servers.
        store: Their store, as another process sees it.
        proxy: Before them; None where browsers come to the only server itself.
        database: Behind them; None for a file.
        spread: By what a request finds its server.
    """

    def __init__(
        self,
        nodes: list[Node],
        store: Store,
        proxy: Proxy | None,
        database: PostgreSQL | None,
        spread: Spread,
    ) -> None:
        self.nodes, self.store, self.proxy = nodes, store, proxy
        self._database, self._spread = database, spread

    def __repr__(self) -> str:
        return f"<Cluster of {len(self.nodes)}>"

    @property
    def port(self) -> int:
        """Where browsers come."""
        return self.nodes[0].port if self.proxy is None else self.proxy.port

    @property
    def database(self) -> PostgreSQL:
        """The database server that is behind them."""
        assert self._database is not None
        return self._database

    def add_session(self, notebook: str, expected: int) -> Played:
        """Begin a session that plays one exercise; another one could come after it.

        A dashboard and its line have to come to the same server. Where nothing leads them there,
        its facilitator goes to the first one.
        """
        port = self.port if self._spread is Spread.SESSION else self.nodes[0].port
        session = self.store.add_session("Cluster", [notebook, FORM_NOTEBOOK], expected=expected)
        current = self.store.add_round(session.code, notebook, 0)
        link = str(self.nodes[0].server.links["facilitator_url"])
        return Played(session.code, port, link, current.id)

    def find_node(self, code: str) -> int:
        """Which server a session's pages come from; its room is begun there."""
        if self.proxy is None:
            return 0
        connection = HTTPConnection(HOST, self.port, timeout=SECONDS)
        try:
            connection.request("GET", f"/join/{code}")
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                msg = f"/join was answered with {answer.status}"
                raise RuntimeError(msg)
            return int(answer.headers[NODE].removeprefix("node")) - 1
        finally:
            connection.close()

    def read_costs(self) -> Costs:
        """What all of them have used so far."""
        found = [read_cost(node.server.pid) for node in self.nodes]
        return Costs(
            web=sum(each.server for each in found),
            kernels=sum(each.kernels for each in found),
            database=0.0 if self._database is None else self._database.read_seconds(),
            proxy=0.0 if self.proxy is None else self.proxy.read_seconds(),
            phones=read_seconds(),
        )

    def count_seats(self) -> list[int]:
        """How many phones each server holds."""
        if self._database is None:
            return []
        query = "SELECT node, count(*) FROM seats WHERE here GROUP BY node"
        with psycopg.connect(self._database.address) as connection:
            found: dict[str, int] = dict(connection.execute(query).fetchall())
        return [found.get(node.name, 0) for node in self.nodes]

    async def rest(self) -> None:
        """Wait until no server does anything."""
        pids = [node.server.pid for node in self.nodes]
        await asyncio.gather(*[asyncio.to_thread(wait_until_quiet, pid) for pid in pids])

    def read_logs(self) -> list[str]:
        """What the servers have written, each line once."""
        lines = [line for node in self.nodes for line in node.log.read_text("utf-8").splitlines()]
        return list(dict.fromkeys(line for line in lines if line.strip()))


@contextlib.contextmanager
def run_cluster(
    nodes: int,
    *,
    postgres: bool = True,
    spread: Spread = Spread.SESSION,
    options: Names = (),
    drain: int = 10,
) -> Iterator[Cluster]:
    """Servers that share a database, until they are not needed any more.

    Args:
        nodes: How many.
        postgres: They share a PostgreSQL behind HAProxy; else it is one server with a file.
        spread: By what a request finds its server.
        options: What can be chosen in the exercise of `CHOICE_NOTEBOOK`.
        drain: Seconds in which phones are told to come again when a server ends.
    """
    with contextlib.ExitStack() as stack:
        place = tempfile.TemporaryDirectory(prefix="kit-cluster-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(place))
        write_exercises(folder / "exercises", options)
        ports = [find_port() for _ in range(nodes + 1)]
        database = proxy = None
        data = str(folder / "kit.db")
        if postgres:
            database = PostgreSQL(folder / "database")
            stack.callback(database.end)
            data = database.address
        given = [*build_options(folder, data), "--drain", str(drain)]
        if postgres:
            proxy = stack.enter_context(run_proxy(folder, ports[-1], ports[:-1], spread))
            given += ["--public-url", f"http://{HOST}:{proxy.port}", "--trust-proxy", HOST]
        running: list[Node] = []
        for number, port in enumerate(ports[:-1], start=1):
            name, log = f"node{number}", folder / f"node{number}.log"
            own = ["--port", str(port), *(["--node", name] if postgres else [])]
            server = Server(*given, *own, log=log)
            stack.callback(server.stop)
            running.append(Node(name, port, server, log))
        if proxy is not None:
            proxy.wait_until_all_are_ready()
        store = open_store(data)
        stack.callback(store.close)
        yield Cluster(running, store, proxy, database, spread)


def write_exercises(folder: Path, options: Names) -> None:
    """A form to be measured, and a choice in which everybody has an answer of their own."""
    write_notebook(folder / FORM_NOTEBOOK, FORM)
    chosen = list(options) or ["one", "two"]
    cells: list[Cell] = build_cells(EXERCISE.format(number=2, options=chosen))
    write_notebook(folder / CHOICE_NOTEBOOK, cells)


def build_options(folder: Path, data: str) -> list[str]:
    """What every server is given: the same exercises, database and secrets."""
    secret, key = folder / "cookie-secret", folder / "key"
    for path in (secret, key):
        path.write_text(secrets.token_hex(32), "ascii")
        path.chmod(0o600)
    return [
        *("serve", str(folder / "exercises"), "--data", data, "--host", HOST),
        *("--cookie-secret-file", str(secret), "--key-file", str(key)),
    ]
