"""The course of a session along its agenda: what has been played, what comes, and moving in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from kit.errors import PhaseError
from kit.results import BEFORE_CLOSE, close_round
from kit.session import Phase, Round, Session, find_following
from kit.store import Store

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


def move_to(store: Store, round_id: int, place: int, *, expected: Phase) -> Round:
    """Leave a round and begin the exercise at a place of the agenda, whichever it is.

    Args:
        store: The store.
        round_id: The round that is played now.
        place: Where the other exercise stands on the agenda.
        expected: Where the caller saw the round stand.

    Returns:
        The round that has begun. An exercise that is played again gets a new round; the result of
        the first one stays.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: The round is open, or its result has not been revealed; or it has moved on, or
            there is no such place.
    """
    current = store.get_round_by_id(round_id)
    agenda = store.get_session(current.code).agenda
    if not 0 <= place < len(agenda):
        msg = "This exercise is not on the agenda any more. Look at the page again."
        raise PhaseError(msg)
    return store.finish_round(round_id, agenda[place], place, expected=expected)


def reorder(store: Store, code: str, place: int, by: int, *, expected: Sequence[str]) -> None:
    """Move an exercise that is still to come to an earlier or a later place.

    Args:
        store: The store.
        code: Code of the session.
        place: Where it stands.
        by: How many places later; less than 0 for earlier.
        expected: The agenda as the caller saw it.

    Raises:
        NotFoundError: No session has this code.
        PhaseError: It is not to come, or the agenda has been changed meanwhile.
    """
    session, current = store.get_session(code), store.get_round(code)
    ahead = range(current.agenda_place + 1, len(session.agenda))
    if place not in ahead or place + by not in ahead:
        msg = "Only exercises that are still to come can change places."
        raise PhaseError(msg)
    order = list(range(len(session.agenda)))
    order.insert(place + by, order.pop(place))
    agenda = [session.agenda[each] for each in order]
    minutes = [session.minutes[each] for each in order] if session.minutes else []
    store.set_agenda(code, agenda, minutes, expected=expected)


def skip_round(store: Store, round_id: int) -> Round:
    """Go on to the next exercise from wherever a round stands, because it cannot be played.

    Answers that have been sent are not thrown away: an open round is closed as any other.

    Returns:
        The round the session plays now.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: It has moved on meanwhile, or it is the last exercise.
    """
    current = store.get_round_by_id(round_id)
    following = find_following(store.get_session(current.code), current)
    if not following:
        msg = "This is the last exercise on the agenda. Mend it and start the server anew."
        raise PhaseError(msg)
    if current.phase is Phase.OPEN:
        current = close_round(store, round_id)
    if current.phase in (*BEFORE_CLOSE, Phase.CLOSED):
        store.set_phase(round_id, Phase.REVEALED, expected=current.phase)
    return store.finish_round(round_id, following)


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
