"""A published result in plain markup, what phones show: tables, small strips, sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from kit.charts.captions import describe_marginal
from kit.charts.order import find_neutral, get_ends, sort_counts
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.kinds import ByKind
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.crosstabs import CrossTable, describe_step
from kit.gate.marginals import Marginal
from kit.gate.sentences import ReleasedText
from kit.gate.snapshot import Snapshot

RESULTS: ByKind[Callable[[Marginal], str]] = ByKind("table for phones")


def render_snapshot(snapshot: Snapshot, note: str) -> str:
    """Every prompt's result one below the other, with how many answers stand behind it."""
    tables = "".join(
        render_marginal(each) + _count_here(each, snapshot) for each in snapshot.marginals
    )
    tables += "".join(render_cross(each) for each in snapshot.crosses)
    return f'<section class="kit-results">{tables}<p class="kit-quiet">{escape(note)}</p></section>'


def _count_here(marginal: Marginal, snapshot: Snapshot) -> str:
    """How many answered a question that others skipped, unless nothing of it is shown."""
    if marginal.n in (0, snapshot.n):
        return ""
    return f'<p class="kit-answered">{marginal.n} answers to this question</p>'


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
    """One prompt's counts as a table with bars; where there are none, words with a small picture.

    The most frequent kind comes first; answers with an order of their own, as on a scale, keep it.
    """
    if marginal.in_words:
        return _render_words(marginal)
    return RESULTS.get(marginal.kind)(marginal)


@RESULTS.register(Choice)
def _render_choice(marginal: Marginal) -> str:
    return _render_bars(marginal)


@RESULTS.register(Scale)
def _render_scale(marginal: Marginal) -> str:
    if marginal.zone is not None:
        return _render_words(marginal, _render_zones(marginal, marginal.zone))
    return _render_bars(marginal, neutral=find_neutral(marginal))


@RESULTS.register(YesNo)
def _render_yes_no(marginal: Marginal) -> str:
    if marginal.estimate is not None:
        return _render_words(marginal, _render_estimate(*marginal.estimate))
    if marginal.zone is not None:
        return _render_words(marginal, _render_zones(marginal, marginal.zone))
    return _render_bars(marginal)


@RESULTS.register(EnergyMap)
def _render_energy_map(marginal: Marginal) -> str:
    return _render_bars(marginal, most=100, unit=" %", style=" kit-shares")


def _render_words(marginal: Marginal, picture: str = "") -> str:
    return (
        f'<section class="kit-told"><h2>{escape(marginal.text)}</h2>'
        f"<p>{escape(describe_marginal(marginal))}</p>{picture}</section>"
    )


def _render_bars(
    marginal: Marginal,
    *,
    most: int = 0,
    unit: str = "",
    style: str = "",
    neutral: int | None = None,
) -> str:
    """A table with a bar in each row.

    Args:
        marginal: The result, with counts.
        most: What a whole row stands for; 0 for the largest count.
        unit: Written after each number.
        style: Further classes of the table.
        neutral: Place of the row that leans to neither side and is grey; None for none.
    """
    most = most or max(1, *(count for _value, _label, count in marginal.counts))
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        f'<td><span class="kit-bar{" kit-neutral" if place == neutral else ""}" '
        f'style="width:{100 * count / most:.0f}%"></span>'
        f'<span class="kit-count">{count}{unit}</span></td></tr>'
        for place, (_value, label, count) in enumerate(sort_counts(marginal))
    )
    return (
        f'<table class="kit-table{style}"><caption>{escape(marginal.text)}</caption>{rows}</table>'
    )


def _render_zones(marginal: Marginal, marked: int) -> str:
    """A strip in three zones with one marked, the bracket of a scale above; the words say it all.

    Hidden from screen readers, like every small picture here.
    """
    spread, zone = marginal.spread, marked + 1
    columns = {"aligned": [f"{zone}"], "mixed": ["1 / 4"], "split": ["1", "3"]}.get(spread, [])
    brackets = "".join(f'<i style="grid-column:{column}"></i>' for column in columns)
    here = ' class="kit-here"'
    labels = [escape(label.replace(": ", "\n")) for label in marginal.zones]
    zones = "".join(
        f"<span{here if place == zone else ''}>{label}</span>"
        for place, label in enumerate(labels, start=1)
    )
    low, high = get_ends(marginal)
    return (
        f'<div class="kit-zones" aria-hidden="true">{brackets}{zones}'
        f"<small>{escape(low)}</small><small>{escape(high)}</small></div>"
    )


def _render_estimate(low: int, middle: int, high: int) -> str:
    """A line from 0 to 100 % with the band and a tick for the share."""
    return (
        '<div class="kit-share" aria-hidden="true">'
        f'<span style="left:{low}%;width:{high - low}%"></span><i style="left:{middle}%"></i>'
        "<small>0 %</small><small>100 %</small></div>"
    )


def render_cross(table: CrossTable) -> str:
    """Two prompts counted together: the pairs that stand out, most frequent first.

    A phone has no room for a table of all cells. Those of the lowest step share the last line.
    """
    caption = f"<caption>{escape(' / '.join(table.texts))}</caption>"
    if not table.counts:
        words = f"<tr><td>{escape(table.summary)}</td></tr>"
        return f'<table class="kit-table">{caption}{words}</table>'
    cells = [
        (count, f"{row} / {column}")
        for counts, (_value, row) in zip(table.counts, table.rows, strict=True)
        for count, (_value, column) in zip(counts, table.columns, strict=True)
    ]
    told = sorted((each for each in cells if each[0]), key=lambda each: -each[0])
    others = [(0, "Every other pair")] if len(told) < len(cells) else []
    rows = "".join(
        f'<tr><th scope="row">{escape(pair)}</th>'
        f"<td>{escape(describe_step(count, table.step))}</td></tr>"
        for count, pair in [*told, *others]
    )
    return f'<table class="kit-table">{caption}{rows}</table>'
