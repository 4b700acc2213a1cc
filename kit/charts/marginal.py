"""Which chart fits the result of each kind of prompt."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import altair as alt
from altair.utils.schemapi import debug_mode

from kit.charts.bars import draw_bars
from kit.charts.columns import draw_columns
from kit.charts.interval import draw_estimate
from kit.charts.slope import draw_slope
from kit.charts.svg import render_svg
from kit.charts.theme import BESIDE, PHONE, SCREEN, SQUARE, STAGE, Size
from kit.charts.zones import draw_zones
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.kinds import ByKind
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.marginals import Marginal
from kit.gate.since import LastTime
from kit.language import get_language


class Draw(Protocol):
    """How the results of a kind are drawn, where there is something to draw."""

    def __call__(
        self,
        marginal: Marginal,
        *,
        guess: int | None = None,
        size: Size = SCREEN,
        last: LastTime | None = None,
    ) -> alt.LayerChart:
        """Draw one; the settings are those of `draw_marginal`."""


CHARTS: ByKind[Draw] = ByKind("chart")


def draw_marginal(
    marginal: Marginal,
    *,
    guess: int | None = None,
    size: Size = SCREEN,
    last: LastTime | None = None,
) -> alt.LayerChart | None:
    """Draw the picture that fits a result; None where there are only words.

    Args:
        marginal: The published result of one prompt.
        guess: The step of a scale that the leader has guessed; None for none.
        size: The kind of page.
        last: Last time's result of a scale, for a bracket beside a strip; None for none.
    """
    if marginal.in_words:
        return None
    return CHARTS.get(marginal.kind)(marginal, guess=guess, size=size, last=last)


@CHARTS.register(Choice)
def _draw_choice(
    marginal: Marginal,
    *,
    guess: int | None = None,
    size: Size = SCREEN,
    last: LastTime | None = None,
) -> alt.LayerChart:
    return draw_bars(marginal, bare=True, size=size)


@CHARTS.register(Scale)
def _draw_scale(
    marginal: Marginal,
    *,
    guess: int | None = None,
    size: Size = SCREEN,
    last: LastTime | None = None,
) -> alt.LayerChart:
    if marginal.zone is not None:
        return draw_zones(marginal, size=size, last=last)
    return draw_columns(marginal, guess=guess, size=size)


@CHARTS.register(YesNo)
def _draw_yes_no(
    marginal: Marginal,
    *,
    guess: int | None = None,
    size: Size = SCREEN,
    last: LastTime | None = None,
) -> alt.LayerChart:
    if marginal.estimate is not None:
        return draw_estimate(marginal, size=size)
    if marginal.zone is not None:
        return draw_zones(marginal, size=size)
    return draw_bars(marginal, bare=True, size=size)


@CHARTS.register(EnergyMap)
def _draw_energy_map(
    marginal: Marginal,
    *,
    guess: int | None = None,
    size: Size = SCREEN,
    last: LastTime | None = None,
) -> alt.LayerChart:
    return draw_slope(marginal, size=size)


def render_both(
    marginal: Marginal, guess: int | None, last: LastTime | None = None
) -> tuple[str, str] | None:
    """Both pictures of a result as SVG, wide and narrow; None where there are only words."""
    drawn = _render(marginal, guess, last, (SCREEN, PHONE), get_language())
    return None if drawn is None else (drawn[0], drawn[1])


def render_stage(
    marginal: Marginal, guess: int | None, last: LastTime | None = None
) -> tuple[str, ...] | None:
    """The pictures for a projected stage, of which a page shows the one that fills it best.

    The first is for the whole of it, the second for what a jar leaves, the third for one that is
    nearly as high as it is wide. None where there are only words.
    """
    return _render(marginal, guess, last, (STAGE, BESIDE, SQUARE), get_language())


@lru_cache(maxsize=128)
def _render(
    marginal: Marginal,
    guess: int | None,
    last: LastTime | None,
    sizes: tuple[Size, ...],
    _language: str,
) -> tuple[str, ...] | None:
    """Pictures of a result. A page hears of every answer, and few change what is published.

    Altair need not check what we draw while a room waits: the tests do, of every picture.
    """
    with debug_mode(False):
        drawn = [draw_marginal(marginal, guess=guess, size=size, last=last) for size in sizes]
    return None if None in drawn else tuple(render_svg(each) for each in drawn if each is not None)
