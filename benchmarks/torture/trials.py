"""Trials of a kind of fault: a round is opened, people answer, harm is done, results compared."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.torture.disk import small_disk
from benchmarks.torture.facilitator import Facilitator
from benchmarks.torture.faults import Fault
from benchmarks.torture.person import Person
from benchmarks.torture.site import Held, Site
from benchmarks.torture.truth import Tally, compare, list_options, name_option

BOUND = 60.0  # seconds after the server is back, in which everybody must have a receipt
FURTHER = 120.0  # seconds in which the facilitator must be able to go on
SPREAD = 1.0  # seconds within which people press Send, and the harm begins
MOMENT = 0.15  # seconds between a step of the facilitator's and the kill that meets it
RECORDS = Path(__file__).parents[1] / "results" / "torture"


@dataclass(frozen=True)
class Outcome:
    """What came of a kind of fault.

    Attributes:
        name: The kind.
        tally: What was counted.
        before: What the server held before the first trial, everybody being there.
        after: What it held after the last.
    """

    name: str
    tally: Tally
    before: Held | None = None
    after: Held | None = None


class Session:
    """A server, a facilitator, and people who stay for every round.

    Args:
        site: The server, started.
        people: Everybody, joined.
        chance: Of when things happen.
    """

    def __init__(self, site: Site, people: list[Person], chance: random.Random) -> None:
        self.site, self.people, self.chance = site, people, chance
        self.facilitator = Facilitator(site)
        self.tally = Tally()
        self._pressed = 0

    async def try_fault(self, fault: Fault) -> None:
        """Do harm while people answer, and wait until everybody has a receipt."""
        tasks = await self.begin()
        await asyncio.sleep(self.chance.random() * SPREAD)
        began = time.time()
        await fault.harm(self.site, self.people, self.chance)
        _, left = await asyncio.wait(tasks, timeout=BOUND)
        if left:
            await self._write_records(fault.name, began)
        await self.finish(tasks)
        self.tally.stuck += len(left)

    async def try_step(self, step: str) -> None:
        """Kill the server while it closes the round, or reveals it; some are still answering."""
        tasks = await self.begin()
        await self.facilitator.look()
        if step == "Reveal":
            await asyncio.wait(tasks, timeout=BOUND)
            await self.facilitator.press("Close")
        else:
            await asyncio.sleep(self.chance.random() * SPREAD)
        self.facilitator.press_only(step)
        await asyncio.sleep(self.chance.random() * MOMENT)
        await self.site.stop(signal.SIGKILL)
        await self.site.start()
        await self.finish(tasks)

    async def begin(self) -> list[asyncio.Task[None]]:
        """Open the round, and let people begin to answer."""
        for person in self.people:
            person.begin()
        self._pressed = sum(person.sends for person in self.people)
        await self.facilitator.press("Open")
        return [asyncio.create_task(self._answer(person)) for person in self.people]

    async def _answer(self, person: Person) -> None:
        """Answer, and perhaps think again."""
        await asyncio.sleep(self.chance.random() * SPREAD)
        await person.answer(name_option(person.name, 0))
        if self.chance.random() < 0.5:
            await person.answer(name_option(person.name, 1))

    async def finish(self, tasks: list[asyncio.Task[None]]) -> None:
        """Close and reveal the round, compare, and go on to the next.

        Raises:
            TimeoutError: The facilitator cannot go on.
        """
        pressed = sum(person.sends for person in self.people)
        round_id, _ = self.site.read_phase()
        async with asyncio.timeout(FURTHER):
            for step in ("Close", "Reveal"):
                await self.facilitator.press(step)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.tally.add(compare(self.people, self.site.read_result(round_id)))
            self.tally.add(Tally(trials=1, pressed=pressed - self._pressed))
            await self.facilitator.press("Next exercise")

    async def _write_records(self, name: str, began: float) -> None:
        folder = RECORDS / f"{name}-{self.tally.trials + 1}".replace(" ", "-")
        for person in self.people:
            person.record.write(folder, since=began)
        await asyncio.to_thread(shutil.copy, self.site.log, folder / "server.log")


@asynccontextmanager
async def open_session(
    count: int, rounds: int, chance: random.Random, *, fault: Fault | None = None
) -> AsyncIterator[Session | None]:
    """A session in which everybody sits.

    Yields:
        The session; None where this account may not mount the disk that the fault takes.
    """
    names = [f"p{number:03}" for number in range(count)]
    with contextlib.ExitStack() as stack:
        place = tempfile.TemporaryDirectory(prefix="kit-torture-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(place))
        disk = folder / "disk"
        if fault is not None and fault.mount and not stack.enter_context(small_disk(disk)):
            yield None
            return
        disk.mkdir(exist_ok=True)
        site = Site(
            folder,
            rounds=rounds,
            options=list_options(names),
            data=disk / "kit.db",
            settings=fault.settings if fault else (),
        )
        await site.start()
        people = [Person(name, site.port, site.server.code) for name in names]
        session = Session(site, people, chance)
        try:
            await asyncio.gather(*[person.join() for person in people])
            yield session
        finally:
            for person in people:
                person.connection.end()
            session.facilitator.leave()
            await site.stop()


async def run_fault(fault: Fault, trials: int, count: int, chance: random.Random) -> Outcome:
    """Try a kind of fault again and again, in one session."""
    async with open_session(count, trials, chance, fault=fault) as session:
        if session is None:
            return Outcome(f"{fault.name} (may not mount)", Tally())
        before = session.site.read_held()
        for _ in range(trials):
            await session.try_fault(fault)
        return Outcome(fault.name, session.tally, before, session.site.read_held())


async def run_step(step: str, trials: int, count: int, chance: random.Random) -> Outcome:
    """Kill the server in a step of the facilitator's again and again, in one session."""
    async with open_session(count, trials, chance) as session:
        assert session is not None
        before = session.site.read_held()
        for _ in range(trials):
            await session.try_step(step)
        return Outcome(f"server killed in {step}", session.tally, before, session.site.read_held())
