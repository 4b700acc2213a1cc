"""How figures grow with the room, as charts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.figures import shape_growth

# File, what the vertical axis says, and the figure's place in a room's figures.
CHARTS = (
    ("join-seconds", "all join at once: seconds until the last is ready", "join.seconds", 1),
    ("join-cpu", "processor milliseconds per join", "join.cpu", 1000),
    ("memory", "MB per participant", "join.memory", 1),
    ("answer-seconds", "all answer at once: seconds until the last receipt", "answer.seconds", 1),
    ("reveal-seconds", "seconds until the last phone has the result", "reveal.phones.most", 1),
    ("idle-share", "nobody does anything: percent of a core", "idle.share", 100),
)


def draw_growth(rooms: Mapping[str, Mapping[str, Any]], folder: Path) -> list[Path]:
    """Draw one SVG picture for each figure.

    Args:
        rooms: Figures by the number of people.
        folder: Where the pictures go.
    """
    import altair

    written = []
    for name, words, path, factor in CHARTS:
        points = [
            {"people": people, "value": value * factor}
            for people, value in shape_growth(rooms, path)
        ]
        chart = (
            altair.Chart(
                altair.Data(values=points),  # type: ignore[no-untyped-call]
                width=420,
                height=240,
            )
            .mark_line(point=True)
            .encode(
                x=altair.X("people:Q", title="people"),
                y=altair.Y("value:Q", title=words, scale=altair.Scale(zero=True)),
            )
        )
        written.append(folder / f"growth-{name}.svg")
        chart.save(str(written[-1]))
    return written
