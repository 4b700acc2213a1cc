"""Where a group's energy goes, now and next."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from kit.charts.slope import TIMES, describe_slope, draw_slope, list_share_rows
from kit.charts.svg import render_svg
from kit.errors import DefinitionError
from kit.exercise.prompts import EnergyMap
from kit.gate.marginals import ADVICE, Marginal
from kit.views.round import View
from kit.widgets.live_chart import LiveChart
from kit.widgets.picture import Results

WAITING = "The group's energy appears when the facilitator reveals it"


def slope(results: Results, prompt: str) -> LiveChart:
    """A group's mean shares of giving and draining work, now and next.

    Args:
        results: The room's published results, `room.results`.
        prompt: Name of an EnergyMap prompt.

    Raises:
        DefinitionError: The exercise has no such prompt, or it is not an EnergyMap.
    """
    chart = LiveChart()
    chart.follow(results, lambda view: _read_slope(view, prompt))
    return chart


def _read_slope(view: View, name: str) -> dict[str, Any]:
    prompt = view.exercise.get_prompt(name)
    if not isinstance(prompt, EnergyMap):
        msg = f"prompt {name!r}: only an EnergyMap has a now and a next. Use kit.bars instead."
        raise DefinitionError(msg)
    traits = {"title": prompt.text, "svg": "", "svg_narrow": "", "alt": "", "rows": [], "note": ""}
    if view.snapshot is None:
        return traits | {"message": ADVICE if view.withheld else WAITING}
    marginal = view.snapshot.get_marginal(name)
    if marginal.shape == "withheld":
        return traits | {"message": marginal.advice}
    here = "" if marginal.n == view.snapshot.n else f", {marginal.n} to this question"
    note = f"{view.note}{here}"
    if not marginal.counts:
        return traits | {"message": marginal.summary, "note": note}
    wide, narrow = _render(marginal)
    return traits | {
        "svg": wide,
        "svg_narrow": narrow,
        "alt": describe_slope(marginal),
        "columns": ["Share of energy", *TIMES],
        "rows": list_share_rows(marginal),
        "note": f"Means to the nearest 5 %, {note}",
    }


@lru_cache(maxsize=64)
def _render(marginal: Marginal) -> tuple[str, str]:
    """Both pictures as SVG, wide and narrow, drawn once however often the page hears of changes."""
    return render_svg(draw_slope(marginal)), render_svg(draw_slope(marginal, narrow=True))
