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

FINISH = "Finish"
LONGEST_WORD = 30  # characters of what is a word, not a sentence
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


def describe_screen(view: View) -> str:
    """What the room reads at the foot of the screen."""
    if view.phase is Phase.REVEALED and view.withheld:
        return "The round is over."
    return PHASE_WORDS[view.phase].screen


def name_next(view: View) -> str:
    """What the large button says; "" where there is nothing to press."""
    if view.phase is Phase.REVEALED and not view.following:
        return FINISH
    return PHASE_WORDS[view.phase].button


def list_buttons() -> dict[str, str]:
    """What the large button may say, with the phase that follows: a run-sheet names them in bold.

    Where no leader goes first, "Open" is said of a later phase than here.
    """
    order = list(Phase)
    follow = {
        PHASE_WORDS[each].button: order[place + 1].value for place, each in enumerate(order[:-1])
    }
    return {**follow, FINISH: Phase.DONE.value}


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
    describe = {
        Phase.PREPARE: _describe_open,
        Phase.LEADER: _describe_unlock,
        Phase.OPEN: _describe_close,
        Phase.CLOSED: _describe_reveal,
        Phase.REVEALED: _describe_end,
    }.get(view.phase)
    if describe is not None:
        return describe(view)
    if view.following:
        return f"{name_exercise(view.following)} comes next. This page follows by itself."
    return "The agenda is played through. Thank the room, and end the session."


def describe_desk(view: View) -> str:
    """How many of the released sentences the room may read; "" while there are none to choose."""
    if view.phase not in (Phase.CLOSED, Phase.REVEALED) or not view.texts:
        return ""
    shown = sum(each.shown for each in view.texts)
    longest = max(prompt.max_length for prompt in view.exercise.sentences)
    noun = "words" if longest <= LONGEST_WORD else "sentences"
    return f"{shown} of {len(view.texts)} {noun} shown"


def _describe_open(view: View) -> str:
    if view.exercise.leader is None:
        return _describe_unlock(view)
    if any(view.leader.values()):
        return "Puts the leader's words on the screen. The form stays locked."
    return "Tells the room that the leader goes first. No leader's words are written yet."


def _describe_unlock(view: View) -> str:
    timer = "" if view.exercise.timer is None else " and starts the timer"
    return f"Unlocks the form on every phone{timer}."


def _describe_close(_view: View) -> str:
    return "Ends answering for good. The room sees no result before you reveal it."


def _describe_reveal(view: View) -> str:
    if view.withheld:
        return "Tells the room that too few have answered. No result is shown."
    if any(prompt.counted for prompt in view.exercise.prompts):
        return "Shows the result on the screen and on every phone."
    return "Shows the sentences you have chosen on the screen and on every phone."


def _describe_end(view: View) -> str:
    if view.following:
        return f"Goes on to {name_exercise(view.following)}."
    return "Takes this off the screen and thanks the room. It is the last one on the agenda."


def render_title(exercise: Exercise, join_url: str) -> Markup:
    """The exercise's name and the address participants open."""
    return render_part(TEMPLATE, "title", exercise.title, join_url)


def render_steps(phase: Phase, leader_first: bool, number: int = 1, began_at: float = 0) -> Markup:
    """The phases of a round in a row, the present one marked.

    Args:
        phase: The present one.
        leader_first: The leader's phase is among them.
        number: Which round of the session it is.
        began_at: When the room turned to it, in seconds since the epoch; 0 where it has not yet.
    """
    steps = [each for each in Phase if leader_first or each is not Phase.LEADER]
    labels = [PHASE_WORDS[each].step for each in steps]
    return render_part(
        TEMPLATE, "steps", labels, steps.index(phase), number, phase.value, int(began_at)
    )


def render_hint(view: View) -> Markup:
    """What pressing the button will do, below it."""
    return render_part(TEMPLATE, "hint", describe_next(view))


def render_desk(view: View) -> Markup:
    """How many sentences are shown, leading to where they are; nothing where there are none."""
    told = describe_desk(view)
    return render_part(TEMPLATE, "desk", told) if told else Markup()


def render_now(view: View) -> Markup:
    """What the screen says at this moment."""
    return render_part(TEMPLATE, "now", describe_screen(view))
