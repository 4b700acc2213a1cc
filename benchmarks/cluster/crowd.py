"""People who stay through a fault of the cluster: what they were told must be what is published."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.cluster.site import CHOICE_NOTEBOOK, Cluster, Played
from benchmarks.torture.facilitator import Facilitator
from benchmarks.torture.person import Person
from benchmarks.torture.truth import Tally, compare, name_option
from kit.gate.snapshot import Snapshot

BOUND = 90.0  # seconds in which everybody must have a receipt
MOST_SESSIONS = 40  # that are begun until every server has one


@dataclass
class Room:
    """A session with the people in it.

    Attributes:
        played: The session.
        node: The server from which its pages come.
        people: Everybody who sits there.
        facilitator: Who leads it.
    """

    played: Played
    node: int
    people: list[Person]
    facilitator: Facilitator


def name_people(people: int, sessions: int) -> list[str]:
    """The names in a session with the most people; others have the first of them."""
    return [f"p{number:03}" for number in range(-(-people // sessions))]


class Crowd:
    """Everybody in all sessions.

    Args:
        cluster: The servers.
        rooms: The sessions.
    """

    def __init__(self, cluster: Cluster, rooms: Sequence[Room]) -> None:
        self.cluster, self.rooms = cluster, rooms

    def __repr__(self) -> str:
        return f"<Crowd of {len(self.people)}>"

    @property
    def people(self) -> list[Person]:
        """All of them."""
        return [person for room in self.rooms for person in room.people]

    def list_people(self, node: int) -> list[Person]:
        """Those whose session is on a server."""
        return [person for room in self.rooms if room.node == node for person in room.people]

    def find_fullest(self) -> int:
        """The server with the most people."""
        numbers = range(len(self.cluster.nodes))
        return max(numbers, key=lambda number: len(self.list_people(number)))

    async def answer(self, version: int, people: Sequence[Person] | None = None) -> None:
        """Have people send an answer of their own, and wait for every receipt.

        Raises:
            TimeoutError: Somebody has none.
        """
        chosen = self.people if people is None else people
        async with asyncio.timeout(BOUND):
            await asyncio.gather(*[each.answer(name_option(each.name, version)) for each in chosen])

    async def finish(self) -> dict[str, int]:
        """Close and reveal every round, and compare what was told with what is published."""
        tally = Tally()
        for room in self.rooms:
            for step in ("Close", "Reveal"):
                await room.facilitator.press(step)
            room.facilitator.leave()
            tally.add(compare(room.people, self._read_result(room.played.round_id)))
        return asdict(tally)

    def _read_result(self, round_id: int) -> Snapshot | None:
        found = [Snapshot.from_json(each) for each in self.cluster.store.list_snapshots(round_id)]
        return next((each for each in found if each.final), None)


@asynccontextmanager
async def open_crowd(cluster: Cluster, people: int, sessions: int) -> AsyncIterator[Crowd]:
    """Sessions on every server, in which everybody sits and the form is open.

    Args:
        cluster: The servers, in whose exercise everybody has options of their own.
        people: How many.
        sessions: Over how many sessions they are spread.
    """
    found: list[tuple[Played, int]] = []
    for _ in range(MOST_SESSIONS):
        played = cluster.add_session(CHOICE_NOTEBOOK, people)
        found.append((played, await asyncio.to_thread(cluster.find_node, played.code)))
        covered = {node for _, node in found}
        if len(found) >= sessions and len(covered) == len(cluster.nodes):
            break
    rooms = [
        Room(played, node, [], Facilitator(played)) for played, node in choose(found, sessions)
    ]
    for place, name in enumerate(name_people(people, sessions) * sessions):
        room = rooms[place // (-(-people // sessions))]
        if len([each for each in rooms for _ in each.people]) < people:
            room.people.append(Person(name, cluster.port, room.played.code))
    try:
        for room in rooms:
            await room.facilitator.press("Open")
            room.facilitator.leave()
        await asyncio.gather(*[person.join() for room in rooms for person in room.people])
        yield Crowd(cluster, rooms)
    finally:
        for room in rooms:
            room.facilitator.leave()
            for person in room.people:
                person.connection.end()


def choose(found: Sequence[tuple[Played, int]], sessions: int) -> list[tuple[Played, int]]:
    """So many of the sessions that were begun, of every server in turn.

    Args:
        found: Sessions and their servers.
        sessions: How many.
    """
    left = list(found)
    chosen: list[tuple[Played, int]] = []
    while left and len(chosen) < sessions:
        used = [node for _, node in chosen]
        best = min(left, key=lambda each: used.count(each[1]))
        left.remove(best)
        chosen.append(best)
    return chosen


async def wait_for_all(people: Sequence[Person], work: Any) -> list[float]:
    """Wait for something of each person, and give the seconds it took of all.

    Args:
        people: Those who are waited for.
        work: Gives what is awaited of a person.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def wait(person: Person) -> float:
        await work(person)
        return loop.time() - began

    async with asyncio.timeout(BOUND):
        return list(await asyncio.gather(*[wait(person) for person in people]))
