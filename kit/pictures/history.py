"""A team over time, for the stage of a session that has a team with a name."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kit.charts.history import CARDS, TITLE, draw_cards, draw_measures
from kit.language import _
from kit.views.history import History
from kit.widgets.history_chart import HistoryChart
from kit.widgets.picture import Results

MOST_LINES = 6  # sessions that a stage has room for, in letters that the back row reads


def history(past: Results) -> HistoryChart:
    """A page for each question, with a line for each session, and one for the cards.

    It stands behind all other pictures and waits until the facilitator turns to it. It takes no
    space where the team has no other session.

    Args:
        past: What the team's sessions have shown, `room.history`.
    """
    chart = HistoryChart(title=_(TITLE), cards_title=_(CARDS))
    chart.follow(past, _read)
    return chart


def _read(past: History) -> dict[str, Any]:
    alone = len(past.sessions) < 2
    return {
        "pictures": [] if alone else [asdict(each) for each in draw_measures(past, MOST_LINES)],
        "cards": [] if alone else [asdict(each) for each in draw_cards(past, MOST_LINES)],
    }
