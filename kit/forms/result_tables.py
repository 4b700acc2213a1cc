"""A published result in plain markup, what phones show: tables, small strips, sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from kit.charts.captions import describe_marginal
from kit.charts.order import find_neutral, get_ends, sort_counts
from kit.charts.rows import describe_numbers, tell_row
from kit.charts.since import describe_since, explain_coarse, find_last
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.exercise.kinds import ByKind
from kit.exercise.scale import Scale
from kit.exercise.yes_no import YesNo
from kit.gate.crosstabs import CrossTable, describe_step
from kit.gate.marginals import Marginal
from kit.gate.sentences import ReleasedText
from kit.gate.since import LastTime
from kit.gate.snapshot import Snapshot
from kit.language import _, get_language
from kit.language.numbers import format_number, format_percent
from kit.views.words import count_sentences
from kit.widgets.markup import render_part

TEMPLATE = "forms/results.html"
RESULTS: ByKind[Callable[[Marginal], Markup]] = ByKind("table for phones")


def render_snapshot(snapshot: Snapshot, note: str, since: tuple[LastTime, ...] = ()) -> Markup:
    """Every prompt's result one below the other, with how many answers stand behind it.

    Args:
        snapshot: What has been published.
        note: How many answers stand behind it.
        since: What stands beside it of last time.
    """
    return _render_snapshot(snapshot, note, since, get_language())


@lru_cache(maxsize=16)  # a roomful of phones asks for the same
def _render_snapshot(
    snapshot: Snapshot, note: str, since: tuple[LastTime, ...], _language: str
) -> Markup:
    parts = []
    for grid, found in groupby(snapshot.marginals, key=lambda each: each.grid):
        if grid:
            parts.append(render_rows(list(found), snapshot.n, since))
        else:
            parts += [
                part
                for one in found
                for part in (
                    render_marginal(one),
                    _tell_since([one], since),
                    _count_here(one, snapshot),
                )
            ]
    parts += [render_cross(each) for each in snapshot.crosses]
    return render_part(TEMPLATE, "snapshot", parts, note)


def _count_here(marginal: Marginal, snapshot: Snapshot) -> Markup:
    """How many answered a question that others skipped, unless nothing of it is shown."""
    if marginal.n in (0, snapshot.n):
        return Markup()
    return render_part(TEMPLATE, "answered", marginal.n)


def _tell_since(marginals: Sequence[Marginal], since: Sequence[LastTime]) -> Markup:
    """Last time and today, and why there are only thirds."""
    told = [
        *(
            describe_since(find_last(since, each.prompt), each)
            for each in marginals
            if not each.group
        ),
        explain_coarse(marginals, since),
    ]
    said = [each for each in told if each]
    return render_part(TEMPLATE, "since", said) if said else Markup()


def render_rows(marginals: Sequence[Marginal], n: int, since: Sequence[LastTime] = ()) -> Markup:
    """The rows of a grid as one table: the words of each, and its result in words.

    Args:
        marginals: One for each row of one grid.
        n: Submissions behind the whole snapshot.
        since: What stands beside them of last time.
    """
    rows = [
        (each.text, _tell_today(each, told), told)
        for each in marginals
        for told in [describe_since(find_last(since, each.prompt), each)]
    ]
    numbers = [each.n for each in marginals if each.n]
    # Translators: as in "11 to 13 answers to these lines".
    behind = _("{answers} to these lines", answers=describe_numbers(numbers))
    said = behind if numbers and {*numbers} != {n} else ""
    table = render_part(TEMPLATE, "rows", marginals[0].group, rows, said)
    return table + _tell_since(marginals, since)


def render_texts(exercise: Exercise, texts: Sequence[ReleasedText]) -> Markup:
    """The sentences that are shown, under the question they answer; "" where there are none."""
    questions = []
    for prompt in exercise.prompts:
        shown = [each for each in texts if each.shown and each.prompt == prompt.name]
        if shown:
            said = count_sentences((each.text, each.name) for each in shown)
            questions.append((prompt.text, said))
    return render_part(TEMPLATE, "sentences", questions) if questions else Markup()


def render_marginal(marginal: Marginal) -> Markup:
    """One prompt's counts as a table with bars; where there are none, words with a small picture.

    The most frequent kind comes first; answers with an order of their own, as on a scale, keep it.
    """
    if marginal.in_words:
        return _render_words(marginal)
    return RESULTS.get(marginal.kind)(marginal)


def _tell_today(marginal: Marginal, since: str) -> str:
    """A row's result, unless it is said beside last time's with nothing left out."""
    return "" if since and not marginal.counts else tell_row(marginal)


@RESULTS.register(Choice)
def _render_choice(marginal: Marginal) -> Markup:
    return _render_bars(marginal)


@RESULTS.register(Scale)
def _render_scale(marginal: Marginal) -> Markup:
    if marginal.zone is not None:
        return _render_words(marginal, _render_zones(marginal, marginal.zone))
    return _render_bars(marginal, neutral=find_neutral(marginal))


@RESULTS.register(YesNo)
def _render_yes_no(marginal: Marginal) -> Markup:
    if marginal.estimate is not None:
        return _render_words(marginal, _render_estimate(*marginal.estimate))
    if marginal.zone is not None:
        return _render_words(marginal, _render_zones(marginal, marginal.zone))
    return _render_bars(marginal)


@RESULTS.register(EnergyMap)
def _render_energy_map(marginal: Marginal) -> Markup:
    return _render_bars(marginal, most=100, write=format_percent)


def _render_words(marginal: Marginal, picture: str = "") -> Markup:
    words = describe_marginal(marginal)
    return render_part(TEMPLATE, "words", marginal.text, words, picture)


def _render_bars(
    marginal: Marginal,
    *,
    most: int = 0,
    write: Callable[[int], str] = format_number,
    neutral: int | None = None,
) -> Markup:
    """A table with a bar in each row.

    Args:
        marginal: The result, with counts.
        most: What a whole row stands for; 0 for the largest count.
        write: How its numbers are written.
        neutral: Place of the row that leans to neither side and is grey; None for none.
    """
    most = most or max(1, *(count for _value, _label, count in marginal.counts))
    rows = [
        (label, write(count), f"{100 * count / most:.1f}" if count else "")
        for _value, label, count in sort_counts(marginal)
    ]
    return render_part(TEMPLATE, "bars", marginal.text, rows, neutral)


def _render_zones(marginal: Marginal, marked: int) -> Markup:
    """A strip in three zones with one marked, the bracket of a scale above; the words say it all.

    Hidden from screen readers, like every small picture here.
    """
    columns = {"aligned": [f"{marked + 1}"], "mixed": ["1 / 4"], "split": ["1", "3"]}
    brackets = columns.get(marginal.spread, [])
    labels = [label.replace(": ", "\n") for label in marginal.zones]
    return render_part(TEMPLATE, "zones", labels, marked, brackets, *get_ends(marginal))


def _render_estimate(low: int, middle: int, high: int) -> Markup:
    """A line from 0 to 100 % with the band and a tick for the share."""
    return render_part(TEMPLATE, "estimate", low, middle, high)


def render_cross(table: CrossTable) -> Markup:
    """Two prompts counted together: the pairs that stand out, most frequent first.

    A phone has no room for a table of all cells. Those of the lowest step share the last line.
    """
    questions = " / ".join(table.texts)
    if not table.counts:
        return render_part(TEMPLATE, "cross", questions, [], table.summary)
    cells = [
        (count, f"{row} / {column}")
        for counts, (_value, row) in zip(table.counts, table.rows, strict=True)
        for count, (_value, column) in zip(counts, table.columns, strict=True)
    ]
    told = sorted((each for each in cells if each[0]), key=lambda each: -each[0])
    others = [(0, _("Every other pair"))] if len(told) < len(cells) else []
    rows = [(pair, describe_step(count, table.step)) for count, pair in [*told, *others]]
    return render_part(TEMPLATE, "cross", questions, rows, "")
