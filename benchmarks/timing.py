"""Whether a phone can tell from its own echoes what another one does: Send, or just typing.

`python -m benchmarks.timing 400` plays a quiet and a busy phone on a real server and prints how
often somebody who holds the quiet one is right. A coin is right in half of the pairs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.notebooks import FORM, write_notebook
from benchmarks.phones import Frame, Phone
from benchmarks.tables import render_table
from kit.forms.form import PAUSE
from tests.attacks.seats import open_round
from tests.processes import Server

LOOK = 0.25  # seconds in which the quiet phone looks; what the other one does lies somewhere within
PROBES = 8  # in that time; with many more a phone waits for itself
REST = 0.9  # seconds between two looks: a seat that asks without a break is slowed
SCORES: dict[str, Callable[[Sequence[float]], float]] = {
    "the slowest echo": max,
    "all echoes together": sum,
    "the three slowest": lambda delays: sum(sorted(delays)[-3:]),
    "how much they differ": statistics.pstdev,
}
"""What an observer may go by."""


class Prober(Phone):
    """A phone that changes a value of its own again and again and times the echoes."""

    async def look(self, probes: int) -> list[float]:
        """How long each of its probes took until the kernel was done with it, in milliseconds."""
        comm = self._find("low_label")
        began, waits = time.perf_counter(), []
        for place in range(probes):
            await asyncio.sleep(max(0.0, began + place * LOOK / probes - time.perf_counter()))
            waits.append(asyncio.create_task(self._probe(comm, 1 + place % 7)))
        return list(await asyncio.gather(*waits))

    async def _probe(self, comm: str, value: int) -> float:
        asked = time.perf_counter()
        await self._change(comm, value=value)
        return 1000 * (time.perf_counter() - asked)


class Writer(Phone):
    """A phone that types or sends."""

    words = 0

    async def type(self) -> None:
        """Write something that was not there before."""
        self.words += 1
        await self._change(self._find("max_length"), value=f"somebody helped me {self.words}")

    async def press(self) -> None:
        """Press the button below the form and wait until the kernel is done with it."""
        self._number += 1
        number = self._number
        done = self.wait_for(lambda frame: is_idle(frame, number))
        await self._tell(
            next(comm for comm, state in self._state.items() if state.get("description") == "Send"),
            {"method": "custom", "content": {"event": "click"}},
            number,
        )
        await done


def is_idle(frame: Frame, number: int) -> bool:
    """Whether a frame says that the kernel is done with the frame of that number."""
    return bool(frame["type"] == "idle" and frame["id"] == number)


async def measure_timing(server: Server, pairs: int, probes: int) -> dict[str, list[list[float]]]:
    """Let the quiet phone look while the other one types or sends.

    Returns:
        {"send", "type", "nothing": the echoes of each look, in milliseconds}.
    """
    port, code = server.links["port"], server.code
    quiet, busy = Prober(port, code), Writer(port, code)
    for phone in (quiet, busy):
        await phone.join()
    acts = {"send": busy.press, "type": busy.type, "nothing": rest}
    looks: dict[str, list[list[float]]] = {name: [] for name in acts}
    for kind in shuffle([*acts] * pairs):
        if kind == "send":
            await busy.type()
        await asyncio.sleep(REST)
        look = asyncio.create_task(quiet.look(probes))
        await asyncio.sleep(random.uniform(0.2, 0.5) * LOOK)
        await acts[kind]()
        looks[kind].append(await look)
        if kind == "send":
            await asyncio.sleep(PAUSE)
            await busy.press()  # "Change my answer"
    for phone in (quiet, busy):
        phone.close()
    return looks


async def rest() -> None:
    """Do nothing."""


def shuffle(kinds: list[str]) -> list[str]:
    """The same in an order drawn by chance."""
    return random.sample(kinds, len(kinds))


def find_share(one: Sequence[float], other: Sequence[float]) -> float:
    """In which share of all pairs the first is larger; half where they are alike."""
    wins = sum((a > b) + (a == b) / 2 for a, b in product(one, other))
    return wins / (len(one) * len(other))


def find_noise(pairs: int) -> float:
    """How far from a half the share of two things that are alike lies in 19 of 20 runs."""
    return float(1.96 * ((2 * pairs + 1) / (12 * pairs * pairs)) ** 0.5)


def render_looks(looks: dict[str, list[list[float]]]) -> str:
    """How often each way to look tells one act from another, in per cent of the pairs."""
    pairs = len(looks["send"])
    rows = []
    for name, score in SCORES.items():
        scores = {kind: [score(each) for each in found] for kind, found in looks.items()}
        rows.append(
            [
                name,
                *(f"{100 * find_share(scores[a], scores[b]):.0f} %" for a, b in COMPARED),
                *(f"{statistics.median(scores[kind]):.1f}" for kind in looks),
            ]
        )
    told = [f"{a} or {b}" for a, b in COMPARED]
    head = ["goes by", *told, *(f"median: {kind}, ms" for kind in looks)]
    noise = f"A coin: 50 %, in 19 of 20 runs within {100 * find_noise(pairs):.0f} % of it.\n"
    return render_table(head, rows) + "\n" + noise


COMPARED = (("send", "type"), ("send", "nothing"), ("type", "nothing"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=int, nargs="?", default=300)
    parser.add_argument("--probes", type=int, default=PROBES, help="in one look")
    parser.add_argument("--keep", type=Path, help="a file for the single figures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kit-timing-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        write_notebook(folder / "exercises" / "1_form.ipynb", FORM)
        address: tuple[Any, ...] = ("--host", "127.0.0.1", "--port", "0")
        data = str(folder / "kit.db")
        log = folder / "server.log"
        server = Server("serve", str(folder / "exercises"), "--data", data, *address, log=log)
        try:
            open_round(server)
            looks = asyncio.run(measure_timing(server, given.pairs, given.probes))
        finally:
            server.stop()
    if given.keep:
        given.keep.write_text(json.dumps(looks), "utf-8")
    print(render_looks(looks))


if __name__ == "__main__":
    main()
