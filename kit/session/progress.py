"""Progress along the agenda: what has been played, what comes, how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from kit.language import _
from kit.session.plan import BREAK, SLACK, Kind, Row, find_first_row
from kit.session.session import Phase, Round, Session

State = Literal["done", "now", "passed", "ahead"]
TITLES: dict[Kind, str] = {"exercise": "", "break": BREAK, "slack": SLACK}


@dataclass(frozen=True)
class AgendaItem:
    """One row on a session's agenda.

    Attributes:
        place: Where it stands, 0 for the first.
        title: Its name in words.
        minutes: How long it is planned to take; None where nothing is planned.
        state: "done" once it was played, "now" while it is, "passed" where it was left out, "ahead"
            while it is to come. Slack is ahead, and done once the session is past it.
        spent: Minutes it has taken, 0 where that is not known; None while it is not done.
        kind: What it is.
        droppable: It may be left out where time is short.
    """

    place: int
    title: str
    minutes: int | None
    state: State
    spent: int | None = None
    kind: Kind = "exercise"
    droppable: bool = False


@dataclass(frozen=True)
class Course:
    """A session on its way.

    Attributes:
        items: The agenda, in order.
        began_at: When the present exercise or break began, in seconds since the epoch; None before
            that.
        behind: Minutes by which the session was late by then, less than 0 for early: the time since
            its beginning, less the minutes of all that lies behind it on the plan. None where
            nothing is planned.
    """

    items: tuple[AgendaItem, ...] = field(default=())
    began_at: float | None = None
    behind: int | None = None


def build_course(session: Session, rounds: Sequence[Round]) -> Course:
    """Tell where a session stands on its agenda.

    What was left out is time gained: the plan goes on behind it.

    Args:
        session: The session.
        rounds: Its rounds, the first one first, the present one last.
    """
    last = rounds[-1] if rounds else None
    rows = session.rows
    items = tuple(_build_item(row, place, rows, rounds) for place, row in enumerate(rows))
    if last is None:
        return Course(items)
    began_at = last.break_began_at if last.is_break else last.began_at
    over = last.phase is Phase.DONE and not last.is_break
    if over or not session.minutes or began_at is None or rounds[0].began_at is None:
        return Course(items, began_at)
    present = last.present_place
    behind_us = [each for each in items if each.state == "done" or each.place < present]
    planned = sum(each.minutes or 0 for each in behind_us)
    return Course(items, began_at, _count_minutes(rounds[0].began_at, began_at) - planned)


def name_exercise(notebook: str, rows: Sequence[Row] = ()) -> str:
    """What an exercise is called: by the agenda, or by its file ("marble_jar.ipynb": "Marble jar").

    Args:
        notebook: Its notebook's file name.
        rows: The agenda.
    """
    titles = [row.title for row in rows if row.notebook == notebook and row.title]
    if titles:
        return titles[0]
    words = notebook.removesuffix(".ipynb").replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def name_row(row: Row) -> str:
    """What a row of an agenda is called."""
    if row.title and row.title != TITLES[row.kind]:
        return row.title
    return _(TITLES[row.kind]) or name_exercise(row.notebook)


def _build_item(row: Row, place: int, rows: Sequence[Row], rounds: Sequence[Round]) -> AgendaItem:
    state: State = "ahead"
    spent: int | None = None
    if row.kind == "exercise":
        state, spent = _look_at_exercise(place, rounds)
    elif row.kind == "break":
        state, spent = _look_at_break(find_first_row(rows, place), place, rounds)
    elif rounds and place < rounds[-1].present_place:
        state = "done"
    return AgendaItem(
        place,
        name_row(row),
        row.minutes,
        state,
        spent if state == "done" else None,
        row.kind,
        row.droppable,
    )


def _look_at_exercise(place: int, rounds: Sequence[Round]) -> tuple[State, int]:
    """How it stands, and the minutes that its rounds have taken together."""
    here = [number for number, each in enumerate(rounds) if each.agenda_place == place]
    last = rounds[-1] if rounds else None
    spent = 0
    for number in here:
        following = rounds[number + 1].began_at if number + 1 < len(rounds) else None
        ended_at = rounds[number].break_began_at or following
        spent += _count_minutes(rounds[number].began_at, ended_at)
    if last and last.agenda_place == place and last.phase is not Phase.DONE:
        return "now", spent
    if any(rounds[number].played for number in here):
        return "done", spent
    return _compare(place, last), spent


def _look_at_break(first: int, place: int, rounds: Sequence[Round]) -> tuple[State, int]:
    """The same for a row of a break; the first one has taken the time of all."""
    here = [number for number, each in enumerate(rounds) if each.break_place == first]
    last = rounds[-1] if rounds else None
    spent = sum(
        _count_minutes(rounds[number].break_began_at, rounds[number + 1].began_at)
        for number in here
        if number + 1 < len(rounds) and place == first
    )
    if last and last.is_break and last.break_place == first:
        return "now", spent
    return ("done" if here else _compare(place, last)), spent


def _compare(place: int, last: Round | None) -> State:
    return "ahead" if last is None or place > last.present_place else "passed"


def _count_minutes(began_at: float | None, ended_at: float | None) -> int:
    if began_at is None or ended_at is None:
        return 0
    return max(0, int(ended_at - began_at) // 60)
