"""Progress along the agenda: what has been played, what comes, how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from kit.session.session import Phase, Round, Session

State = Literal["done", "now", "passed", "ahead"]


@dataclass(frozen=True)
class AgendaItem:
    """One exercise on a session's agenda.

    Attributes:
        place: Where it stands, 0 for the first.
        title: Its name in words.
        minutes: How long it is planned to take; None where nothing is planned.
        state: "done" once it was played, "now" while it is, "passed" where it was left out, "ahead"
            while it is to come.
        spent: Minutes it has taken, 0 where that is not known; None while it is not done.
    """

    place: int
    title: str
    minutes: int | None
    state: State
    spent: int | None = None


@dataclass(frozen=True)
class Course:
    """A session on its way.

    Attributes:
        items: The agenda, in order.
        began_at: When the present exercise began, in seconds since the epoch; None before that.
        behind: Minutes by which the session was late when the present exercise began, less than 0
            for early. None where nothing is planned.
    """

    items: tuple[AgendaItem, ...] = field(default=())
    began_at: float | None = None
    behind: int | None = None


def build_course(session: Session, rounds: Sequence[Round]) -> Course:
    """Tell where a session stands on its agenda.

    Args:
        session: The session.
        rounds: Its rounds, the first one first, the present one last.
    """
    last = rounds[-1] if rounds else None
    present = last.agenda_place if last and last.phase is not Phase.DONE else None
    items = tuple(_build_item(session, rounds, place, present) for place in _list_places(session))
    began_at = last.began_at if last else None
    if not session.minutes or present is None or began_at is None or rounds[0].began_at is None:
        return Course(items, began_at)
    before = [item for item in items if item.state == "done"]
    planned = sum(item.minutes or 0 for item in before)
    return Course(items, began_at, _count_minutes(rounds[0].began_at, began_at) - planned)


def name_exercise(notebook: str) -> str:
    """A notebook's file name in words: "marble_jar.ipynb" is "Marble jar"."""
    words = notebook.removesuffix(".ipynb").replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _list_places(session: Session) -> range:
    return range(len(session.agenda))


def _build_item(
    session: Session, rounds: Sequence[Round], place: int, present: int | None
) -> AgendaItem:
    """One place of the agenda, with the time that its rounds have taken together."""
    here = [number for number, each in enumerate(rounds) if each.agenda_place == place]
    reached = rounds[-1].agenda_place if rounds else -1
    state: State = "ahead" if place > reached else "passed"
    if place == present:
        state = "now"
    elif any(rounds[number].played for number in here):
        state = "done"
    spent = sum(
        _count_minutes(rounds[number].began_at, rounds[number + 1].began_at)
        for number in here
        if number + 1 < len(rounds)
    )
    return AgendaItem(
        place,
        name_exercise(session.agenda[place]),
        session.minutes[place] if place < len(session.minutes) else None,
        state,
        spent if state == "done" else None,
    )


def _count_minutes(began_at: float | None, ended_at: float | None) -> int:
    if began_at is None or ended_at is None:
        return 0
    return max(0, int(ended_at - began_at) // 60)
