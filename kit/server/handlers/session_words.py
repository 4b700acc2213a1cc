"""What the list of sessions says of one: where it stands, who is there, what an end would lose."""

from __future__ import annotations

from kit.language import N_, _, ngettext, pgettext
from kit.session.progress import name_exercise
from kit.session.session import Phase, Round, Session, describe_day
from kit.store import Store

STANDS = {
    Phase.PREPARE: N_("{exercise} is being prepared"),
    Phase.LEADER: N_("{exercise} waits for the leader"),
    Phase.OPEN: N_("{exercise} is open"),
    Phase.CLOSED: N_("{exercise} is closed, not revealed yet"),
    Phase.REVEALED: N_("{exercise} is revealed"),
    Phase.DONE: N_("{exercise} is done"),
}
UNSEEN = N_("{exercise} has been left unseen")
BREAK = N_("{exercise} is done, and there is a break")
STOPPED = {
    Phase.PREPARE: N_("{exercise} is being prepared, stopped for a moment"),
    Phase.LEADER: N_("{exercise} waits for the leader, stopped for a moment"),
    Phase.OPEN: N_("{exercise} is open, stopped for a moment"),
    Phase.CLOSED: N_("{exercise} is closed, stopped for a moment"),
    Phase.REVEALED: N_("{exercise} is revealed, stopped for a moment"),
    Phase.DONE: N_("{exercise} is done, stopped for a moment"),
}
STOPPED_UNSEEN = N_("{exercise} has been left unseen, stopped for a moment")
LOST_OPEN = N_("{exercise} is still open. Its answers would be erased without a result.")
LOST_CLOSED = N_("{exercise} has not been revealed. The room has not seen its result.")
LOST_TALK = N_("What the room said about {exercise} has not been kept. It would be erased.")


def list_losses(store: Store, session: Session) -> list[str]:
    """What the room would never see of a session that ended now, one sentence each."""
    losses = []
    for each in store.list_rounds(session.code):
        name = name_exercise(each.notebook, session.rows)
        if each.phase is Phase.OPEN:
            losses.append(_(LOST_OPEN, exercise=name))
        elif each.phase is Phase.CLOSED:
            losses.append(_(LOST_CLOSED, exercise=name))
        elif each.phase is Phase.REVEALED and store.get_debrief(each.id).is_open:
            losses.append(_(LOST_TALK, exercise=name))
    return losses


def describe_round(session: Session, current: Round, people: int) -> str:
    """Say where a session stands: "Exercise 2 of 5: Marble jar is open, 12 people"."""
    exercise, count = name_exercise(current.notebook, session.rows), len(session.agenda)
    told = {"stands": _(find_stands(session, current), exercise=exercise)}
    told["people"] = describe_people(people)
    if count == 1:
        return _("{stands}, {people}", **told)
    number = sum(bool(row.notebook) for row in session.rows[: current.agenda_place + 1])
    return _("Exercise {number} of {count}: {stands}, {people}", number=number, count=count, **told)


def find_stands(session: Session, current: Round) -> str:
    """Where an exercise stands, as a sentence with the place {exercise}."""
    unseen = current.unseen and current.phase is Phase.REVEALED
    if session.stopped_at:
        return STOPPED_UNSEEN if unseen else STOPPED[current.phase]
    if current.is_break:
        return BREAK
    return UNSEEN if unseen else STANDS[current.phase]


def describe_days(session: Session) -> str:
    """From when to when a team answers alone."""
    opens, closes = describe_day(session.opens_on), describe_day(session.closes_on)
    return pgettext("days", "{first} to {last}", first=opens, last=closes)


def describe_people(seats: int) -> str:
    """How many there are."""
    return ngettext("{n} person", "{n} people", seats)
