"""The whole campaign: every kind of fault, then a soak; prints the table, and fails if it must."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Coroutine, Iterator
from typing import Any

from benchmarks.machine import describe_machine
from benchmarks.tables import render_about, render_table, show
from benchmarks.torture.disk import heed_rights
from benchmarks.torture.faults import FAULTS
from benchmarks.torture.soak import run_soak
from benchmarks.torture.trials import Outcome, run_fault, run_step

STEPS = {"server killed in Close": "Close", "server killed in Reveal": "Reveal"}
SOAK = "soak"
KINDS = (*FAULTS, *STEPS, SOAK)
HEAD = (
    *("fault", "trials", "people", "acknowledged", "lost", "doubled", "miscounted", "stuck"),
    *("withheld without need", "Send pressed", "memory, MB", "open files"),
)


def list_runs(
    kinds: list[str], trials: int, people: int, minutes: float, seed: int
) -> Iterator[tuple[str, Coroutine[Any, Any, Outcome]]]:
    """What is tried, one after the other."""
    for kind in kinds:
        chance = random.Random(f"{kind} {seed}")
        if kind in FAULTS:
            yield kind, run_fault(FAULTS[kind], trials, people, chance)
        elif kind in STEPS:
            yield kind, run_step(STEPS[kind], trials, people, chance)
        else:
            yield kind, run_soak(minutes, people, chance)


def render_outcomes(outcomes: list[Outcome]) -> str:
    """The table of `docs/reliability.md`."""
    rows = []
    for each in outcomes:
        told, before, after = each.tally, each.before, each.after
        counts = [told.trials, told.people, told.acknowledged, told.lost, told.doubled]
        counts += [told.miscounted, told.stuck, told.withheld, told.pressed]
        held = ["-", "-"]
        if before is not None and after is not None:
            held = [f"{show(before.memory, 0)} / {show(after.memory, 0)}"]
            held += [f"{before.files} / {after.files}"]
        rows.append([each.name, *[str(count) for count in counts], *held])
    return render_table(HEAD, rows)


def main() -> None:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}")
    parser.add_argument("--trials", type=int, default=5, metavar="N")
    parser.add_argument("--people", type=int, default=12, metavar="N")
    parser.add_argument("--minutes", type=float, default=20, metavar="N", help="of the soak")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    given = parser.parse_args()
    if unknown := sorted(set(given.kinds) - set(KINDS)):
        parser.error(f"there is no kind {unknown[0]!r}. Choose from {', '.join(KINDS)}.")
    heed_rights()
    about = {"date": time.strftime("%Y-%m-%d"), **describe_machine()}
    outcomes: list[Outcome] = []
    failed = []
    settings = (given.trials, given.people, given.minutes, given.seed)
    for kind, run in list_runs(given.kinds or list(KINDS), *settings):
        try:
            outcomes.append(asyncio.run(run))
        except (TimeoutError, AssertionError) as error:  # nobody can go on, or no server comes up
            failed.append(kind)
            print(f"{kind}: did not come to its end. {error!r}", file=sys.stderr, flush=True)
        else:
            print(f"{outcomes[-1].name}: {outcomes[-1].tally}", file=sys.stderr, flush=True)
    print(render_about(about))
    print(render_outcomes(outcomes))
    sys.exit(1 if failed or any(each.tally.is_bad for each in outcomes) else 0)


if __name__ == "__main__":
    main()
