"""Several servers of one PostgreSQL: loads, faults and statements; prints the tables.

Each run is kept when it is done, and one that was broken off goes on where it stopped. Runs of
different size are kept apart.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.cluster.crowd import Crowd, name_people, open_crowd
from benchmarks.cluster.faults import measure_drain, measure_kill
from benchmarks.cluster.load import Load, measure_load, open_load
from benchmarks.cluster.outage import measure_halt, measure_stop
from benchmarks.cluster.proxy import Spread
from benchmarks.cluster.site import run_cluster
from benchmarks.cluster.statements import measure_statements
from benchmarks.cluster.tables import (
    render_costs,
    render_faults,
    render_held,
    render_loads,
    render_sizing,
    render_statements,
)
from benchmarks.machine import describe_machine
from benchmarks.tables import render_about
from benchmarks.torture.truth import list_options

RESULTS = Path(__file__).parents[1] / "results" / "cluster"
TAKEN = (RuntimeError, LookupError, TimeoutError, AssertionError, OSError)
LEAST_PEOPLE = 6  # in a session with a fault: fewer have no result that could be compared
SINGLES = 12  # people who send one after another

Figures = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """What is measured in one run.

    Attributes:
        name: In tables.
        nodes: How many servers.
        postgres: They share a PostgreSQL behind HAProxy; else it is one server with a file.
        spread: By what a request finds its server.
        single: All phones are in one session.
        load: What is done with phones that join and answer; None for a fault.
        fault: What is done with people who sit there.
    """

    name: str
    nodes: int
    postgres: bool = True
    spread: Spread = Spread.SESSION
    single: bool = False
    load: Callable[[Load], Any] | None = None
    fault: Callable[[Crowd], Any] | None = None

    async def measure(self, people: int, sessions: int) -> Figures:
        """Start everything, measure, and end everything."""
        if self.fault is not None:
            return await self._measure_fault(people, sessions)
        with run_cluster(self.nodes, postgres=self.postgres, spread=self.spread) as cluster:
            count = 1 if self.single else sessions
            async with open_load(cluster, people, count, min(people, SINGLES)) as load:
                assert self.load is not None
                figures: Figures = await self.load(load)
            return figures | {"log": cluster.read_logs()}

    async def _measure_fault(self, people: int, sessions: int) -> Figures:
        assert self.fault is not None
        count = max(self.nodes, min(sessions, people // LEAST_PEOPLE))
        options = list_options(name_people(people, count))
        with run_cluster(self.nodes, options=options) as cluster:
            async with open_crowd(cluster, people, count) as crowd:
                figures: Figures = await self.fault(crowd)
                figures["tally"] = await crowd.finish()
            return figures | {"log": cluster.read_logs()}


PARTS = {
    "sqlite": Part("1 server, SQLite", 1, postgres=False, load=measure_load),
    "one": Part("1 server, PostgreSQL", 1, load=measure_load),
    "two": Part("2 servers", 2, load=measure_load),
    "three": Part("3 servers", 3, load=measure_load),
    "phones": Part(
        "2 servers, one session, phones in turn",
        2,
        spread=Spread.PHONE,
        single=True,
        load=measure_load,
    ),
    "requests": Part(
        "2 servers, one session, requests in turn",
        2,
        spread=Spread.REQUEST,
        single=True,
        load=measure_load,
    ),
    "statements": Part("statements", 1, single=True, load=measure_statements),
    "kill": Part("server killed", 2, fault=measure_kill),
    "stop": Part("database stopped", 2, fault=measure_stop),
    "silent": Part("database silent", 2, fault=measure_halt),
    "drain": Part("server ended", 2, fault=measure_drain),
}
LOADS = [name for name, part in PARTS.items() if part.load is measure_load]
FAULTS = [name for name, part in PARTS.items() if part.fault is not None]
SIZED = "two"  # the part from which sizes are computed


def main() -> None:
    """Measure what has not been measured, and print everything there is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--phones", type=int, default=60, metavar="N")
    parser.add_argument("--sessions", type=int, default=6, metavar="N", help="they are spread over")
    parser.add_argument("--repeats", type=int, default=3, metavar="N")
    parser.add_argument("--again", action="store_true", help="measure these parts anew")
    given = parser.parse_args()
    if unknown := sorted(set(given.parts) - set(PARTS)):
        parser.error(f"there is no part {unknown[0]!r}. Choose from {', '.join(PARTS)}.")
    if given.phones < LEAST_PEOPLE * 2 and set(given.parts or PARTS) & set(FAULTS):
        parser.error(f"A fault needs {LEAST_PEOPLE * 2} phones: fewer have no result to compare.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running
    folder = RESULTS / f"{given.phones}-phones-{given.sessions}-sessions"
    chosen = given.parts or list(PARTS)
    if given.again:
        for name in chosen:
            for path in folder.glob(f"{name}-*.json"):
                path.unlink()
    done = [
        keep_run(folder, name, number, given.phones, given.sessions)
        for number in range(1, given.repeats + 1)
        for name in chosen
    ]
    about = {"date": time.strftime("%Y-%m-%d"), **describe_machine()}
    print(render_about(about) + "\n" + render_all(read_runs(folder)))
    sys.exit(0 if all(done) else 1)


def keep_run(folder: Path, name: str, number: int, people: int, sessions: int) -> bool:
    """Measure once, unless that has been done; say whether there are figures."""
    path = folder / f"{name}-{number}.json"
    if path.exists():
        return True
    folder.mkdir(parents=True, exist_ok=True)
    load, began = os.getloadavg()[0], time.monotonic()
    try:
        figures = asyncio.run(PARTS[name].measure(people, sessions))
    except TAKEN as error:
        print(f"{name} {number}: {error!r}", file=sys.stderr, flush=True)
        return False
    path.write_text(json.dumps(figures | {"load": load}, indent=1), "utf-8")
    took = time.monotonic() - began
    print(f"{name} {number}: {took:.0f} s, load {load:.1f}", file=sys.stderr, flush=True)
    return True


def read_runs(folder: Path) -> dict[str, list[Figures]]:
    """All runs of one size by their part, in the order of the parts."""
    runs: dict[str, list[Figures]] = {}
    for name in PARTS:
        paths = sorted(folder.glob(f"{name}-*.json"))
        if found := [json.loads(path.read_text("utf-8")) for path in paths]:
            runs[name] = found
    return runs


def render_all(runs: Mapping[str, list[Figures]]) -> str:
    """Every table for which there are figures."""
    loads = {PARTS[name].name: runs[name] for name in LOADS if name in runs}
    faults = {PARTS[name].name: runs[name] for name in FAULTS if name in runs}
    tables = []
    if loads:
        tables += [render_loads(loads), render_costs(loads), render_held(loads)]
    if SIZED in runs:
        tables.append(render_sizing(runs[SIZED]))
    if "statements" in runs:
        tables.append(render_statements(runs["statements"]))
    if faults:
        tables.append(render_faults(faults))
    return "\n".join(tables)


if __name__ == "__main__":
    main()
