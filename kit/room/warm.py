"""What a kernel does before it knows which page it will serve."""

from __future__ import annotations


def warm_up() -> None:
    """Import what every page needs, and draw one picture that nobody sees.

    It sets no place and opens no store.
    """
    from kit.charts.marginal import draw_marginal
    from kit.charts.svg import render_svg
    from kit.gate.marginals import Marginal, Shape

    chart = draw_marginal(Marginal("kind", "Choice", "", 1, (("one", "one", 1),), Shape.COUNTS))
    assert chart is not None
    render_svg(chart)
