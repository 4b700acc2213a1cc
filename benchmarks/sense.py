"""What figures mean for somebody who stands in front of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.tables import Figures, get, render_table, show

SMALL, LARGE = "50", "200"


def render_sense(figures: Figures) -> str:
    """Each question of a facilitator with its answer."""
    visits: dict[str, Mapping[str, Any]] = {each["name"]: each for each in figures["visits"]}
    kit, voila = visits.get("kit", {}), visits.get("stock Voilà", {})
    small, large = (figures["rooms"].get(each, {}) for each in (SMALL, LARGE))
    slow, slow_stock = get(kit, "slow.visible"), get(voila, "slow.visible")
    memory, stock_memory = get(large, "join.memory"), get(figures["stock"], "join.memory")
    rows = [
        [
            f"{SMALL} people scan the code in the same second",
            f"the last phone has its form after {show(get(small, 'join.seconds'), 1)} s; "
            f"{LARGE} people: {show(get(large, 'join.seconds'), 1)} s",
            "of the minute you give people to join, this much is the machine's",
        ],
        [
            "somebody has a poor mobile line",
            f"form after {show(slow, 1)} s (stock Voilà: {show(slow_stock, 1)} s)",
            "how far the last phone in the corner is behind",
        ],
        [
            f"all {LARGE} press Send at once",
            f"the last receipt after {show(get(large, 'answer.seconds'), 1)} s",
            'how long "everybody press Send now" takes',
        ],
        [
            f"you press Reveal before {LARGE} people",
            f"screen after {show(get(large, 'reveal.screen'), 1)} s, "
            f"last phone after {show(get(large, 'reveal.phones.most'), 1)} s",
            "the pause after the button",
        ],
        [
            f"you go on to the next exercise with {LARGE} people",
            f"every phone has it after {show(get(large, 'next.phones.most'), 1)} s",
            "nobody has to scan or load anything again",
        ],
        [
            "people sit and think for minutes",
            f"{LARGE} silent phones take {show((get(large, 'idle.share') or 0) * 100, 1)} % "
            "of one core",
            "what a laptop on battery pays for it",
        ],
        [
            "the machine is small",
            f"{show(memory)} MB for each participant (stock Voilà: {show(stock_memory, 0)} MB)",
            "what it must have free for one more person",
        ],
        [
            "you open your page with the result on it",
            f"first chart after {show(get(kit, 'facilitator.chart'), 1)} s, screen "
            f"{show(get(kit, 'screen.chart'), 1)} s "
            f"(stock Voilà: {show(get(voila, 'facilitator.chart'), 1)} s)",
            "open both before people come in",
        ],
    ]
    return render_table(["what happens", "measured", "what it means"], rows)
