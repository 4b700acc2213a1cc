"""Writes `docs/speed.md` anew from the last run's figures: `python -m benchmarks.page`.

Only what stands between a pair of marks is written; the words around it are a person's.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.peer_tables import render_peer_rooms
from benchmarks.sense import render_sense
from benchmarks.tables import (
    list_bars,
    list_measured,
    render_about,
    render_bars,
    render_moments,
    render_pages,
    render_profile,
    render_rooms,
    render_visits,
)

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "speed.md"
FIGURES = Path(__file__).parent / "results" / "figures.json"
MARKED = re.compile(r"(<!-- (\w+): written by benchmarks -->\n).*?(<!-- end -->)", re.DOTALL)


def render_parts(figures: Mapping[str, Any]) -> dict[str, str]:
    """What stands between each pair of marks.

    A run of a few parts fills only the table of others: all that it compares is of one run.
    """
    if figures.get("only"):
        return {"peers": render_peer_rooms(figures)} if figures["peer_rooms"] else {}
    return {
        "about": render_about(figures["about"], list_measured(figures)),
        "sense": render_sense(figures),
        "bars": render_bars(list_bars(figures)),
        "visits": render_visits(figures["visits"]),
        "pages": render_pages(figures["visits"]),
        "moments": render_moments(figures["moments"]),
        "rooms": render_rooms(figures["rooms"], figures["stock"]),
        "peers": render_peer_rooms(figures),
        "profile": render_profile(figures["profile"]),
    }


def fill_page(text: str, parts: Mapping[str, str]) -> str:
    """Put fresh tables between the marks of a page; what was not measured stays as it is."""
    return MARKED.sub(
        lambda found: f"{found[1]}{parts[found[2]]}{found[3]}" if found[2] in parts else found[0],
        text,
    )


def main() -> int:
    """Rewrite the page."""
    if not FIGURES.exists():
        print("Nothing has been measured here yet. Run: make bench", file=sys.stderr)
        return 1
    parts = render_parts(json.loads(FIGURES.read_text("utf-8")))
    PAGE.write_text(fill_page(PAGE.read_text("utf-8"), parts), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
