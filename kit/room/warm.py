"""What a kernel does before it knows which page it will serve."""

from __future__ import annotations


def warm_up() -> None:
    """Import what every page needs, and draw one picture that nobody sees.

    It sets no place and opens no store.
    """
    import kit.boards
    import kit.grids
    import kit.pictures
    import kit.room.page
    import kit.room.stage
    import kit.slopes  # noqa: F401
    from kit.charts import render_svg
    from kit.gate.marginals import Marginal
    from kit.live_chart import draw_marginal

    chart = draw_marginal(Marginal("kind", "Choice", "", 1, (("one", "one", 1),), "counts"))
    assert chart is not None
    render_svg(chart)
