"""What comes next: a round's next phase, the next exercise, and another place on the agenda."""

from __future__ import annotations

from collections.abc import Sequence

from kit.errors import DoubtError, PauseError, PhaseError
from kit.exercise.yes_no import COIN_SEATS
from kit.gate.least import list_left_out
from kit.gate.publication import close_round, get_exercise
from kit.gate.results import find_close_doubt
from kit.gate.rules import (
    count_joined,
)
from kit.language import N_, _
from kit.session.clock import get_now
from kit.session.plan import Break, Row, end_break, find_break
from kit.session.session import (
    Phase,
    Round,
    find_coming_break,
    find_following_place,
    get_next_phase,
)
from kit.store import Store
from kit.store.round_rows import check_phase
from kit.store.stops import HELD

UNKEPT = N_(
    "What the room said is written down and not kept. It is erased when you go on. Show it to the "
    "room and keep it, or press again."
)
UNKEPT_LABEL = N_("Go on without it")


def move_to(store: Store, round_id: int, place: int, *, expected: Phase) -> Round:
    """Leave a round and begin the exercise or the break at a place of the agenda, whichever it is.

    Args:
        store: The store.
        round_id: The round that is played now.
        place: Where the other row stands on the agenda.
        expected: Where the caller saw the round stand.

    Returns:
        The round that is played now: the one that has begun, or this one with its break. An
        exercise that is played again gets a new round; the result of the first one stays.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: The round is open, or its result has not been revealed; or it has moved on, or
            there is no such place.
    """
    current = store.get_round_by_id(round_id)
    rows = store.get_session(current.code).rows
    if not 0 <= place < len(rows) or rows[place].kind == "slack":
        msg = _("This exercise is not on the agenda any more. Look at the page again.")
        raise PhaseError(msg)
    if rows[place].kind == "exercise":
        return store.finish_round(round_id, rows[place].notebook, place, expected=expected)
    pause = find_break(rows, place - 1)
    if pause is None:
        msg = _("No exercise comes after this break. End the session, or move the break.")
        raise PhaseError(msg)
    return _begin_break(store, round_id, pause, expected)


def reorder(store: Store, code: str, place: int, by: int, *, expected: Sequence[Row]) -> None:
    """Move a row that is still to come to an earlier or a later place.

    Args:
        store: The store.
        code: Code of the session.
        place: Where it stands.
        by: How many places later; less than 0 for earlier.
        expected: The rows as the caller saw them.

    Raises:
        NotFoundError: No session has this code.
        PhaseError: It is not to come, or the agenda has been changed meanwhile.
    """
    session, current = store.get_session(code), store.get_round(code)
    ahead = range(current.present_place + 1, len(session.rows))
    if place not in ahead or place + by not in ahead:
        msg = _("Only what is still to come can change places.")
        raise PhaseError(msg)
    rows = list(session.rows)
    rows.insert(place + by, rows.pop(place))
    store.set_agenda(code, rows, expected=expected)


def finish_alone(store: Store, code: str) -> None:
    """Close what a team has answered alone, publish by the gate's rules, and end the session.

    A server that was stopped in between does the rest when it is started again.

    Raises:
        NotFoundError: No session has this code.
    """
    current = store.get_round(code)
    if current.phase is Phase.OPEN:
        close_round(store, current.id)
    store.end_session(code, revealed=True)


def skip_round(store: Store, round_id: int) -> Round:
    """Go on to the next exercise from wherever a round stands, because it cannot be played.

    A break that comes before that is passed over, as a page without controls could not end it, and
    so is a stop. Answers that have been sent are not thrown away: an open round is closed as any
    other.

    Returns:
        The round the session plays now.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: It has moved on meanwhile, or it is the last exercise.
    """
    current = store.get_round_by_id(round_id)
    session = store.get_session(current.code)
    place = find_following_place(session, current)
    if place is None:
        msg = _("This is the last exercise on the agenda. Mend it and start the server anew.")
        raise PhaseError(msg)
    return _leave_for(store, current, session.rows[place].notebook, place)


def play_again(store: Store, round_id: int, place: int | None = None) -> Round:
    """Begin an exercise anew from wherever a round stands, its first part first.

    It is for a rehearsal, whose notebook has been changed, or another one is to be looked at.

    Args:
        store: The store.
        round_id: The round that is played now.
        place: Where the exercise stands on the agenda; None for that of the round.

    Returns:
        The round the session plays now, in its first phase.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: It has moved on meanwhile.
    """
    current = store.get_round_by_id(round_id)
    place = current.agenda_place if place is None else place
    rows = store.get_session(current.code).rows
    return _leave_for(store, current, rows[place].notebook, place)


def _leave_for(store: Store, current: Round, notebook: str, place: int) -> Round:
    """Leave a round for another one; what has been sent is closed and revealed first."""
    store.let_go_on(current.code, store.get_session(current.code).stopped_at)
    if current.phase is Phase.OPEN:
        current = close_round(store, current.id)
    if current.phase is Phase.CLOSED:
        current = store.set_phase(current.id, Phase.REVEALED, expected=Phase.CLOSED)
    return store.finish_round(current.id, notebook, place, expected=current.phase)


def open_round(store: Store, round_id: int, *, expected: Phase) -> Round:
    """Let answers in; the timer runs for the minutes the form is open by plan.

    In a large room delicate questions are answered through a coin, in a small one those are left
    out that too few are here for. That is settled here, once: answers with and without a coin
    cannot be counted together, and all phones ask the same.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: The round has moved on already, or its exercise has not been set up.
    """
    current = store.get_round_by_id(round_id)
    exercise = get_exercise(current)
    code, people = current.code, store.find_people(current.code)
    alone = store.get_session(code).is_scheduled  # nobody is there yet, and no minutes are counted
    timed = exercise.timer is not None and not alone
    ends_at = get_now() + 60 * (exercise.timer or 0) if timed else None
    seats = count_joined(store.count_seats(code), store.count_present(code), people)
    if alone and people is not None:
        seats = people
    coin = bool(exercise.delicate) and seats >= COIN_SEATS
    return store.set_phase(
        round_id,
        Phase.OPEN,
        expected=expected,
        ends_at=ends_at,
        coin=coin,
        left_out=list_left_out(exercise, seats, current.known),
    )


def advance_round(store: Store, round_id: int, expected: Phase, *, sure: bool = True) -> Round:
    """Do whatever comes next in a round.

    Args:
        store: The store.
        round_id: The round.
        expected: Where the caller saw it stand.
        sure: Go on even if hardly anybody has answered, or what the room said is not kept.

    Returns:
        The round the session plays now: after "Next exercise" that is the one that follows, after
        "Part two" the second part of the same exercise, open; in a break it is still this one.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: The round has moved on already, or cannot go on yet.
        PauseError: The session is stopped for a moment.
        DoubtError: It would be closed with hardly any answers, or what the room said would be lost,
            and nobody has said that it should.
    """
    current = store.get_round_by_id(round_id)
    check_phase(current, expected)
    if store.get_session(current.code).stopped_at:
        raise PauseError(_(HELD))
    if not sure and (doubt := _find_doubt(store, current)):
        raise doubt
    if current.is_break:
        return _go_on(store, current)
    following = get_next_phase(expected, get_exercise(current).leader is not None)
    if following is Phase.OPEN:
        return open_round(store, round_id, expected=expected)
    if following is Phase.CLOSED:
        return close_round(store, round_id)
    if following is Phase.DONE and current.later:
        return open_round(store, store.begin_part(round_id).id, expected=Phase.PREPARE)
    if following is Phase.DONE:
        pause = find_coming_break(store.get_session(current.code), current)
        return _begin_break(store, round_id, pause, expected) if pause else _go_on(store, current)
    moved = store.set_phase(round_id, following, expected=expected)
    if following is Phase.REVEALED and current.part:
        # The pictures of the part before are there as well, and would come first.
        store.set_picture(round_id, get_exercise(current).prompts[0].text)
    return moved


def _find_doubt(store: Store, current: Round) -> DoubtError | None:
    """Why going on should be asked about first: hardly any answers, or words that would be lost."""
    if current.phase is Phase.REVEALED and store.get_debrief(current.id).is_open:
        return DoubtError(_(UNKEPT), _(UNKEPT_LABEL))
    return find_close_doubt(store, current)


def _begin_break(store: Store, round_id: int, pause: Break, expected: Phase) -> Round:
    ends_at = end_break(get_now(), pause.minutes)
    return store.begin_break(round_id, pause.place, ends_at, expected=expected)


def _go_on(store: Store, current: Round) -> Round:
    """Begin the exercise that follows; after the last one the session stays where it is."""
    session = store.get_session(current.code)
    place = find_following_place(session, current)
    notebook = "" if place is None else session.rows[place].notebook
    return store.finish_round(current.id, notebook, place, expected=current.phase)
