"""People who come and go: what server and room kernel hold when everybody has left again.

`python -m benchmarks.leaks 500` lets 500 phones join and leave, three times, and prints a table.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil

from benchmarks.machine import MEGABYTE
from benchmarks.notebooks import FORM, write_notebook
from benchmarks.phones import Phone
from benchmarks.tables import render_table
from kit.notebooks.agenda import get_agenda
from kit.notebooks.notebook import list_notebooks
from kit.server.handlers.seat_socket import SeatSocket
from kit.server.kernels.seat_group import SeatGroup
from kit.server.kernels.settings import RoomSettings
from kit.server.relay.channel import Channel
from kit.server.run import run_server

LINGER = 3.0  # seconds until the widgets of somebody who left are taken down; 300 as a rule
WAIT = 120.0  # seconds in which that must have happened
ROUNDS = 3
COUNTS = ("widgets", "seats", "sockets", "open", "waiting", "files")


class Hotel:
    """A server that tells what it holds, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        write_notebook(folder / "exercises" / "1_form.ipynb", FORM)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.leaks", "--serve", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.links = self._read()

    def tell(self) -> dict[str, Any]:
        """Counts of what is there, and the memory of both processes in MB."""
        assert self._process.stdin is not None
        print("tell", file=self._process.stdin, flush=True)
        told = self._read()
        for name, pid in (("server", self._process.pid), ("kernel", told["kernel"])):
            told[name] = psutil.Process(pid).memory_full_info().uss / MEGABYTE
        return told

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        return dict(json.loads(self._process.stdout.readline()))


def serve(folder: Path) -> None:
    """Serve with a short linger; for every line on standard input, say what is there."""
    threading.Thread(target=answer_lines, daemon=True).start()
    exercises = folder / "exercises"
    run_server(
        exercises,
        get_agenda(exercises, list_notebooks(exercises)),
        folder / "kit.db",
        host="127.0.0.1",
        port=0,
        as_json=True,
        browser=False,
        rooms=RoomSettings(linger=LINGER),
        warm_kernels=0,
    )


def answer_lines() -> None:
    """Write the counts as a line of JSON for every line that is read."""
    for _ in sys.stdin:
        print(json.dumps(count_things()), flush=True)


def count_things() -> dict[str, int]:
    """What server and room kernel hold now.

    Returns:
        {"widgets", "seats": of the room kernel, "sockets", "open": of them with a page behind,
        "waiting": messages without an answer, "lines", "files": open ones, "kernel": its process}.
    """
    gc.collect()
    things = gc.get_objects()
    kinds = Counter(type(each) for each in things)
    group = next(each for each in things if isinstance(each, SeatGroup))
    kernel = group.kernel
    assert kernel is not None
    assert kernel.pid is not None
    loops = [each for each in things if isinstance(each, asyncio.AbstractEventLoop)]
    loop = next(each for each in loops if each.is_running())
    told = asyncio.run_coroutine_threadsafe(kernel.call("ping"), loop)
    return {
        **told.result(WAIT),
        "sockets": kinds[SeatSocket],
        "open": sum(len(line.browsers) for line in group.channels),
        "waiting": len(group.turns),
        "lines": kinds[Channel],
        "files": psutil.Process().num_fds(),
        "kernel": kernel.pid,
    }


async def come_and_go(hotel: Hotel, people: int) -> dict[str, Any]:
    """Let phones join, answer nothing, and leave; wait until their widgets are gone.

    Returns:
        What was there while they sat, and after they had left.

    Raises:
        TimeoutError: Something of them has stayed.
    """
    phones = [Phone(hotel.links["port"], hotel.links["code"]) for _ in range(people)]
    await asyncio.gather(*[phone.join() for phone in phones])
    there = hotel.tell()
    for phone in phones:
        phone.close()
    until = time.monotonic() + WAIT
    while (left := hotel.tell())["seats"] or left["open"] or left["sockets"]:
        if time.monotonic() > until:
            msg = f"after {WAIT:.0f} s something of them has stayed: {left}"
            raise TimeoutError(msg)
        await asyncio.sleep(1)
    return {"there": there, "left": left}


def render_rounds(empty: dict[str, Any], rounds: list[dict[str, Any]]) -> str:
    """Memory and counts as a table, before anybody came first."""
    told = [("nobody yet", empty)]
    for number, each in enumerate(rounds, start=1):
        told += [(f"round {number}: all there", each["there"])]
        told += [(f"round {number}: all gone", each["left"])]
    rows = [
        [name, f"{each['server']:.1f} MB", f"{each['kernel']:.1f} MB"]
        + [str(each[count]) for count in (*COUNTS, "lines")]
        for name, each in told
    ]
    return render_table(["when", "server", "room kernel", *COUNTS, "lines"], rows)


def main() -> None:
    """Let people come and go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="?", default=500)
    parser.add_argument("--serve", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
        return
    with tempfile.TemporaryDirectory(prefix="kit-leaks-") as folder:
        hotel = Hotel(Path(folder))
        try:
            empty = hotel.tell()
            rounds = [asyncio.run(come_and_go(hotel, given.people)) for _ in range(ROUNDS)]
        finally:
            hotel.close()
    print(render_rounds(empty, rounds))


if __name__ == "__main__":
    main()
