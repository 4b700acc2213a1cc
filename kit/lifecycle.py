"""What comes next: a round's next phase, the next exercise, and another place on the agenda."""

from __future__ import annotations

import time
from collections.abc import Sequence

from kit.errors import PhaseError
from kit.exercise.yes_no import COIN_SEATS
from kit.gate.publication import close_round, get_exercise
from kit.gate.results import find_close_doubt
from kit.gate.rules import (
    count_joined,
)
from kit.session.session import Phase, Round, find_following, get_next_phase
from kit.store import Store
from kit.store.round_rows import check_phase


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
    if not current.phase.is_shown:
        store.set_phase(round_id, Phase.REVEALED, expected=current.phase)
    return store.finish_round(round_id, following)


def open_round(store: Store, round_id: int, *, expected: Phase) -> Round:
    """Let answers in; the timer runs for the minutes the form is open by plan.

    In a large room delicate questions are answered through a coin. That is settled here, once:
    answers with and without it cannot be counted together.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: The round has moved on already, or its exercise has not been set up.
    """
    current = store.get_round_by_id(round_id)
    exercise = get_exercise(current)
    ends_at = None if exercise.timer is None else time.time() + 60 * exercise.timer
    code = current.code
    seats = count_joined(
        store.count_seats(code), store.count_present(code), store.find_people(code)
    )
    coin = bool(exercise.delicate) and seats >= COIN_SEATS
    return store.set_phase(round_id, Phase.OPEN, expected=expected, ends_at=ends_at, coin=coin)


def advance_round(store: Store, round_id: int, expected: Phase, *, sure: bool = True) -> Round:
    """Do whatever comes next in a round.

    Args:
        store: The store.
        round_id: The round.
        expected: Where the caller saw it stand.
        sure: Close the round even if hardly anybody has answered.

    Returns:
        The round the session plays now: after "Next exercise" that is the one that follows.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: The round has moved on already, or cannot go on yet.
        DoubtError: It would be closed with hardly any answers, and nobody has said that it should.
    """
    current = store.get_round_by_id(round_id)
    check_phase(current, expected)
    if not sure and (doubt := find_close_doubt(store, current)):
        raise doubt
    following = get_next_phase(expected, get_exercise(current).leader is not None)
    if following is Phase.OPEN:
        return open_round(store, round_id, expected=expected)
    if following is Phase.CLOSED:
        return close_round(store, round_id)
    if following is Phase.DONE:
        session = store.get_session(current.code)
        return store.finish_round(round_id, find_following(session, current))
    return store.set_phase(round_id, following, expected=expected)
