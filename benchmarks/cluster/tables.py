"""The figures of a cluster as Markdown: each is the median of its repeats, with least and most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks.cluster.sizing import PLANS, Measured, size
from benchmarks.tables import Figures, get, render_table, show, show_range

Runs = Sequence[Figures]
Tell = Callable[[Runs], str]

USERS = ("web", "kernels", "database", "proxy", "phones")
HELD = ("web", "room", "page", "database", "connections")
ASKED = ("transactions", "trips", "ms")
BAD = ("lost", "doubled", "miscounted")
WORDS_SHOWN = 14
THOUSAND = 1000.0


def show_pair(runs: Runs, path: str, digits: int = 1, factor: float = 1.0) -> str:
    """Median and 95th percentile of many people."""
    names = (f"{path}.median", f"{path}.p95")
    return " / ".join(show_range(runs, name, digits, factor) for name in names)


def show_seats(runs: Runs) -> str:
    """How many phones each server held, of every repeat."""
    told = ["+".join(str(each) for each in run["seats"]) for run in runs if run.get("seats")]
    return ", ".join(told) or "-"


def show_shares(runs: Runs, path: str, whole: str) -> str:
    """How many of how many, all repeats together."""
    sums = [sum(get(each, name) or 0 for each in runs) for name in (path, whole)]
    return f"{sums[0]:.0f} of {sums[1]:.0f}"


def render_loads(loads: Mapping[str, Runs]) -> str:
    """What phones meet."""
    rows = [
        [
            name,
            show_range(runs, "join.rate"),
            show_pair(runs, "join.drawn"),
            show_range(runs, "answer.rate"),
            show_pair(runs, "answer.receipt"),
            show_pair(runs, "single.receipt", 0, THOUSAND),
            show_pair(runs, "single.screen", 0, THOUSAND),
            show_seats(runs),
            show_range(runs, "load"),
            show_range(runs, "join.others"),
        ]
        for name, runs in loads.items()
    ]
    head = ["servers", "joins a second", "form drawn: median / p95, s", "answers a second"]
    head += ["receipt: median / p95, s", "one send: receipt, ms", "one send: on the screen, ms"]
    return render_table([*head, "phones on each", "load before", "cores that others took"], rows)


def render_costs(loads: Mapping[str, Runs]) -> str:
    """What each join and each answer costs, in milliseconds of processor time."""
    rows = [
        [
            f"{name}: {what}",
            *[show_range(runs, f"{what}.cost.{user}", 1, THOUSAND) for user in USERS],
        ]
        for name, runs in loads.items()
        for what in ("join", "answer")
    ]
    head = ["processor ms of each", "servers' own processes", "kernels", "database", "proxy"]
    return render_table([*head, "phones' own"], rows)


def render_held(loads: Mapping[str, Runs]) -> str:
    """Memory and connections."""
    rows = [
        [name, *[show_range(runs, f"held.{part}", 0) for part in HELD]]
        for name, runs in loads.items()
    ]
    head = ["MB", "a server's own process", "a room's kernel", "kernel of a dashboard or screen"]
    return render_table([*head, "database, for each connection", "connections"], rows)


def render_statements(runs: Runs) -> str:
    """What a join and an answer ask of the database."""
    rows = [
        [
            f"{what}: {who}",
            *[show_range(runs, f"{what}.{part}.{name}") for name in ASKED],
        ]
        for what in ("join", "answer")
        for part, who in (("servers", "servers' own processes"), ("kernels", "kernels"))
    ]
    head = ["each", "transactions", "round trips", "ms in the database"]
    tables = [render_table(head, rows)]
    for what in ("join", "answer"):
        words = runs[-1][what]["words"][:WORDS_SHOWN]
        told = [[f"`{each}`", show(times, 1), show(ms)] for each, times, ms in words]
        tables.append(render_table([f"statements of each {what}", "times", "ms"], told))
    return "\n".join(tables)


def render_faults(faults: Mapping[str, Runs]) -> str:
    """What each fault does."""
    rows = [
        [name, words, tell(runs)]
        for name, runs in faults.items()
        for words, tell in TOLD[name.partition(":")[0]]
    ]
    return render_table(["fault", "what", "measured"], rows)


def show_bad(runs: Runs) -> str:
    """What must not happen: the sums of all repeats."""
    return ", ".join(str(sum(run["tally"][name] for run in runs)) for name in BAD)


LOAD: tuple[str, Tell] = ("load before", lambda runs: show_range(runs, "load"))
COUNTED: list[tuple[str, Tell]] = [
    ("answers acknowledged", lambda runs: show_shares(runs, "tally.acknowledged", "people")),
    ("of them lost, doubled, miscounted", show_bad),
    LOAD,
]
MOVED: list[tuple[str, Tell]] = [
    ("seats on that server, of all", lambda runs: show_shares(runs, "moved", "people")),
    ("back on another one: median / p95, s", lambda runs: show_pair(runs, "back")),
    ("others whose line broke", lambda runs: show_range(runs, "disturbed", 0)),
]
AWAY: list[tuple[str, Tell]] = [
    ("seconds away", lambda runs: show_range(runs, "away")),
    ("newcomers refused, of all", lambda runs: show_shares(runs, "refused", "asked")),
    ("of them with a calm page", lambda runs: show_shares(runs, "calm", "refused")),
    ("refused after: median / p95, ms", lambda runs: show_pair(runs, "refusal", 0, THOUSAND)),
    ("first newcomer in after its return, s", lambda runs: show_range(runs, "first", 2)),
    ("receipts after its return: median / p95, s", lambda runs: show_pair(runs, "receipt", 2)),
    ("lines that broke", lambda runs: show_range(runs, "disturbed", 0)),
]
KEPT: tuple[str, Tell] = (
    "of them with what they had sent",
    lambda runs: show_shares(runs, "kept", "moved"),
)
DRAINED: list[tuple[str, Tell]] = [
    ("without a line: median / p95, s", lambda runs: show_pair(runs, "without")),
    ("server gone after, s", lambda runs: show_range(runs, "ended")),
]
TOLD: dict[str, list[tuple[str, Tell]]] = {
    "server killed": [*MOVED, KEPT, *COUNTED],
    "server ended": [*MOVED, *DRAINED, *COUNTED],
    "database stopped": [*AWAY, *COUNTED],
    "database silent": [*AWAY, *COUNTED],
}


def read_measured(runs: Runs) -> Measured:
    """What one thing costs, as the median of some runs."""

    def find(path: str) -> float:
        return median(value for each in runs if (value := get(each, path)) is not None)

    users = USERS[:-1]
    return Measured(
        join={each: find(f"join.cost.{each}") for each in users},
        answer={each: find(f"answer.cost.{each}") for each in users},
        web=find("held.web"),
        room=find("held.room"),
        page=find("held.page"),
    )


def render_sizing(runs: Runs) -> str:
    """What some plans need, from what was measured."""
    measured = read_measured(runs)
    rows: list[list[Any]] = []
    for plan in PLANS:
        need = size(measured, plan)
        cores = [show(each, 1) for each in (need.web, need.kernels, need.database, need.proxy)]
        rest = [show(need.gigabytes, 0), str(need.connections), str(need.servers)]
        rows.append([plan.name, str(plan.seats), *cores, *rest])
    head = ["sessions", "seats at once", "cores: servers' own", "kernels", "database", "proxy"]
    return render_table([*head, "GB", "connections", "servers and one to spare"], rows)
