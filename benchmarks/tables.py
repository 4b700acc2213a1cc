"""Figures as Markdown: tables for a reader who runs workshops, and the bars with pass or fail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks.figures import Bar, find_growth, shape_growth

Figures = Mapping[str, Any]
HEADLINE = "200"  # people in the room that the bars are about
LEAST, MOST = 25, 500
LEAST_MEMORY = 0.1  # MB
BUSY = 0.2  # cores that others took, above which times are not to be trusted
WARNING = "The machine was busy with other work: times are too long."
THOUSAND = 1000.0
OTHERS = "cores that others took"


MOMENTS = (
    ("`kit demo` typed, links printed", ("demo", "links"), 1, "s", "2 s"),
    ("`kit demo` typed, a phone has its form", ("demo", "form"), 1, "s", "4 s"),
    ("14 questions, one with 8 rows: a first visit", ("long", "kilobytes"), 0, "kB", "150 kB"),
    ("the same, Join pressed, form drawn by a slow phone", ("long", "drawn"), 1, "s", "1.5 s"),
    ("report of ninety minutes with 24 people", ("report", "seconds"), 1, "s", "2 s"),
)


def render_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def show(value: float | None, digits: int = 2) -> str:
    """A number as people read it; a dash where there is none."""
    return "-" if value is None else f"{value:.{digits}f}"


def show_memory(megabytes: float | None) -> str:
    """Memory of one window; what few windows cannot tell apart from nothing is said so."""
    if megabytes is not None and megabytes < LEAST_MEMORY:
        return f"under {LEAST_MEMORY}"
    return show(megabytes, 1)


def get(figures: Figures, path: str) -> float | None:
    """A figure by its place, as in "join.cpu"; None where it was not measured."""
    value: Any = figures
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return float(value) if isinstance(value, int | float) else None


def show_range(runs: Sequence[Figures], path: str, digits: int = 1, factor: float = 1.0) -> str:
    """The median of a figure over repeats, with the least and the most where they differ."""
    found = [value * factor for each in runs if (value := get(each, path)) is not None]
    if not found:
        return "-"
    middle, least, most = (show(each, digits) for each in (median(found), min(found), max(found)))
    return middle if least == most else f"{middle} ({least} to {most})"


def divide(one: float | None, other: float | None) -> float | None:
    """One figure as a share of another."""
    return one / other if one is not None and other else None


def warn_of_others(parts: Iterable[Figures]) -> str:
    """What is said where the machine had other work while one of these was measured; or ""."""
    most = max((get(each, "others") or 0.0 for each in parts), default=0.0)
    return f" {WARNING}" if most > BUSY else ""


def render_about(about: Mapping[str, str], parts: Iterable[Figures] = ()) -> str:
    """Date, machine and versions as one line, and whether it did other work meanwhile.

    Args:
        about: The machine and the versions.
        parts: What was measured.
    """
    apart = ("date", "machine", "others")
    versions = [f"{name} {value}" for name, value in about.items() if name not in apart]
    warning = warn_of_others(parts)
    return f"Measured on {about['date']}, {about['machine']}; {', '.join(versions)}.{warning}\n"


def list_measured(figures: Figures) -> list[Figures]:
    """The visits and rooms of a whole run."""
    return [*figures["visits"], figures["stock"], *figures["rooms"].values()]


def show_run(figures: Figures, part: str, path: str, digits: int = 2, factor: float = 1.0) -> str:
    """A figure of one part as its median with its range; of one run, just that."""
    runs = get_runs(figures, part) or [figures.get(part, {})]
    return show_range(runs, path, digits, factor)


def get_runs(figures: Figures, part: str) -> list[Figures]:
    """The runs behind the medians of one part; none where it was measured once."""
    runs: Any = figures.get("runs", {})
    return list(runs.get(part, [])) if isinstance(runs, Mapping) else []


def render_visits(visits: Sequence[Figures]) -> str:
    """The first visit of one phone, and what it costs."""
    rows = [
        [
            str(each["name"]),
            f"{show_run(each, 'cold', 'visible')} s",
            f"{show_run(each, 'cold', 'answered')} s",
            f"{show(get(each, 'cold.kilobytes'), 0)} / {show(get(each, 'cold.requests'), 0)}",
            f"{show_run(each, 'slow', 'visible', 1)} s",
            f"{show_run(each, 'slow', 'answered', 1)} s",
            f"{show_run(each, 'warm', 'visible')} s",
            f"{show(get(each, 'warm.kilobytes'), 0)} / {show(get(each, 'warm.requests'), 0)}",
            f"{show_run(each, 'cold', 'click', 0, THOUSAND)} ms",
            show_run(each, "cold", "cpu"),
            show_memory(get(each, "memory")),
            show(get(each, "others"), 1),
        ]
        for each in visits
    ]
    head = ["system", "cold: visible", "cold: answered", "kB / requests", "slow 4G: visible"]
    head += ["slow 4G: answered", "warm: visible", "warm: kB / requests", "click to answer"]
    head += ["server CPU s", "MB per window", OTHERS]
    return render_table(head, rows)


def render_pages(visits: Sequence[Figures]) -> str:
    """The pages with a chart."""
    rows = [
        [
            str(each["name"]),
            f"{show_run(each, 'facilitator', 'chart', 1)} s",
            f"{show_run(each, 'screen', 'chart', 1)} s",
            f"{show(get(each, 'facilitator.kilobytes'), 0)} / "
            f"{show(get(each, 'facilitator.requests'), 0)}",
        ]
        for each in visits
        if "facilitator" in each
    ]
    head = ["system", "facilitator's page to first chart", "screen to first chart"]
    return render_table([*head, "kB / requests"], rows)


def render_moments(moments: Figures) -> str:
    """What a facilitator or a phone waits for now and then, each with what it is meant to be."""
    rows = [
        [name, f"{show_run(moments, *part, digits)} {unit}".strip(), goal]
        for name, part, digits, unit, goal in MOMENTS
    ]
    return render_table(["moment", "measured", "goal"], rows)


def render_rooms(rooms: Mapping[str, Figures], stock: Figures) -> str:
    """Rooms of different size, stock Voilà's small one first."""
    named = [(f"stock Voilà, {stock['people']}", stock)] if stock else []
    named += [(f"kit, {each}", rooms[each]) for each in sorted(rooms, key=int)]
    rows = []
    for name, each in named:
        idle = get(each, "idle.share")
        rows.append(
            [
                name,
                f"{show_run(each, 'join', 'seconds', 1)} s",
                f"{show_run(each, 'join', 'ready.median', 1)} s",
                show_run(each, "join", "cpu", 0, THOUSAND),
                show_run(each, "join", "phones_cpu", 0, THOUSAND),
                show(get(each, "join.memory")),
                f"{show_run(each, 'answer', 'seconds', 1)} s",
                "-" if idle is None else f"{idle * 100:.1f} %",
                f"{show_run(each, 'reveal', 'phones.most', 1)} s",
                f"{show_run(each, 'reveal', 'screen', 1)} s",
                f"{show(get(each, 'live.screen.median'))} / {show(get(each, 'live.screen.p95'))} s",
                f"{show_run(each, 'next', 'phones.most', 1)} s",
                show(get(each, "others"), 1),
            ]
        )
    head = ["room", "all joined", "median phone", "server ms per join", "phones' own ms"]
    head += ["MB per participant", "all answered", "idle, share of a core", "result on all phones"]
    head += [
        "result on the screen",
        "live: Send to screen, median / p95",
        "next exercise on all phones",
        OTHERS,
    ]
    return render_table(head, rows)


def list_bars(figures: Figures) -> list[Bar]:
    """The bars, each with what came out."""
    visits = {each["name"]: each for each in figures["visits"]}
    kit, voila = visits.get("kit", {}), visits.get("stock Voilà", {})
    room, stock = figures["rooms"].get(HEADLINE, {}), figures["stock"]

    def share(path: str) -> float | None:
        return divide(get(kit, path), get(voila, path))

    idle = get(room, "idle.share")
    growths = [
        found
        for path in ("join.cpu", "join.memory", "answer.cpu", "reveal.cpu")
        if (found := find_growth(shape_growth(figures["rooms"], path), LEAST, MOST)) is not None
    ]
    return [
        Bar("first visit of a phone, kB", get(kit, "cold.kilobytes"), 300, 200),
        Bar("first visit of a phone, requests", get(kit, "cold.requests"), 8, 4),
        Bar("cold visit to answered, share of stock", share("cold.answered"), 0.25, 0.15),
        Bar("the same on slow 4G", share("slow.answered"), 0.10, 0.06),
        Bar(
            "server CPU per join, share of stock",
            divide(get(room, "join.cpu"), get(stock, "join.cpu")),
            0.05,
            0.02,
        ),
        Bar("memory per participant", get(room, "join.memory"), 1, 0.3, " MB"),
        Bar("200 phones join at once", get(room, "join.seconds"), 5, 2, " s"),
        Bar("200 phones answer at once", get(room, "answer.seconds"), 2, 1, " s"),
        Bar("Send to the screen, p95, 200 seats", get(room, "live.screen.p95"), 0.5, 0.2, " s"),
        Bar("200 silent participants", None if idle is None else idle * 100, 2, 0, " % of a core"),
        Bar(
            "facilitator's page to first chart, share of stock",
            share("facilitator.chart"),
            0.5,
            0.25,
        ),
        Bar("screen to first chart, share of stock", share("screen.chart"), 0.5, 0.25),
        Bar(
            f"worst growth of a figure per participant, {LEAST} to {MOST}",
            max(growths, default=None),
            1.5,
            1.0,
            " times",
        ),
    ]


def render_bars(bars: Sequence[Bar]) -> str:
    """The bars as a table with pass or fail."""
    rows = []
    for each in bars:
        measured = "-" if each.value is None else f"{each.value:.3g}{each.unit}"
        bounds = [f"{bound:g}{each.unit}" for bound in (each.bar, each.aim)]
        verdict = "**fail**" if each.verdict == "fail" else each.verdict
        rows.append([each.name, measured, *bounds, verdict])
    return render_table(["measure", "measured", "bar", "aim", "verdict"], rows)


def render_profile(profile: Figures) -> str:
    """Where the time of a join goes."""
    if not profile.get("parts"):
        return "No profile in this run: `make bench-peers` installs the sampler.\n"
    rows = [[part, f"{share * 100:.0f} %"] for part, share in profile["parts"].items()]
    spots = [[f"`{spot}`", f"{share * 100:.0f} %"] for spot, share in profile["spots"]]
    return (
        render_table(["belongs to", "share of the samples"], rows)
        + "\nThe kit's functions with the largest share, all they call included:\n\n"
        + render_table(["function", "share"], spots)
    )


def render_tables(figures: Figures) -> str:
    """Everything as one page of tables."""
    parts = {
        "About": render_about(figures["about"], list_measured(figures)),
        "Bars": render_bars(list_bars(figures)),
        "One phone": render_visits(figures["visits"]),
        "Facilitator and screen": render_pages(figures["visits"]),
        "Moments": render_moments(figures["moments"]),
        "A room": render_rooms(figures["rooms"], figures["stock"]),
        "Profile": render_profile(figures["profile"]),
    }
    return "\n".join(f"## {title}\n\n{text}" for title, text in parts.items())
