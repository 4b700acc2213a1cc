"""Which chart fits a question's result."""

from __future__ import annotations

from functools import lru_cache

import altair as alt

from kit.charts.bars import draw_bars
from kit.charts.columns import draw_columns
from kit.charts.interval import draw_estimate
from kit.charts.svg import render_svg
from kit.charts.zones import draw_zones
from kit.gate.marginals import Marginal


def draw_marginal(
    marginal: Marginal, *, guess: int | None = None, narrow: bool = False
) -> alt.LayerChart | None:
    """Draw the picture that fits a result; None where there are only words.

    Args:
        marginal: The published result of one prompt.
        guess: The step of a scale that the leader has guessed; None for none.
        narrow: For a phone, in pixels instead of a screen's units.
    """
    if marginal.estimate is not None:
        return draw_estimate(marginal, narrow=narrow)
    if marginal.zone is not None:
        return draw_zones(marginal, narrow=narrow)
    if not marginal.counts:
        return None
    if marginal.type == "Scale":
        return draw_columns(marginal, guess=guess, narrow=narrow)
    return draw_bars(marginal, bare=True, narrow=narrow)


@lru_cache(maxsize=64)
def render_both(marginal: Marginal, guess: int | None) -> tuple[str, str] | None:
    """Both pictures of a result as SVG, wide and narrow; None where there are only words.

    A page hears of every answer that arrives, and few of them change what is published.
    """
    wide = draw_marginal(marginal, guess=guess)
    narrow = draw_marginal(marginal, guess=guess, narrow=True)
    return None if wide is None or narrow is None else (render_svg(wide), render_svg(narrow))
