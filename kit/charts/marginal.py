"""Which chart fits the result of each kind of prompt."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import altair as alt

from kit.charts.bars import draw_bars
from kit.charts.columns import draw_columns
from kit.charts.interval import draw_estimate
from kit.charts.slope import draw_slope
from kit.charts.svg import render_svg
from kit.charts.zones import draw_zones
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.kinds import ByKind
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.marginals import Marginal


class Draw(Protocol):
    """How the results of a kind are drawn, where there is something to draw."""

    def __call__(
        self, marginal: Marginal, *, guess: int | None = None, narrow: bool = False
    ) -> alt.LayerChart:
        """Draw one; the settings are those of `draw_marginal`."""


CHARTS: ByKind[Draw] = ByKind("chart")


def draw_marginal(
    marginal: Marginal, *, guess: int | None = None, narrow: bool = False
) -> alt.LayerChart | None:
    """Draw the picture that fits a result; None where there are only words.

    Args:
        marginal: The published result of one prompt.
        guess: The step of a scale that the leader has guessed; None for none.
        narrow: For a phone, in pixels instead of a screen's units.
    """
    if marginal.in_words:
        return None
    return CHARTS.get(marginal.kind)(marginal, guess=guess, narrow=narrow)


@CHARTS.register(Choice)
def _draw_choice(
    marginal: Marginal, *, guess: int | None = None, narrow: bool = False
) -> alt.LayerChart:
    return draw_bars(marginal, bare=True, narrow=narrow)


@CHARTS.register(Scale)
def _draw_scale(
    marginal: Marginal, *, guess: int | None = None, narrow: bool = False
) -> alt.LayerChart:
    if marginal.zone is not None:
        return draw_zones(marginal, narrow=narrow)
    return draw_columns(marginal, guess=guess, narrow=narrow)


@CHARTS.register(YesNo)
def _draw_yes_no(
    marginal: Marginal, *, guess: int | None = None, narrow: bool = False
) -> alt.LayerChart:
    if marginal.estimate is not None:
        return draw_estimate(marginal, narrow=narrow)
    if marginal.zone is not None:
        return draw_zones(marginal, narrow=narrow)
    return draw_bars(marginal, bare=True, narrow=narrow)


@CHARTS.register(EnergyMap)
def _draw_energy_map(
    marginal: Marginal, *, guess: int | None = None, narrow: bool = False
) -> alt.LayerChart:
    return draw_slope(marginal, narrow=narrow)


@lru_cache(maxsize=64)
def render_both(marginal: Marginal, guess: int | None) -> tuple[str, str] | None:
    """Both pictures of a result as SVG, wide and narrow; None where there are only words.

    A page hears of every answer that arrives, and few of them change what is published.
    """
    wide = draw_marginal(marginal, guess=guess)
    narrow = draw_marginal(marginal, guess=guess, narrow=True)
    return None if wide is None or narrow is None else (render_svg(wide), render_svg(narrow))
