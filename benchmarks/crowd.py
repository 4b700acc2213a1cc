"""One person with many seats sends without a break: how long the others wait.

`python -m benchmarks.crowd 20` takes 20 seats from a process of its own and sends each kind of
frame from all of them, while five people in the same room write, press Send and wait.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.frames import CLICK, ROOM, mention, set_to
from benchmarks.notebooks import FORM, write_notebook
from benchmarks.phones import Frame, Phone
from benchmarks.tables import render_table
from benchmarks.timing import is_idle
from kit.forms.form import PAUSE
from tests.attacks.seats import open_round
from tests.processes import Server

PEOPLE = 5
ROUNDS = 6  # answers of each person beside one kind of frame
REST = PAUSE + 0.1  # seconds between two of them; at once, a press would be the second tap of two
UNDER_WAY = 8  # frames of one seat
AHEAD = 2.0  # seconds for which the crowd is alone
Make = Callable[[Phone, int], tuple[str, dict[str, Any]]]


class Attacker(Phone):
    """One of many seats of one person: the next frame goes out as soon as one is done with."""

    async def flood(self, make: Make) -> None:
        """Send until the line is closed, and come again."""
        while True:
            with suppress(Exception):
                await self.open_line()
                await asyncio.gather(*(self._repeat(make) for _ in range(UNDER_WAY)))
            await asyncio.sleep(0.1)

    async def load(self) -> None:
        """Load the page again and again."""
        while True:
            with suppress(Exception):
                self._reader, self._writer = await asyncio.open_connection(
                    "127.0.0.1", self._port, limit=2**20
                )
                while True:
                    await self._ask("GET", f"/s/{self._code}")

    async def _repeat(self, make: Make) -> None:
        while True:
            self._number += 1
            number = self._number
            done = self.wait_for(functools.partial(is_idle, number=number))
            comm, data = make(self, number)
            await self._tell(comm, data, number)
            await done

    def find(self, trait: str, value: Any = None) -> str:
        """A widget of the page."""
        found = (comm for comm, state in self._state.items() if trait in state)
        return str(next(comm for comm in found if value in (None, self._state[comm][trait])))

    @property
    def comms(self) -> list[str]:
        """The ids of the page's widgets."""
        return [*self._state]


class Person(Phone):
    """Somebody who answers."""

    async def change_again(self) -> None:
        """Press "Change my answer"."""
        button = next(c for c, s in self._state.items() if s.get("description") == "Send")
        self._number += 1
        number = self._number
        done = self.wait_for(functools.partial(is_idle, number=number))
        await self._tell(button, CLICK, number)
        await done


def make_letter(phone: Any, number: int) -> tuple[str, Frame]:
    """A few letters typed."""
    return phone.find("max_length"), set_to(value=f"letters {number}")([])


def make_press(phone: Any, number: int) -> tuple[str, Frame]:
    """A press on the button below the form."""
    if number % 2:
        return make_letter(phone, number)
    return phone.find("description", "Send"), CLICK


def make_mention(phone: Any, _number: int) -> tuple[str, Frame]:
    """Every widget mentioned, as long as a frame may be."""
    return phone.find("max_length"), mention(phone.comms)


def make_long(phone: Any, _number: int) -> tuple[str, Frame]:
    """A press with a long message."""
    content = {"event": "click", "more": "x" * (ROOM - 60)}
    return phone.find("description", "Send"), {"method": "custom", "content": content}


KINDS: dict[str, Make | None] = {
    "letters typed": make_letter,
    "Send pressed": make_press,
    "every widget mentioned": make_mention,
    "a press with a long message": make_long,
    "the page loaded again": None,
}


async def attack(port: int, code: str, seats: int, kind: str) -> None:
    """Take the seats and send."""
    phones = [Attacker(port, code) for _ in range(seats)]
    for phone in phones:
        await phone.enter()
    make = KINDS[kind]
    await asyncio.gather(*(phone.flood(make) if make else phone.load() for phone in phones))


def run_attack(port: int, code: str, seats: int, kind: str) -> None:
    """The same, as a process."""
    asyncio.run(attack(port, code, seats, kind))


async def answer(people: list[Person]) -> list[float]:
    """Everybody writes, sends and changes, again and again.

    Returns:
        Seconds from the first key to the receipt, of each answer.
    """

    async def play(phone: Person, place: int) -> list[float]:
        await asyncio.sleep(place * REST / len(people))
        waited = []
        for turn in range(ROUNDS):
            waited.append(await phone.answer(f"somebody helped me {turn}", 1 + turn % 5))
            await asyncio.sleep(REST)
            await phone.change_again()
        return waited

    found = await asyncio.gather(*(play(phone, place) for place, phone in enumerate(people)))
    return [each for waited in found for each in waited]


async def measure(server: Server, seats: int, kinds: list[str]) -> list[list[str]]:
    """Measure each kind."""
    port, code = server.links["port"], server.code
    people = [Person(port, code) for _ in range(PEOPLE)]
    for phone in people:
        await phone.join()
    rows = []
    for kind in ("nothing", *kinds):
        process = None
        if kind != "nothing":
            process = multiprocessing.get_context("spawn").Process(
                target=run_attack, args=(port, code, seats, kind), daemon=True
            )
            process.start()
            await asyncio.sleep(AHEAD)
        began = time.monotonic()
        waited = await answer(people)
        if process is not None:
            process.kill()
            process.join()
            await asyncio.sleep(AHEAD)
        rows.append(
            [
                kind,
                f"{1000 * statistics.median(waited):.0f}",
                f"{1000 * sorted(waited)[int(0.95 * len(waited))]:.0f}",
                f"{1000 * max(waited):.0f}",
                f"{time.monotonic() - began:.0f}",
            ]
        )
        print(json.dumps(rows[-1]), flush=True)
    return rows


def main() -> None:
    """Serve, attack and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seats", type=int, nargs="?", default=20)
    parser.add_argument("--only", choices=KINDS, help="one kind of frame")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kit-crowd-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        write_notebook(folder / "exercises" / "1_form.ipynb", FORM)
        address: tuple[Any, ...] = ("--host", "127.0.0.1", "--port", "0")
        data = str(folder / "kit.db")
        log = folder / "server.log"
        server = Server("serve", str(folder / "exercises"), "--data", data, *address, log=log)
        try:
            open_round(server)
            kinds = [given.only] if given.only else list(KINDS)
            rows = asyncio.run(measure(server, given.seats, kinds))
        finally:
            server.stop()
    head = ["sent from every seat", "median, ms", "95 of 100, ms", "longest, ms", "s"]
    print(render_table(head, rows))


if __name__ == "__main__":
    main()
