"""What a kernel does before it knows which page it will serve."""

from __future__ import annotations

from importlib import import_module

NAMES = (
    "kit.room.page",
    "kit.room.screen",
    "kit.exercise.figures",
    "kit.exercise.instruments",
    "kit.pictures.bars",
    "kit.pictures.card",
    "kit.pictures.commitment_board",
    "kit.pictures.figures",
    "kit.pictures.gap",
    "kit.pictures.heat_map",
    "kit.pictures.history",
    "kit.pictures.marble_jar",
    "kit.pictures.market",
    "kit.pictures.notes",
    "kit.pictures.rows",
    "kit.pictures.sentences",
    "kit.pictures.slope",
    "kit.pictures.soil",
    "kit.pictures.words",
)
"""What a page's cells may ask for."""


def warm_up() -> None:
    """Import what every page needs, and draw one picture that nobody sees.

    It sets no place and opens no store.
    """
    for name in NAMES:
        import_module(name)
    from kit.charts.marginal import draw_marginal
    from kit.charts.svg import render_svg
    from kit.gate.marginals import Marginal, Shape

    chart = draw_marginal(Marginal("kind", "Choice", "", 1, (("one", "one", 1),), Shape.COUNTS))
    assert chart is not None
    render_svg(chart)
