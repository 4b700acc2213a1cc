"""Everything in one run: visits, rooms, profile; then tables, charts and one file of figures.

Each part is kept when it is done. A run that was broken off goes on where it stopped; after a
finished one, everything is measured anew.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from playwright.async_api import Error

from benchmarks.growth import draw_growth
from benchmarks.machine import describe_machine
from benchmarks.room import measure_room
from benchmarks.servers import PEERS, list_peers
from benchmarks.stacks import has_profiler, measure_profile
from benchmarks.stock import measure_stock
from benchmarks.tables import render_tables
from benchmarks.visit import measure_kit, measure_peer, measure_voila

RESULTS = Path(__file__).parent / "results"
PARTS = RESULTS / "parts"
PEOPLE = (25, 50, 100, 200, 500)
STOCK_PEOPLE = 10  # each has an interpreter: more would only take longer

Measure = Callable[[], Coroutine[Any, Any, dict[str, Any]]]


def main() -> None:
    """Measure what has not been measured in this run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=list(PEOPLE), metavar="N")
    parser.add_argument("--room-kernels", type=int, default=1, metavar="N")
    parser.add_argument("--again", action="store_true", help="forget a run that was broken off")
    given = parser.parse_args()
    if given.again:
        forget_parts()
    for name, measure in list_parts(given.people, given.room_kernels):
        keep_part(name, measure)
    figures = read_parts()
    forget_parts()
    (RESULTS / "figures.json").write_text(json.dumps(figures, indent=1), "utf-8")
    (RESULTS / "tables.md").write_text(render_tables(figures), "utf-8")
    draw_growth(figures["rooms"], RESULTS)
    print(f"Written: {RESULTS}. `python -m benchmarks.page` takes it into docs/speed.md.")


def list_parts(people: list[int], kernels: int) -> list[tuple[str, Measure]]:
    """What is measured, in order; stock Voilà right beside the kit."""
    parts: list[tuple[str, Measure]] = [
        ("about", describe_run),
        ("visit-kit", measure_kit),
        ("visit-voila", measure_voila),
        *[(f"visit-{name}", lambda name=name: measure_peer(name)) for name in list_peers()],
        ("stock", lambda: measure_stock(STOCK_PEOPLE)),
        *[
            (f"room-{count:05}", lambda count=count: measure_room(count, kernels=kernels))
            for count in people
        ],
    ]
    if has_profiler():
        parts.append(("profile", measure_profile))
    return parts


async def describe_run() -> dict[str, Any]:
    """When and where."""
    return {"date": time.strftime("%Y-%m-%d"), **describe_machine()}


def keep_part(name: str, measure: Measure) -> None:
    """Measure one part, unless this run has done so already."""
    path = PARTS / f"{name}.json"
    if path.exists():
        return
    PARTS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    try:
        figures = asyncio.run(measure())
    except (RuntimeError, TimeoutError, Error) as error:
        kind, _, rest = name.partition("-")
        if kind == "room":
            figures = {"people": int(rest)}  # a row of dashes: this room did not work
        elif rest in PEERS:
            figures = {"name": f"{rest}: did not run here"}
        else:
            raise
        print(f"{name}: {error}", file=sys.stderr)
    path.write_text(json.dumps(figures), "utf-8")
    print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)


def read_parts() -> dict[str, Any]:
    """All parts of a run as one object."""
    parts = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(PARTS.iterdir())}
    visits = [name for name in parts if name.startswith("visit-")]
    visits.sort(key=lambda name: (name != "visit-kit", name != "visit-voila", name))
    rooms = [each for name, each in parts.items() if name.startswith("room-")]
    return {
        "about": parts["about"],
        "visits": [parts[name] for name in visits],
        "stock": parts["stock"],
        "rooms": {str(each["people"]): each for each in rooms},
        "profile": parts.get("profile", {}),
    }


def forget_parts() -> None:
    """Begin anew the next time."""
    for path in PARTS.glob("*.json"):
        path.unlink()


if __name__ == "__main__":
    main()
