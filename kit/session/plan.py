"""The rows of a session's agenda: exercises, breaks, and spare time that is nobody's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kit.language import N_, _

Kind = Literal["exercise", "break", "slack"]

BREAK, SLACK = N_("Break"), N_("Slack")


@dataclass(frozen=True)
class Row:
    """One row of an agenda.

    Attributes:
        notebook: File name of the notebook of an exercise; "" for every other row.
        minutes: How long it takes by plan; None where that is not known.
        title: What it is called; "" where the notebook's name says.
        kind: A break is a step of the session; slack never is, and is used up where time is short.
        droppable: An exercise that may be left out where time is short.
    """

    notebook: str = ""
    minutes: int | None = None
    title: str = ""
    kind: Kind = "exercise"
    droppable: bool = False


@dataclass(frozen=True)
class Break:
    """A break between two exercises; rows of breaks one after the other are one break.

    Attributes:
        place: Where its first row stands on the agenda, 0 for the first row of all.
        minutes: How long it is by plan.
        title: What it is called.
    """

    place: int
    minutes: int
    title: str


def make_rows(agenda: Sequence[str | Row]) -> tuple[Row, ...]:
    """Rows, where a file name alone is an exercise without planned minutes."""
    return tuple(Row(each) if isinstance(each, str) else each for each in agenda)


def find_exercise(rows: Sequence[Row], after: int) -> int | None:
    """The place of the first exercise after a place; None where there is none.

    Args:
        rows: The agenda.
        after: A place on it; -1 asks for the first exercise of all.
    """
    for place in range(after + 1, len(rows)):
        if rows[place].kind == "exercise":
            return place
    return None


def find_break(rows: Sequence[Row], after: int) -> Break | None:
    """The break between a place and the next exercise.

    Args:
        rows: The agenda.
        after: A place on it.

    Returns:
        None where there is none, or where no exercise comes after it: nobody would come back.
    """
    following = find_exercise(rows, after)
    if following is None:
        return None
    breaks = [place for place in range(after + 1, following) if rows[place].kind == "break"]
    if not breaks:
        return None
    minutes = sum(rows[place].minutes or 0 for place in breaks)
    title = rows[breaks[0]].title
    return Break(breaks[0], minutes, _(BREAK) if title in ("", BREAK) else title)


def find_first_row(rows: Sequence[Row], place: int) -> int:
    """The place of the first row of the break to which the row at a place belongs."""
    first = place
    while place >= 0 and rows[place].kind != "exercise":
        if rows[place].kind == "break":
            first = place
        place -= 1
    return first


def end_break(now: float, minutes: int) -> float:
    """When a break is over that begins now: at the first full minute that gives it its length.

    Args:
        now: The time it is, in seconds since the epoch.
        minutes: How long the break is.

    Returns:
        Seconds since the epoch, so that "10:40" is the very moment.
    """
    return math.ceil((now + 60 * minutes) / 60) * 60.0
