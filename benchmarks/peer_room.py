"""A room of phones beside oTree, NiceGUI and Solara: all join at once, all answer at once.

`python -m benchmarks.peer_room otree 100` measures one of them and prints it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tornado.simple_httpclient import SimpleAsyncHTTPClient

from benchmarks.figures import find_spread, merge_runs
from benchmarks.machine import read_cost, read_seconds
from benchmarks.room import HANDFUL, OTHERS, SETTLING, share_cost
from benchmarks.servers import PEERS, Running, serve_peer
from benchmarks.visitors.nicegui import NiceGUIVisitor
from benchmarks.visitors.otree import OTreeVisitor
from benchmarks.visitors.solara import SolaraVisitor
from benchmarks.visitors.visitor import Visitor

PEOPLE = (100, 200)
REPEATS = 3  # each on a server that has just been started
LARGEST = 2**28  # bytes of a page
VISITORS: dict[str, type[Visitor]] = {
    "otree": OTreeVisitor,
    "nicegui": NiceGUIVisitor,
    "solara": SolaraVisitor,
}
"""How each is spoken to."""


@contextmanager
def serve_room(name: str, people: int) -> Iterator[tuple[Running, list[Visitor]]]:
    """A server that has just been started, and its phones, which have not come yet."""
    with serve_peer(name, people + 1) as server:
        client = SimpleAsyncHTTPClient(
            force_instance=True, max_clients=people, max_body_size=LARGEST
        )
        visitors = [VISITORS[name](server.form, client) for _ in range(people + 1)]
        try:
            yield server, visitors
        finally:
            for each in visitors:
                each.close()
            client.close()


async def measure_peer_room(name: str, people: int) -> dict[str, Any]:
    """Measure one system with so many phones.

    Returns:
        Figures by what happens, "join" and "answer", as of a room of the kit: medians, and run
        by run in "runs".
    """
    joins, answers = [], []
    title = name
    for _ in range(REPEATS):
        with serve_room(name, people) as (server, visitors):
            title = server.name
            join, answer = await measure_run(server.pid, visitors)
        joins.append(join)
        answers.append(answer)
    runs = {"join": joins, "answer": answers}
    figures = {part: merge_runs(each) for part, each in runs.items()}
    figures["join"]["memory"] = await measure_memory(name, people)
    return {"name": title, "people": people, **figures, "runs": runs}


async def measure_run(pid: int, visitors: list[Visitor]) -> tuple[dict[str, Any], dict[str, Any]]:
    """All join at once, all answer at once.

    One visits first, and is not counted: what only the very first pays is nobody's.
    """
    first, *room = visitors
    await first.join()
    await first.answer("a sentence", 4)
    await asyncio.sleep(SETTLING)
    before, own, started = read_cost(pid), read_seconds(), time.time()
    joined = await asyncio.gather(*[each.join() for each in room])
    took, own = time.time() - started, read_seconds() - own
    await asyncio.sleep(SETTLING)
    after, started = read_cost(pid), time.time()
    answered = await asyncio.gather(
        *[each.answer(f"Sentence {place}", place % 7 + 1) for place, each in enumerate(room)]
    )
    answering = time.time() - started
    join = {
        "seconds": took,
        "ready": find_spread(joined),
        "cpu": share_cost(before, after, len(room))["cpu"],
        "phones_cpu": own / len(room),
    }
    return join, {"seconds": answering, "receipt": find_spread(answered)}


async def measure_memory(name: str, people: int) -> float:
    """MB for each of so many more people in a room where others sit already, as of the kit."""
    with serve_room(name, OTHERS + people) as (server, visitors):
        await join_by_handfuls(visitors[: OTHERS + 1])
        before = read_cost(server.pid)
        await join_by_handfuls(visitors[OTHERS + 1 :])
        return share_cost(before, read_cost(server.pid), people)["memory"]


async def join_by_handfuls(visitors: list[Visitor]) -> None:
    """A few come at a time."""
    for first in range(0, len(visitors), HANDFUL):
        await asyncio.gather(*[each.join() for each in visitors[first : first + HANDFUL]])
    await asyncio.sleep(SETTLING)


def main() -> None:
    """Measure one system."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=PEERS)
    parser.add_argument("people", type=int, nargs="?", default=PEOPLE[0])
    given = parser.parse_args()
    print(json.dumps(asyncio.run(measure_peer_room(given.name, given.people)), indent=1))


if __name__ == "__main__":
    main()
