"""A team over time as one table: a row for each session and question, and one for its cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kit.charts.history import tell_point
from kit.export.tables import Row, render_csv
from kit.gate.history import Kind
from kit.gate.thirds import THIRDS
from kit.views.history import History

FIELDS = (
    *("session", "day", "code", "kind", "exercise", "prompt", "grid", "question", "told"),
    *("answers", "third", "word", "low", "middle", "high"),
    *("kept", "changed", "dropped", "open"),
)


def list_history(history: History) -> Iterator[Row]:
    """A team's lines as rows in the order of `FIELDS`; what is not told is empty.

    First the questions, each with its sessions in their order, then the cards. A row for a session
    in which nothing is shown of a question says why.
    """
    sessions = [
        (number, each.held_on, each.code) for number, each in enumerate(history.sessions, start=1)
    ]
    nothing = [""] * 4
    for measure in history.measures:
        about = (measure.exercise, measure.prompt, measure.group, measure.text)
        for begin, point in zip(sessions, measure.points, strict=True):
            told = (*begin, "result", *about, tell_point(point))
            if point.kind is not Kind.SHOWN:
                yield *told, *[""] * 6, *nothing
            else:
                parts = point.parts or ("", "", "")
                yield *told, point.n, THIRDS[point.zone], point.spread, *parts, *nothing
    for begin, cards in zip(sessions, history.cards, strict=True):
        if cards.count:
            counts = (cards.kept, cards.changed, cards.dropped, cards.open)
            yield *begin, "cards", *[""] * 11, *counts


def render_history(rows: Iterable[Row]) -> bytes:
    """Give the rows as CSV, with nothing in it that a spreadsheet would run."""
    return render_csv(FIELDS, list(rows))
