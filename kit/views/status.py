"""What is told about a round that is being played: what the room sees, and what comes next."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from kit.exercise.exercise import Exercise
from kit.exercise.leader_fields import has_words
from kit.exercise.word import Word
from kit.gate.marginals import TOO_FEW
from kit.gate.rules import is_large
from kit.session.phase_words import BREAK_WORDS, PHASE_WORDS, PhaseWords
from kit.session.progress import name_exercise
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.markup import render_part

TEMPLATE = "views/status.html"

FINISH = "Finish"
TALKING = "People talk, and the clock runs."
PARTS = ("Part one", "Part two", "Part three")
LONGEST_WORD = 30  # characters of what is a word, not a sentence
BEFORE_OPEN = (Phase.PREPARE, Phase.LEADER)
HEADS = "kit-heads"  # where the dashboard asks how many people are here


def describe_room(view: View) -> str:
    """Who is here before the form opens and in a break, how many have finished in between."""
    if view.phase in BEFORE_OPEN or view.round.is_break:
        people = "nobody has" if not view.seats else "1 person has" if view.seats == 1 else ""
        awaited = f", {view.expected} expected" if view.expected else ""
        return f"{people or f'{view.seats} people have'} joined{awaited}".capitalize()
    if view.phase is Phase.OPEN and view.note:
        return f"{view.progress}, {view.note} are shown"
    return view.note or view.progress


def describe_screen(view: View) -> str:
    """What the room reads at the foot of the screen."""
    if view.round.talk and view.round.talk.leads:
        return TALKING
    if view.phase is Phase.REVEALED and view.withheld:
        return "The round is over."
    return find_words(view).screen


def find_words(view: View) -> PhaseWords:
    """The words for where a round stands, or for the break after it."""
    return BREAK_WORDS if view.round.is_break else PHASE_WORDS[view.phase]


def name_next(view: View) -> str:
    """What the large button says; "" where there is nothing to press."""
    if view.phase is Phase.REVEALED and view.round.later:
        return PARTS[view.round.part + 1]
    if view.round.is_break and view.following:
        return f"Next exercise: {name_exercise(view.following)}"
    if view.phase is Phase.REVEALED and not view.following:
        return FINISH
    if view.phase is Phase.REVEALED and view.pause:
        return f"Begin the break, {_count(view.pause.minutes)}"
    return PHASE_WORDS[view.phase].button


def list_buttons() -> dict[str, str]:
    """What the large button may say, with the phase that follows: a run-sheet names them in bold.

    Where no leader goes first, "Open" is said of a later phase than here.
    """
    order = list(Phase)
    follow = {
        PHASE_WORDS[each].button: order[place + 1].value for place, each in enumerate(order[:-1])
    }
    parts = dict.fromkeys(PARTS[1:], Phase.OPEN.value)
    return {**follow, **parts, FINISH: Phase.DONE.value}


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
    if view.round.is_break:
        return _describe_return(view)
    describe = {
        Phase.PREPARE: _describe_open,
        Phase.LEADER: _describe_unlock,
        Phase.OPEN: _describe_close,
        Phase.CLOSED: _describe_reveal,
        Phase.REVEALED: _describe_end,
    }.get(view.phase)
    if describe is not None:
        return describe(view)
    if view.round.later:
        return f"{PARTS[view.round.part + 1]} is open. In JupyterLab, run all cells again for it."
    if view.following:
        return f"{name_exercise(view.following)} comes next. This page follows by itself."
    return "The agenda is played through. Thank the room, and end the session."


def describe_desk(view: View) -> str:
    """How many of the released sentences the room may read; "" while there are none to choose."""
    if view.phase not in (Phase.CLOSED, Phase.REVEALED) or not view.texts:
        return ""
    shown = sum(each.shown for each in view.texts)
    asked = view.exercise.sentences
    words = all(isinstance(each, Word) or each.max_length <= LONGEST_WORD for each in asked)
    noun = "words" if words else "sentences"
    return f"{shown} of {len(view.texts)} {noun} shown"


def _describe_open(view: View) -> str:
    if view.exercise.leader is None:
        return _describe_unlock(view)
    if has_words(view.leader):
        return "Puts the leader's words on the screen. The form stays locked."
    return "Tells the room that the leader goes first. No leader's words are written yet."


def _describe_unlock(view: View) -> str:
    timer = "" if view.exercise.timer is None else " and starts the timer"
    return f"Unlocks the form on every phone{timer}."


def _describe_close(view: View) -> str:
    if view.exercise.policy.reveal == "live":
        return "Ends answering for good. The room sees the last answers when you reveal them."
    return "Ends answering for good. The room sees no result before you reveal it."


def _describe_reveal(view: View) -> str:
    if view.withheld:
        return "Tells the room that too few have answered. No result is shown."
    if any(prompt.counted for prompt in view.exercise.prompts):
        return "Shows the result on the screen and on every phone."
    return "Shows the sentences you have chosen on the screen and on every phone."


def _describe_return(view: View) -> str:
    if not view.following:
        return "No exercise comes after this break any more. End the session."
    return "Ends the break for everybody. Nothing begins by itself."


def _describe_end(view: View) -> str:
    if view.round.later:
        return "Opens the next form on every phone. What is on the screen stays."
    if view.pause:
        return "Takes the result off the screen and says when it goes on."
    if view.following:
        return f"Goes on to {name_exercise(view.following)}."
    return "Takes this off the screen and thanks the room. It is the last one on the agenda."


def _count(minutes: int) -> str:
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"


def render_title(exercise: Exercise, join_url: str) -> Markup:
    """The exercise's name and the address participants open."""
    return render_part(TEMPLATE, "title", exercise.title, join_url)


def render_steps(
    phase: Phase,
    leader_first: bool,
    number: int = 1,
    began_at: float = 0,
    part: int = 0,
    pause: bool = False,
    withheld: bool = False,
    left_out: Sequence[str] = (),
) -> Markup:
    """The phases of a round in a row, the present one marked.

    Args:
        phase: The present one.
        leader_first: The leader's phase is among them.
        number: Which round of the session it is.
        began_at: When the room turned to it, in seconds since the epoch; 0 where it has not yet.
        part: Which part of its exercise it is, 0 for the first.
        pause: The break after it has begun, and stands where it is done.
        withheld: There is no result: the run-sheet has other lines then.
        left_out: The questions that the form has left out: the run-sheet does not speak of them.
    """
    steps = [each for each in Phase if leader_first or each is not Phase.LEADER]
    words = PHASE_WORDS | ({Phase.DONE: BREAK_WORDS} if pause else {})
    labels = [words[each].step for each in steps]
    place, why = steps.index(phase), TOO_FEW if withheld else ""
    missing = json.dumps([*left_out])
    return render_part(
        TEMPLATE, "steps", labels, place, number, phase.value, int(began_at), part, why, missing
    )


def render_hint(view: View) -> Markup:
    """What pressing the button will do, below it."""
    return render_part(TEMPLATE, "hint", describe_next(view))


def render_desk(view: View) -> Markup:
    """What is to be done elsewhere on the page, leading there; nothing where there is nothing.

    Before the close of a live round that is the number of people, as long as nobody has entered it;
    afterwards the sentences, with how many are shown.
    """
    uncounted = view.exercise.policy.reveal == "live" and view.people is None
    if uncounted and view.phase in (*BEFORE_OPEN, Phase.OPEN):
        return render_part(TEMPLATE, "lead", HEADS, "Enter the number")
    told = describe_desk(view)
    return render_part(TEMPLATE, "lead", "kit-desks", told) if told else Markup()


def render_now(view: View) -> Markup:
    """What the screen says at this moment."""
    return render_part(TEMPLATE, "now", describe_screen(view))
