"""A team over time on the dashboard: folded away, in words, with the way to its page."""

from __future__ import annotations

from kit.charts.history import TITLE
from kit.console.history import TeamLines
from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.gate.history import Kind, Measure, Point
from kit.session.commitments import FollowThrough
from kit.session.session import Session
from kit.store import Store
from kit.views.history import History
from tests.console.desk import Desk
from tests.pages import read_markup

POINT = Point(Kind.SHOWN, 13, 2, "aligned")
MEASURE = Measure("pulse", "Pulse", "safe", "How <b>safe</b>?", "", ("", ""), False, "", (POINT,))
SESSION = Session("BCDFGH", "Team", (), held_on="2026-11-30")


def test_it_is_told_in_words_and_what_a_trainer_wrote_is_no_markup() -> None:
    lines = TeamLines("/facilitate/BCDFGH")
    lines.follow(History((SESSION,), (MEASURE,), (FollowThrough(kept=2),)))
    markup = read_markup(lines)
    assert "How &lt;b&gt;safe&lt;/b&gt;?" in markup
    assert "high, close together" in markup
    assert "13 answers" in markup
    assert "What became of the cards" in markup
    assert 'href="/facilitate/BCDFGH/team"' in markup


def test_where_there_is_nothing_yet_it_says_what_would_be_there() -> None:
    lines = TeamLines("/facilitate/BCDFGH")
    lines.follow(History())
    assert "Nothing yet." in read_markup(lines)


def test_the_console_has_it_under_one_line(store: Store) -> None:
    desk = Desk(store, Exercise("talk", prompts=[Text("words", "What was it?")]))
    assert TITLE in read_markup(desk.console)
