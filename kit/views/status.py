"""What is told about a round that is being played: what the room sees, and what comes next."""

from __future__ import annotations

from markupsafe import Markup

from kit.exercise.exercise import Exercise
from kit.gate.rules import is_large
from kit.session.phase_words import PHASE_WORDS
from kit.session.progress import name_exercise
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.markup import render_part

TEMPLATE = "views/status.html"

BEFORE_OPEN = (Phase.PREPARE, Phase.LEADER)


def describe_room(view: View) -> str:
    """Who is here before the form opens, how many have finished after that."""
    if view.phase in BEFORE_OPEN:
        people = "nobody has" if not view.seats else "1 person has" if view.seats == 1 else ""
        awaited = f", {view.expected} expected" if view.expected else ""
        return f"{people or f'{view.seats} people have'} joined{awaited}".capitalize()
    if view.phase is Phase.OPEN and view.note:
        return f"{view.progress}, {view.note}"
    return view.note or view.progress


def describe_crowd(view: View) -> str:
    """The same for the whole room: in a small one nobody is counted.

    How many answers stand behind a result is said with the result.
    """
    if view.phase.is_shown:
        return ""
    if view.phase not in BEFORE_OPEN:
        return view.progress
    if is_large(view.seats):
        return f"{view.seats} people have joined"
    return "Some are here" if view.seats else "Nobody has joined yet"


def count_crowd(view: View) -> tuple[int, int]:
    """How many marks stand for the room and how many of them are full; none in a small one."""
    if view.phase in BEFORE_OPEN:
        return (view.seats if is_large(view.seats) else 0), 0
    finished, seats = (view.result.told or (0, 0)) if not view.phase.is_shown else (0, 0)
    return seats, finished


def describe_next(view: View) -> str:
    """What pressing the button will do."""
    if view.phase is Phase.PREPARE:
        if view.exercise.leader is not None:
            return "Puts the leader's words on the screen. The form stays locked until then."
        return "Unlocks the form on every phone and starts the timer."
    return {
        Phase.LEADER: "Unlocks the form on every phone and starts the timer.",
        Phase.OPEN: "Ends answering for good and works out the result. Nobody sees it yet.",
        Phase.CLOSED: "Shows the result on the screen and on every phone.",
        Phase.REVEALED: f"Goes on to {name_exercise(view.following)}."
        if view.following
        else "Ends this exercise. It is the last one on the agenda.",
        Phase.DONE: "The agenda is played through. Thank the room, and end the session.",
    }[view.phase]


def render_title(exercise: Exercise, join_url: str) -> Markup:
    """The exercise's name and the address participants open."""
    return render_part(TEMPLATE, "title", exercise.title, join_url)


def render_steps(phase: Phase, leader_first: bool, number: int = 1) -> Markup:
    """The phases of a round in a row, the present one marked."""
    steps = [each for each in Phase if leader_first or each is not Phase.LEADER]
    labels = [PHASE_WORDS[each].step for each in steps]
    return render_part(TEMPLATE, "steps", labels, steps.index(phase), number)


def render_now(view: View) -> Markup:
    """What the screen says at this moment."""
    unseen = view.phase is Phase.CLOSED and not view.withheld
    more = " The result below is for you alone until you reveal it." if unseen else ""
    return render_part(TEMPLATE, "now", PHASE_WORDS[view.phase].screen, more)
