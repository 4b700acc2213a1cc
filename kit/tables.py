"""A published result in plain markup, what phones show: tables with bars, and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kit.exercise import Exercise
from kit.results import Marginal, Snapshot
from kit.texts import ReleasedText


def render_snapshot(snapshot: Snapshot, note: str) -> str:
    """Every prompt's result one below the other, with how many answers stand behind it."""
    tables = "".join(render_marginal(each) for each in snapshot.marginals)
    return f'<section class="kit-results">{tables}<p class="kit-quiet">{escape(note)}</p></section>'


def render_texts(exercise: Exercise, texts: Sequence[ReleasedText]) -> str:
    """The sentences that are shown, under the question they answer; "" where there are none."""
    parts = []
    for prompt in exercise.prompts:
        shown = [each for each in texts if each.shown and each.prompt == prompt.name]
        lines = "".join(f"<li>{escape(each.text)}</li>" for each in shown)
        if lines:
            parts.append(f"<h2>{escape(prompt.text)}</h2><ul>{lines}</ul>")
    return f'<section class="kit-sentences">{"".join(parts)}</section>' if parts else ""


def render_marginal(marginal: Marginal) -> str:
    """One prompt's counts as a table, or its summary in words.

    The most frequent kind comes first; answers with an order of their own, as on a scale, keep it.
    """
    caption = f"<caption>{escape(marginal.text)}</caption>"
    if not marginal.counts:
        words = f"<tr><td>{escape(marginal.summary)}</td></tr>"
        return f'<table class="kit-table">{caption}{words}</table>'
    most = max(1, *(count for _value, _label, count in marginal.counts))
    kinds = marginal.shape == "counts"
    counts = sorted(marginal.counts, key=lambda each: -each[2]) if kinds else marginal.counts
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        f'<td><span class="kit-bar" style="width:{100 * count / most:.0f}%"></span>'
        f'<span class="kit-count">{count}</span></td></tr>'
        for _value, label, count in counts
    )
    return f'<table class="kit-table">{caption}{rows}</table>'
