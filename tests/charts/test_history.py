"""A team over time as it is drawn and told: points by days, turned where less is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kit.charts.history import (
    COARSE,
    FEW,
    OTHER,
    UNDATED,
    UNTOLD,
    Line,
    draw_cards,
    draw_measures,
    name_days,
    tell_point,
)
from kit.gate.history import Kind, Measure, Point
from kit.session.commitments import FollowThrough
from kit.session.session import Session
from kit.views.history import History

FINE = Point(Kind.SHOWN, 12, 0, "mixed", (7, 3, 2))
COARSELY = Point(Kind.SHOWN, 13, 2, "aligned")
NOTHING = Point(Kind.NOT_PLAYED)


def make_measure(*points: Point, turned: bool = False) -> Measure:
    about = ("pulse", "Pulse", "pulse.ask", "We ask", "How true?", ("never", ""), turned)
    return Measure(*about, "safer", points)


def make_history(*points: Point, days: Sequence[str] = (), turned: bool = False) -> History:
    dates = days or [f"2026-11-{day + 1:02}" for day in range(len(points))]
    sessions = tuple(Session("BCDFGH", "Team", (), held_on=day) for day in dates)
    measure = make_measure(*points, turned=turned)
    return History(sessions, (measure,), (FollowThrough(),) * len(points))


def test_a_result_is_told_as_finely_as_the_gate_allows() -> None:
    assert tell_point(FINE) == "7 low, 3 in the middle, 2 high; spread out"
    assert tell_point(COARSELY) == "high, close together"
    for kind in (Kind.NOT_PLAYED, Kind.TOO_FEW, Kind.OTHER_WORDS):
        assert tell_point(Point(kind)) == UNTOLD[kind]
    assert UNTOLD.keys() | {Kind.SHOWN} == set(Kind)


def test_each_session_has_a_line_in_the_order_of_the_days() -> None:
    (picture,) = draw_measures(make_history(FINE, COARSELY))
    assert (picture.title, picture.about, picture.ends) == (
        *("We ask", "How true?"),
        ("never", "high"),
    )
    assert picture.lines == (
        Line("1 November 2026", tell_point(FINE), 12, 0, "spread out", (7, 3, 2)),
        Line("2 November 2026", "high, close together", 13, 2, "close together"),
    )


def test_where_less_is_better_the_picture_is_turned_and_its_words_are_not() -> None:
    (picture,) = draw_measures(make_history(FINE, NOTHING, turned=True))
    assert (picture.hint, picture.ends) == ("less is safer", ("high", "never"))
    first, none = picture.lines
    assert (first.zone, first.parts, first.told) == (2, (2, 3, 7), tell_point(FINE))
    assert none.zone == -1


def test_a_line_leads_from_point_to_point_from_four_on_and_over_what_is_missing() -> None:
    (three,) = draw_measures(make_history(FINE, COARSELY, FINE))
    assert {(each.onward, each.over) for each in three.lines} == {(-1, 0)}
    (four,) = draw_measures(make_history(FINE, NOTHING, COARSELY, FINE, FINE))
    assert [(each.onward, each.over) for each in four.lines] == [
        *((2, 2), (-1, 0), (0, 1), (0, 1), (-1, 0))
    ]
    (turned,) = draw_measures(make_history(FINE, COARSELY, FINE, FINE, turned=True))
    assert [each.onward for each in turned.lines] == [0, 2, 2, -1]


@pytest.mark.parametrize(
    ("points", "note"),
    [
        ([FINE], ""),
        ([FINE, FINE], FEW),
        ([FINE, COARSELY], f"{COARSE} {FEW}"),
        ([FINE] * 4, ""),
        ([FINE, replace(COARSELY, n=7)], FEW),
        ([Point(Kind.OTHER_WORDS), FINE], OTHER),
        ([Point(Kind.TOO_FEW), FINE], ""),
    ],
)
def test_what_has_to_be_said_is_said_below(points: list[Point], note: str) -> None:
    (picture,) = draw_measures(make_history(*points))
    assert picture.note == note


def test_where_there_is_room_for_a_few_the_last_ones_stand() -> None:
    history = make_history(*[FINE] * 5)
    (picture,) = draw_measures(history, 2)
    assert [each.day for each in picture.lines] == ["4 November 2026", "5 November 2026"]
    assert len(draw_measures(history)[0].lines) == 5


def test_days_are_told_apart_and_one_that_is_not_known_says_so() -> None:
    days = ("", "2026-11-30", "2026-11-30")
    history = make_history(FINE, FINE, FINE, days=days)
    assert name_days(history) == [UNDATED, "30 November 2026 (1)", "30 November 2026 (2)"]


def test_cards_have_a_line_where_some_were_signed() -> None:
    history = replace(
        make_history(FINE, FINE), cards=(FollowThrough(), FollowThrough(kept=2, dropped=1))
    )
    (line,) = draw_cards(history)
    assert (line.day, line.kept, line.changed, line.dropped, line.open) == (
        *("2 November 2026", 2),
        *(0, 1, 0),
    )
    assert line.told == "2 of 3 kept, 1 dropped."


def test_nothing_says_that_one_session_or_team_is_better_than_another() -> None:
    (picture,) = draw_measures(make_history(*[FINE, COARSELY] * 3))
    words = " ".join([picture.note, *(each.told for each in picture.lines)])
    for verdict in ("better", "worse", "more", "less", "%", "up", "down", "trend up"):
        assert f" {verdict} " not in f" {words} "
