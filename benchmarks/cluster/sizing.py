"""How many servers a number of sessions needs: arithmetic from what was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

CORES, GIGABYTES = 4, 12  # of a server of 16 GB, with room for its system
BUSY = 0.5  # share of a core that is planned for: people come in waves
SEAT_MEGABYTES = 0.06  # of a phone that sits there
KERNEL_SEATS = 250  # for which a room has one kernel
PAGES = 2  # of a session: a dashboard and a screen
SERVER_CONNECTIONS = 6  # of a server's own process: its pool, and two for notices
MEGABYTES_A_GIGABYTE = 1024


@dataclass(frozen=True)
class Measured:
    """What one thing costs.

    Attributes:
        join: Processor seconds of a join, by what uses them: web, kernels, database, proxy.
        answer: The same of an answer.
        web: Memory of a server's own process, in MB.
        room: Memory of a room's kernel.
        page: Memory of the kernel of a dashboard or a screen.
    """

    join: Mapping[str, float]
    answer: Mapping[str, float]
    web: float
    room: float
    page: float


@dataclass(frozen=True)
class Plan:
    """Sessions that run at the same time.

    Attributes:
        name: What they are, in words.
        sessions: How many.
        people: In each of them.
        joining: Seconds in which everybody joins.
        answering: Seconds in which everybody sends.
    """

    name: str
    sessions: int
    people: int
    joining: float
    answering: float

    @property
    def seats(self) -> int:
        """Everybody."""
        return self.sessions * self.people

    @property
    def rooms(self) -> int:
        """Kernels of rooms."""
        return self.sessions * math.ceil(self.people / KERNEL_SEATS)


@dataclass(frozen=True)
class Need:
    """What a plan needs.

    Attributes:
        web: Cores of the servers' own processes at the busiest moment.
        kernels: Cores of kernels.
        database: Cores of the database.
        proxy: Cores of the proxy.
        gigabytes: Memory of servers and kernels.
        connections: To the database.
        servers: Of `CORES` cores and `GIGABYTES` GB, without one to spare.
    """

    web: float
    kernels: float
    database: float
    proxy: float
    gigabytes: float
    connections: int
    servers: int


PLANS = (
    Plan("100 sessions of 60", 100, 60, joining=60, answering=60),
    Plan("one plenary of 5,000", 1, 5000, joining=60, answering=30),
    # Of 20 people and an hour each, within eight hours; joins are spread over that hour.
    Plan("10,000 sessions a day", 1250, 20, joining=3600, answering=300),
)


def size(measured: Measured, plan: Plan) -> Need:
    """What a plan needs.

    A server's own process uses one core at most. So there are as many servers as keep each of
    these processes, all cores and the memory no fuller than planned.
    """
    cores = {
        name: max(
            plan.seats / plan.joining * measured.join[name],
            plan.seats / plan.answering * measured.answer[name],
        )
        for name in ("web", "kernels", "database", "proxy")
    }
    kernels = plan.rooms * measured.room + plan.sessions * PAGES * measured.page
    megabytes = kernels + plan.seats * SEAT_MEGABYTES
    servers = max(
        math.ceil(cores["web"] / BUSY),
        math.ceil((cores["web"] + cores["kernels"]) / BUSY / CORES),
        math.ceil(megabytes / (GIGABYTES * MEGABYTES_A_GIGABYTE - measured.web)),
        1,
    )
    return Need(
        **cores,
        gigabytes=(megabytes + servers * measured.web) / MEGABYTES_A_GIGABYTE,
        connections=plan.rooms + plan.sessions * PAGES + servers * SERVER_CONNECTIONS,
        servers=servers,
    )
