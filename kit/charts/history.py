"""A team over time, drawn and told: a strip in thirds for each session, and a point on it.

A point stands for the third that holds the centre of the answers, however finely a session may be
told, so that no line is nearer to another one because more people came. Nothing says better, and
nothing compares teams.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kit.charts.headlines import say_thirds
from kit.charts.phrases import say_closeness, say_place
from kit.charts.rows import say_turned
from kit.gate.history import Kind, Measure, Point
from kit.language import N_, _, pgettext
from kit.language.formats import join_clauses, join_items
from kit.session.commitments import FollowThrough, describe_follow_through
from kit.session.session import describe_day
from kit.views.history import History

TITLE = N_("This team over time")
CARDS = N_("What became of the cards")
UNTOLD = {
    Kind.NOT_PLAYED: N_("Not asked"),
    Kind.TOO_FEW: N_("Not shown: too few answers"),
    Kind.OTHER_WORDS: N_("Asked in other words or steps"),
}
COARSE = N_("In thirds, because nearly as many answered another time.")
FEW = N_("Points and no line: fewer than four sessions are no trend.")
OTHER = N_("Other words or other steps are another question, so it is not compared with this one.")
UNDATED = N_("Day not known")


@dataclass(frozen=True)
class Line:
    """A session's line in the picture of a question.

    Attributes:
        day: When it was.
        told: The result in words, as it was answered, or why there is none.
        n: Answers behind it; 0 where nothing is shown.
        zone: Which third is filled, 0 for the left one; -1 for none.
        word: How close the answers are; "" where nothing is shown.
        parts: How many lie in each third, the left one first; empty where only the third is told.
        onward: In which third the next point lies, where a line leads there; -1 for none.
        over: How many lines further down that is.
    """

    day: str
    told: str
    n: int = 0
    zone: int = -1
    word: str = ""
    parts: tuple[int, ...] = ()
    onward: int = -1
    over: int = 0


@dataclass(frozen=True)
class Picture:
    """A question with a line for each session.

    Attributes:
        title: The question.
        about: The question of its grid, or the exercise.
        hint: That the picture is turned round; "" where it is not.
        ends: What lies on the left and on the right.
        lines: The first session first.
        note: What has to be said of it, one sentence after the other.
    """

    title: str
    about: str
    hint: str
    ends: tuple[str, str]
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True)
class CardLine:
    """What became of the cards of one session.

    Attributes:
        day: When they were signed.
        told: In words.
        kept: How many were kept.
        changed: Changed on the way.
        dropped: Dropped.
        open: Not told yet.
    """

    day: str
    told: str
    kept: int
    changed: int
    dropped: int
    open: int


def draw_measures(history: History, most: int = 0) -> tuple[Picture, ...]:
    """Draw every question.

    Args:
        history: What the team's sessions have shown.
        most: How many sessions there is room for, the last ones; 0 for all.
    """
    days = name_days(history)
    return tuple(_draw(each, days, most) for each in history.measures)


def draw_cards(history: History, most: int = 0) -> tuple[CardLine, ...]:
    """Give what became of the cards, a line for each session that has signed some.

    Args:
        history: What the team's sessions have shown.
        most: How many lines there is room for, the last ones; 0 for all.
    """
    lines = [
        _tell_cards(day, each)
        for day, each in zip(name_days(history), history.cards, strict=True)
        if each.count
    ]
    return tuple(lines[-most:])


def name_days(history: History) -> list[str]:
    """The days of the sessions; those of one day have a number behind it."""
    days = [describe_day(each.held_on) or _(UNDATED) for each in history.sessions]
    return [
        f"{day} ({days[:place].count(day) + 1})" if days.count(day) > 1 else day
        for place, day in enumerate(days)
    ]


def tell_point(point: Point) -> str:
    """A result in words, as it was answered: "high, spread out", or how many lie in each third."""
    if point.kind is not Kind.SHOWN:
        return _(UNTOLD[point.kind])
    if not point.parts:
        return join_items((say_place(point.zone), say_closeness(point.spread)))
    low, middle, high = point.parts
    return join_clauses([say_thirds(low, middle, high), say_closeness(point.spread)])


def describe_measure(measure: Measure) -> str:
    """What has to be said below the picture of a question."""
    shown = sum(each.kind is Kind.SHOWN for each in measure.points)
    said = [
        _(COARSE) if measure.is_coarse else "",
        _(FEW) if shown > 1 and not measure.has_line else "",
        _(OTHER) if any(each.kind is Kind.OTHER_WORDS for each in measure.points) else "",
    ]
    return " ".join(each for each in said if each)


def _draw(measure: Measure, days: Sequence[str], most: int) -> Picture:
    turned = measure.reversed
    zones = [2 - each.zone if turned and each.zone >= 0 else each.zone for each in measure.points]
    lines = [
        Line(
            day,
            tell_point(point),
            point.n,
            zones[place],
            say_closeness(point.spread),
            point.parts[::-1] if turned else point.parts,
            *(_find_next(zones, place) if measure.has_line else (-1, 0)),
        )
        for place, (day, point) in enumerate(zip(days, measure.points, strict=True))
    ]
    usual = pgettext("place", "low"), pgettext("place", "high")
    left, right = (word or end for word, end in zip(measure.ends, usual, strict=True))
    return Picture(
        measure.text,
        measure.group or measure.exercise,
        say_turned(measure.better) if turned else "",
        (right, left) if turned else (left, right),
        tuple(lines[-most:]),
        describe_measure(measure),
    )


def _find_next(zones: Sequence[int], place: int) -> tuple[int, int]:
    """In which third the next point lies, and how many lines further down; (-1, 0) for none."""
    later = (each for each in range(place + 1, len(zones)) if zones[each] >= 0)
    there = next(later, None)
    return (-1, 0) if there is None or zones[place] < 0 else (zones[there], there - place)


def _tell_cards(day: str, told: FollowThrough) -> CardLine:
    words = describe_follow_through(told)
    return CardLine(day, words, told.kept, told.changed, told.dropped, told.open)
