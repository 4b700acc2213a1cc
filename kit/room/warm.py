"""What a kernel does before it knows which page it will serve."""

from __future__ import annotations


def warm_up() -> None:
    """Import what every page needs, and draw one picture that nobody sees.

    It sets no place and opens no store.
    """
    import altair as alt

    import kit  # noqa: F401
    from kit.charts import render_svg

    render_svg(alt.Chart(alt.InlineData(values=[{"count": 1}])).mark_bar().encode(x="count:Q"))
