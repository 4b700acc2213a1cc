"""Figures for operators, as Prometheus reads them, on a listener of their own.

Whoever reads them every second, beside somebody who presses Send, must learn nothing. So none is
counted as things happen. All are taken together by a look every five seconds, whether anybody does
anything or not, and told in steps that are larger than what one person causes: lines in tens and
once a minute, memory in tens of megabytes, times rounded up. What the client library can tell of a
process by itself, its processor time and its open files, moves with every message, and is left out.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import math
import time
from bisect import bisect_left
from collections.abc import Callable
from weakref import WeakKeyDictionary

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from kit.errors import ServerError, StoreError
from kit.server.figures import count_figures
from kit.server.kernels.seat_group import SeatGroup
from kit.server.metrics_place import MetricsPlace
from kit.server.state import ServerState
from kit.server.store_watch import StoreWatch
from kit.server.tasks import Tasks

LOOK = 5.0  # seconds between two looks
MINUTE = 60.0  # seconds between two looks at the lines
STEPS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds: an answer takes far less than the first
LINES = 10  # open lines are told in tens
MEGABYTE = 1_000_000
TENS = 10 * MEGABYTE
LIMITS = {"max_body_size": 1024, "max_header_size": 8192, "idle_connection_timeout": 60.0}
IN_USE = "Port {port} for --metrics is in use. Name another one."
CLOSED = "--metrics {host}:{port} cannot be opened ({why}). Name an address of this machine."


def round_up(seconds: float) -> float:
    """A time as it is told: the next of the steps, the last one for all that is longer."""
    return STEPS[min(bisect_left(STEPS, seconds), len(STEPS) - 1)]


class Metrics:
    """The figures, as they were at the last look.

    Args:
        house: What is looked at.
        read_steady: Seconds of a clock that nobody sets.
    """

    def __init__(
        self, house: ServerState, read_steady: Callable[[], float] = time.monotonic
    ) -> None:
        self.registry = registry = CollectorRegistry()
        self._house = house
        self._writing = StoreWatch(house.store.database.wait_to_write)
        self._restarts: WeakKeyDictionary[SeatGroup, int] = WeakKeyDictionary()
        self._read_steady = read_steady
        self._last_lines = -math.inf

        def gauge(name: str, words: str) -> Gauge:
            return Gauge(f"kit_{name}", words, registry=registry)

        self._sessions = gauge("sessions_open", "Sessions with a team that have not ended")
        self._rooms = gauge("rooms", "Sessions with a room on this server")
        self._faults = gauge("rooms_with_fault", "Rooms that cannot play their exercise just now")
        self._kernels = gauge("room_kernels", "Processes of participants that run")
        self._answer = gauge("answer_seconds", "The slowest kernel's last answer, rounded up")
        self._lines = gauge("lines_open", "Open lines of phones, in tens, looked at once a minute")
        self._lag = gauge("notices_lag_seconds", "How late notices of changes are, rounded up")
        self._store_up = gauge("store_up", "Whether the store answers: 1 or 0")
        self._draining = gauge("draining", "Whether this server is about to end: 1 or 0")
        self._memory = Gauge(
            "kit_memory_bytes", "Memory in tens of megabytes", ["part"], registry=registry
        )
        self._restarted = Counter(
            "kit_room_kernel_restarts", "Room kernels that were started again", registry=registry
        )
        self._took = Histogram(
            "kit_store_seconds",
            "How long the store took to let a look read and wait for its turn, rounded up",
            registry=registry,
            buckets=STEPS,
        )

    def __repr__(self) -> str:
        return "<Metrics>"

    async def look(self) -> None:
        """Take all figures anew."""
        house, figures = self._house, count_figures(self._house)
        self._rooms.set(figures.rooms)
        self._faults.set(figures.faults)
        self._kernels.set(figures.kernels)
        self._answer.set(round_up(figures.answer_ms / 1000))
        self._draining.set(house.is_draining)
        self._memory.labels("rooms").set(round_to(figures.memory_mb * MEGABYTE, TENS))
        self._memory.labels("server").set(round_to(psutil.Process().memory_info().rss, TENS))
        self._lag.set(round_up(house.store.notices.measure_lag()))
        self._count_restarts()
        if (now := self._read_steady()) - self._last_lines >= MINUTE:
            self._last_lines = now
            self._lines.set(figures.lines // LINES * LINES)
        await self._look_at_store()

    async def _look_at_store(self) -> None:
        waited = await self._writing.ask(STEPS[-1])
        self._took.observe(STEPS[-1] if waited is None else round_up(waited))
        self._store_up.set(waited is not None)
        if waited is not None:
            with contextlib.suppress(StoreError):
                self._sessions.set(await self._house.count_open_sessions())

    def _count_restarts(self) -> None:
        """Add what has come since the last look; a room that has gone takes nothing away."""
        for room in self._house.rooms.values():
            for group in room.groups:
                self._restarted.inc(group.restarts - self._restarts.get(group, 0))
                self._restarts[group] = group.restarts

    def close(self) -> None:
        """Look no more."""
        self._writing.close()


def round_to(amount: float, step: int) -> int:
    """The nearest multiple of a step."""
    return round(amount / step) * step


class MetricsPage(RequestHandler):
    """`/metrics`, and nothing else on this listener."""

    def initialize(self, metrics: Metrics | None = None) -> None:
        """Tornado's set-up: what is shown; None where nothing is."""
        self._metrics = metrics

    def set_default_headers(self) -> None:
        """Nothing is kept."""
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")

    def get(self) -> None:
        """Show the figures of the last look."""
        if self._metrics is None:
            self.send_error(404)
            return
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.finish(generate_latest(self._metrics.registry))

    def head(self) -> None:
        """The same without a word."""
        self.get()

    def write_error(self, status_code: int, **_kwargs: object) -> None:
        """Without a word."""
        self.finish()

    def log_exception(self, *_: object) -> None:
        """Nothing of a request is written."""


class MetricsServer:
    """Gives the figures where an operator wants them; without a place it does nothing.

    Args:
        house: What is looked at.
        place: Where they are given; None for nowhere.

    Attributes:
        url: Their address; "" before they can be read.
    """

    def __init__(self, house: ServerState, place: MetricsPlace | None) -> None:
        self.url = ""
        self._house, self._place = house, place
        self._metrics: Metrics | None = None
        self._server: HTTPServer | None = None
        self._tasks = Tasks()

    def __repr__(self) -> str:
        return f"<MetricsServer at {self.url or 'no address'}>"

    def open(self) -> None:
        """Open the port.

        Raises:
            ServerError: It is taken, or is not this machine's.
        """
        if self._place is None:
            return
        host, port = self._place.host, self._place.port
        try:
            sockets = bind_sockets(port, host)
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            msg = (IN_USE if taken else CLOSED).format(host=host, port=port, why=error.strerror)
            raise ServerError(msg) from error
        self._metrics = Metrics(self._house)
        pages = Application(
            [("/metrics", MetricsPage, {"metrics": self._metrics})],
            default_handler_class=MetricsPage,
            log_function=lambda _handler: None,
        )
        self._server = HTTPServer(pages, **LIMITS)
        self._server.add_sockets(sockets)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{sockets[0].getsockname()[1]}/metrics"

    def start(self) -> None:
        """Look again and again."""
        if self._metrics is not None:
            self._tasks.begin(self._follow(self._metrics))

    def close(self) -> None:
        """Close the port."""
        self._tasks.cancel()
        if self._server is not None:
            self._server.stop()
        if self._metrics is not None:
            self._metrics.close()

    async def _follow(self, metrics: Metrics) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            await metrics.look()
            due = max(due + LOOK, loop.time())
            await asyncio.sleep(due - loop.time())
