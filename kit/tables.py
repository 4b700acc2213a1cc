"""A published result as a small table with bars, in plain markup: what phones show."""

from __future__ import annotations

from html import escape

from kit.results import Marginal, Snapshot


def render_snapshot(snapshot: Snapshot, note: str) -> str:
    """Every prompt's result one below the other, with how many answers stand behind it."""
    tables = "".join(render_marginal(each) for each in snapshot.marginals)
    return f'<section class="kit-results">{tables}<p class="kit-quiet">{escape(note)}</p></section>'


def render_marginal(marginal: Marginal) -> str:
    """One prompt's counts as a table, the most frequent first, or its summary in words."""
    caption = f"<caption>{escape(marginal.text)}</caption>"
    if not marginal.counts:
        words = f"<tr><td>{escape(marginal.summary)}</td></tr>"
        return f'<table class="kit-table">{caption}{words}</table>'
    most = max(1, *(count for _value, _label, count in marginal.counts))
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        f'<td><span class="kit-bar" style="width:{100 * count / most:.0f}%"></span>'
        f'<span class="kit-count">{count}</span></td></tr>'
        for _value, label, count in sorted(marginal.counts, key=lambda each: -each[2])
    )
    return f'<table class="kit-table">{caption}{rows}</table>'
