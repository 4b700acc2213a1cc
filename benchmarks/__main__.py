"""Everything in one run: visits, rooms, profile; then tables, charts and one file of figures.

Each part is kept when it is done. A run that was broken off goes on where it stopped; after a
finished one, everything is measured anew. Parts that are asked for by name are a run of their own.
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
from tornado.httpclient import HTTPClientError

from benchmarks.growth import draw_growth
from benchmarks.machine import describe_machine, read_others
from benchmarks.moments import measure_moments
from benchmarks.peer_room import PEOPLE as PEER_PEOPLE
from benchmarks.peer_room import measure_peer_room
from benchmarks.peer_tables import render_peer_rooms
from benchmarks.room import measure_room
from benchmarks.servers import PEERS, list_peers
from benchmarks.stacks import has_profiler, measure_profile
from benchmarks.stock import measure_stock
from benchmarks.tables import render_tables
from benchmarks.visit import measure_kit, measure_peer, measure_voila

RESULTS = Path(__file__).parent / "results"
PARTS = RESULTS / "parts"
ONLY = RESULTS / "only"  # the parts of a run of a few
ABOUT = "about"
PEOPLE = (25, 50, 100, 200, 500)
STOCK_PEOPLE = 10  # each has an interpreter: more would only take longer

Measure = Callable[[], Coroutine[Any, Any, dict[str, Any]]]


def main() -> None:
    """Measure what has not been measured in this run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=list(PEOPLE), metavar="N")
    parser.add_argument("--room-kernels", type=int, default=1, metavar="N")
    parser.add_argument("--again", action="store_true", help="forget a run that was broken off")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="parts: room-00200, or room for all rooms"
    )
    given = parser.parse_args()
    parts = list_parts(given.people, given.room_kernels)
    if given.only:
        if unknown := [name for name in given.only if not choose_parts(parts, [name])]:
            parser.error(f"no part {unknown[0]}; there are {', '.join(name for name, _ in parts)}")
        parts = choose_parts(parts, [ABOUT, *given.only])
    folder = ONLY if given.only else PARTS
    if given.again:
        forget_parts(folder)
    for name, measure in parts:
        keep_part(folder, name, measure)
    figures = read_parts(folder, only=bool(given.only))
    forget_parts(folder)
    (RESULTS / "figures.json").write_text(json.dumps(figures, indent=1), "utf-8")
    beside = f"## A room beside others\n\n{render_peer_rooms(figures)}"
    (RESULTS / "tables.md").write_text(f"{render_tables(figures)}\n{beside}", "utf-8")
    if not given.only:
        draw_growth(figures["rooms"], RESULTS)
    print(f"Written: {RESULTS}. `python -m benchmarks.page` takes it into docs/speed.md.")


def list_parts(people: list[int], kernels: int) -> list[tuple[str, Measure]]:
    """What is measured, in order; stock Voilà right beside the kit."""
    parts: list[tuple[str, Measure]] = [
        (ABOUT, describe_run),
        ("visit-kit", measure_kit),
        ("visit-voila", measure_voila),
        *[(f"visit-{name}", lambda name=name: measure_peer(name)) for name in list_peers()],
        ("moments", measure_moments),
        ("stock", lambda: measure_stock(STOCK_PEOPLE)),
        *[
            (f"room-{count:05}", lambda count=count: measure_room(count, kernels=kernels))
            for count in people
        ],
        *[
            (
                f"peers-room-{name}-{count:05}",
                lambda name=name, count=count: measure_peer_room(name, count),
            )
            for name in list_peers()
            for count in PEER_PEOPLE
        ],
    ]
    if has_profiler():
        parts.append(("profile", measure_profile))
    return parts


def choose_parts(parts: list[tuple[str, Measure]], names: list[str]) -> list[tuple[str, Measure]]:
    """The parts with one of these names, or with a name that goes on behind it."""
    wanted = [f"{name}-" for name in names]
    return [part for part in parts if f"{part[0]}-".startswith(tuple(wanted))]


async def describe_run() -> dict[str, Any]:
    """When and where."""
    return {"date": time.strftime("%Y-%m-%d"), **describe_machine()}


def keep_part(folder: Path, name: str, measure: Measure) -> None:
    """Measure one part, unless this run has done so already."""
    path = folder / f"{name}.json"
    if path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    started, others = time.monotonic(), read_others()
    try:
        figures = asyncio.run(measure())
    except (OSError, RuntimeError, TimeoutError, HTTPClientError, Error) as error:
        failed = name_failed(name)
        if failed is None:
            raise
        figures = failed
        print(f"{name}: {error}", file=sys.stderr)
    figures["others"] = max(others, read_others())
    path.write_text(json.dumps(figures), "utf-8")
    print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)


def name_failed(name: str) -> dict[str, Any] | None:
    """What stands in the tables for a part that did not work: a row of dashes.

    Returns:
        None for a part without which there is nothing to compare.
    """
    kind, *rest = name.split("-")
    if kind == "room":
        return {"people": int(rest[0])}
    if kind == "peers":
        return {"name": f"{rest[1]}: did not run here", "people": int(rest[2])}
    if kind == "visit" and rest[0] in PEERS:
        return {"name": f"{rest[0]}: did not run here"}
    return None


def read_parts(folder: Path, *, only: bool = False) -> dict[str, Any]:
    """All parts of a run as one object.

    Args:
        folder: Where they lie.
        only: They are a few that were asked for.
    """
    parts = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.iterdir())}
    visits = [name for name in parts if name.startswith("visit-")]
    visits.sort(key=lambda name: (name != "visit-kit", name != "visit-voila", name))
    rooms = [each for name, each in parts.items() if name.startswith("room-")]
    return {
        "about": parts[ABOUT],
        "only": only,
        "visits": [parts[name] for name in visits],
        "stock": parts.get("stock", {}),
        "moments": parts.get("moments", {}),
        "rooms": {str(each["people"]): each for each in rooms},
        "peer_rooms": [each for name, each in parts.items() if name.startswith("peers-room-")],
        "profile": parts.get("profile", {}),
    }


def forget_parts(folder: Path) -> None:
    """Begin anew the next time."""
    for path in folder.glob("*.json"):
        path.unlink()


if __name__ == "__main__":
    main()
