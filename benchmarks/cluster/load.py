"""What phones do to a cluster: all join, all answer, then one after another sends."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from benchmarks.cluster.screen import Screen
from benchmarks.cluster.site import FORM_NOTEBOOK, Cluster, Played
from benchmarks.figures import find_spread
from benchmarks.machine import MEGABYTE, measure_memory, read_busy
from benchmarks.phones import Phone
from benchmarks.torture.facilitator import Facilitator
from tests.processes import PAGE, ROOM, find_kernels

SETTLING = 1.5  # seconds in which what follows a join or an answer comes to its end
PACE = 0.4  # seconds between two who send alone: the screen counts five times a second
LEAST_SEATS = 8  # of a room in which the screen tells how many have finished


class Sender(Phone):
    """A phone that tells when Send was pressed."""

    async def send(self, text: str, number: int) -> tuple[float, float]:
        """Type, choose, press Send and wait for the receipt.

        Returns:
            When Send was pressed, and when the receipt came, in seconds since the epoch.
        """
        await self._change(self._find("max_length"), value=text)
        await self._change(self._find("low_label"), value=number)
        pressed = time.time()
        return pressed, await self._press_send()


@dataclass
class Load:
    """Sessions that are open, and the phones that are to come.

    Attributes:
        cluster: The servers.
        sessions: Their sessions; on the screen of the first one is looked for who sends alone.
        phones: Those that join in the same instant.
        single: Those of the first session who send one after another; they sit there before.
        facilitator: Of the first session, whose dashboard stays open.
        nodes: The server from which each session's pages came.
    """

    cluster: Cluster
    sessions: list[Played]
    phones: list[Sender]
    single: list[Sender]
    facilitator: Facilitator
    nodes: list[int]

    @property
    def people(self) -> int:
        """How many phones join in the same instant."""
        return len(self.phones)


@asynccontextmanager
async def open_load(
    cluster: Cluster, people: int, sessions: int, singles: int
) -> AsyncIterator[Load]:
    """Begin sessions, open their forms, and let those sit down who send alone.

    Args:
        cluster: The servers.
        people: Phones that join in the same instant, one session's after another's in turn.
        sessions: How many.
        singles: Phones that send one after another.
    """
    played = [cluster.add_session(FORM_NOTEBOOK, people) for _ in range(sessions)]
    nodes = [await asyncio.to_thread(cluster.find_node, each.code) for each in played]
    leading = [Facilitator(each) for each in played]
    for facilitator in leading:
        await facilitator.press("Open")
    for facilitator in leading[1:]:
        facilitator.leave()  # one dashboard and one screen for all, as in a room of that size
    single = [Sender(cluster.port, played[0].code) for _ in range(singles)]
    for phone in single:
        await phone.join()
    for each in played[1:]:  # the others' rooms have had a first form too
        await find_form(each)
    phones = [Sender(cluster.port, played[place % sessions].code) for place in range(people)]
    try:
        yield Load(cluster, played, phones, single, leading[0], nodes)
    finally:
        for phone in [*phones, *single]:
            phone.close()
        leading[0].leave()


async def find_form(played: Played) -> None:
    """Let a session's room make a form, for somebody who does not stay."""
    await Phone(played.port, played.code).enter()


async def measure_load(load: Load) -> dict[str, Any]:
    """Join, answer, send."""
    cluster = load.cluster
    await cluster.rest()
    figures: dict[str, Any] = {"people": load.people}
    with measuring(cluster, load.people) as taken:
        began = time.time()
        joined = await asyncio.gather(*[phone.join() for phone in load.phones])
        took = time.time() - began
        await asyncio.sleep(SETTLING)
    figures["join"] = {
        "rate": load.people / took,
        "drawn": find_spread([drawn for drawn, _ready in joined]),
        "ready": find_spread([ready for _drawn, ready in joined]),
        **taken,
    }
    figures["seats"] = await asyncio.to_thread(cluster.count_seats)
    figures["held"] = await asyncio.to_thread(read_held, cluster)
    with measuring(cluster, load.people) as taken:
        began = time.time()
        waited = await asyncio.gather(
            *[
                phone.answer(f"Sentence {place}", place % 7 + 1)
                for place, phone in enumerate(load.phones)
            ]
        )
        took = time.time() - began
        await asyncio.sleep(SETTLING)
    figures["answer"] = {"rate": load.people / took, "receipt": find_spread(waited), **taken}
    if load.single:
        figures["single"] = await measure_single(load)
    return figures


async def measure_single(load: Load) -> dict[str, Any]:
    """One after another sends, and the screen, open on another server, shows it."""
    first = load.sessions[0]
    elsewhere = (load.nodes[0] + 1) % len(load.cluster.nodes)
    screen = Screen(first, load.cluster.nodes[elsewhere].port)
    answered = len(range(0, load.people, len(load.sessions)))
    await screen.open()
    await load.cluster.rest()
    told = answered + len(load.single) >= LEAST_SEATS
    receipts, shown = [], []
    for place, phone in enumerate(load.single):
        pressed, received = await phone.send(f"Alone {place}", place % 7 + 1)
        receipts.append(received - pressed)
        if told:
            shown.append(await screen.wait_for(answered + place + 1) - pressed)
        await asyncio.sleep(PACE)
    screen.close()
    figures = {"elsewhere": elsewhere != load.nodes[0], "receipt": find_spread(receipts)}
    return figures | ({"screen": find_spread(shown)} if shown else {})


@contextlib.contextmanager
def measuring(cluster: Cluster, people: int) -> Iterator[dict[str, Any]]:
    """What a block costs each person, and how many cores others took meanwhile."""
    taken: dict[str, Any] = {}
    before, busy, began = cluster.read_costs(), read_busy(), time.time()
    yield taken
    cost = cluster.read_costs().share(before, people)
    took = time.time() - began
    taken["cost"] = cost
    taken["others"] = max(0.0, (read_busy() - busy - sum(cost.values()) * people) / took)


def read_held(cluster: Cluster) -> dict[str, float]:
    """What memory each part takes with all phones inside, in MB, and connections to the database.

    Returns:
        {"web": of a server's own process, "room": of a room's kernel, "page": of the kernel of a
        dashboard or screen, "database": for each connection, "connections": of all}.
    """
    pids = [node.server.pid for node in cluster.nodes]
    rooms = [pid for each in pids for pid in find_kernels(each, ROOM)]
    pages = [pid for each in pids for pid in find_kernels(each, PAGE)]
    held = {"web": weigh(pids), "room": weigh(rooms), "page": weigh(pages)}
    if cluster.proxy is not None:
        held["connections"] = cluster.database.count_connections()
        held["database"] = cluster.database.read_memory() / held["connections"]
    return held


def weigh(pids: Sequence[int]) -> float:
    """What a process of several takes on average, in MB."""
    return sum(measure_memory(psutil.Process(pid)) for pid in pids) / MEGABYTE / max(1, len(pids))
