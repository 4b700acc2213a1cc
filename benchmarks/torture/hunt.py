"""The hunt: kill a server again and again while phones send, and explain every phone that waits.

`python -m benchmarks.torture.hunt 100` kills it 100 times. What every phone of a bad trial sent
and heard goes into a folder, a file for each phone, with the server's log beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.torture.facilitator import Facilitator
from benchmarks.torture.person import Person
from benchmarks.torture.site import Site
from benchmarks.torture.truth import Tally, compare, list_options, name_option
from benchmarks.torture.window import Window
from benchmarks.windows import open_chromium

BOUND = 60.0  # seconds after the server is back, in which everybody must have a receipt
FURTHER = 120.0  # for which a phone is watched that has none by then
KILLS_A_ROUND = 10
SPREAD = 1.0  # seconds within which people press Send, and the server is killed
PAUSES = (0.0, 0.0, 0.0, 3.0, 12.0)  # seconds that pass before it is started again
RECORDS = Path(__file__).parents[1] / "results" / "hunt"


class Hunt:
    """One session that goes on through every kill.

    Args:
        folder: For the server.
        records: For what happened in trials that went wrong.
        people: How many phones.
        windows: Real pages that answer beside them.
        chance: Of when things happen.
    """

    def __init__(
        self,
        folder: Path,
        records: Path,
        people: int,
        windows: Sequence[Window],
        chance: random.Random,
    ) -> None:
        names = [f"p{number:02}" for number in range(people)]
        self.tally = Tally()
        self._windows = windows
        self._records, self._chance = records, chance
        self._site = Site(
            folder, rounds=120, options=list_options([*names, *(each.name for each in windows)])
        )
        self._names = names
        self._phones: list[Person] = []
        self._facilitator = Facilitator(self._site)

    async def begin(self) -> None:
        """Start the server, have everybody join and the first round opened."""
        await self._site.start()
        links = self._site.server.links
        self._phones = [Person(name, links["port"], links["code"]) for name in self._names]
        await asyncio.gather(*[person.join() for person in self._phones])
        await asyncio.gather(*[window.join(links["join_url"]) for window in self._windows])
        await self._open()

    @property
    def _people(self) -> list[Person | Window]:
        return [*self._phones, *self._windows]

    async def kill(self, number: int) -> str:
        """Kill the server once while people send.

        Returns:
            What came of it, as one line.
        """
        began, sends = time.time(), sum(person.sends for person in self._people)
        tasks = [asyncio.create_task(self._answer(person, number)) for person in self._people]
        await asyncio.sleep(self._chance.random() * SPREAD)
        early = sum(task.done() for task in tasks)
        await self._site.stop(signal.SIGKILL)
        pause = self._chance.choice(PAUSES)
        await asyncio.sleep(pause)
        await self._site.start()
        back = time.time()
        _, left = await asyncio.wait(tasks, timeout=BOUND)
        receipts = [person.record.find_last("receipt") - back for person in self._people]
        again = sum(person.sends for person in self._people) - sends - len(self._people)
        if left:
            await self._explain(number, began, tasks)
        self.tally.trials += 1
        self.tally.stuck += len(left)
        return (
            f"kill {number}: {early} had a receipt before; pause {pause:.0f} s, "
            f"back after {back - began:.1f} s, last receipt {max(receipts):+.1f} s after that, "
            f"{again} pressed again, {len(left)} without a receipt"
        )

    async def turn(self) -> str:
        """Close and reveal the round, compare, and open the next."""
        round_id, _phase = self._site.read_phase()
        for words in ("Close", "Reveal"):
            await self._facilitator.press(words)
        found = compare(self._people, self._site.read_result(round_id))
        self.tally.add(found)
        await self._facilitator.press("Next exercise")
        await self._open()
        return f"round {round_id}: {found}"

    async def end(self) -> None:
        """Let everybody go and end the server."""
        for person in self._phones:
            person.connection.end()
        self._facilitator.leave()
        await self._site.stop()

    async def _open(self) -> None:
        for person in self._people:
            person.begin()
        await self._facilitator.press("Open")
        self._facilitator.leave()

    async def _answer(self, person: Person | Window, version: int) -> None:
        await asyncio.sleep(self._chance.random() * SPREAD)
        await person.answer(name_option(person.name, version))

    async def _explain(self, number: int, began: float, tasks: list[asyncio.Task[None]]) -> None:
        """Watch those who wait for a while longer, then write down all that happened."""
        await asyncio.wait(tasks, timeout=FURTHER)
        folder = self._records / f"kill-{number:03}"
        for person, task in zip(self._people, tasks, strict=True):
            person.record.add("end", "has a receipt" if task.done() else "still waits")
            person.record.write(folder, since=began)
            task.cancel()
        shutil.copy(self._site.log, folder / "server.log")


async def hunt(folder: Path, kills: int, people: int, windows: int, seed: int) -> Tally:
    """Kill so many times."""
    if not windows:
        return await hunt_with(folder, kills, people, [], seed)
    async with open_chromium() as browser:
        open_ones = [Window(f"w{number:02}", browser) for number in range(windows)]
        tally = await hunt_with(folder, kills, people, open_ones, seed)
    sends, told = (sum(each) for each in zip(*[(w.sends, w.told) for w in open_ones], strict=True))
    print(f"real pages: Send pressed {sends} times by hand, {told} times told to look again")
    return tally


async def hunt_with(
    folder: Path, kills: int, people: int, windows: Sequence[Window], seed: int
) -> Tally:
    """Kill so many times, with these pages open."""
    hunt = Hunt(folder, RECORDS, people, windows, random.Random(seed))
    await hunt.begin()
    try:
        for number in range(1, kills + 1):
            print(await hunt.kill(number), flush=True)
            if number % KILLS_A_ROUND == 0:
                print(await hunt.turn(), flush=True)
    finally:
        await hunt.end()
    return hunt.tally


def main() -> None:
    """Hunt."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=100)
    parser.add_argument("--people", type=int, default=12, metavar="N")
    parser.add_argument("--windows", type=int, default=0, metavar="N", help="real pages beside")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kit-hunt-", ignore_cleanup_errors=True) as folder:
        tally = asyncio.run(
            hunt(Path(folder), given.kills, given.people, given.windows, given.seed)
        )
    print(tally)
    sys.exit(1 if tally.is_bad else 0)


if __name__ == "__main__":
    main()
