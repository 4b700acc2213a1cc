"""What is told about a round that is being played: what the room sees, and what comes next."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from markupsafe import Markup

from kit.exercise.exercise import Exercise
from kit.exercise.leader_fields import has_words
from kit.exercise.word import Word
from kit.gate.marginals import ADVICE, TOO_FEW, UNSEEN
from kit.gate.rules import is_large
from kit.language import N_, NP_, _, ngettext, pgettext
from kit.session.phase_words import (
    BREAK_WORDS,
    PAUSE_WORDS,
    PHASE_WORDS,
    UNSEEN_WORDS,
    PhaseWords,
    find_phase_words,
)
from kit.session.progress import name_exercise
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.markup import render_part

TEMPLATE = "views/status.html"

FINISH = NP_("button", "Finish")
TALKING = N_("People talk, and the clock runs.")
PARTS = (N_("Part one"), N_("Part two"), N_("Part three"))
LONGEST_WORD = 30  # characters of what is a word, not a sentence
BEFORE_OPEN = (Phase.PREPARE, Phase.LEADER)
HEADS = "kit-heads"  # where the dashboard asks how many people are here


def describe_room(view: View) -> str:
    """Who is here before the form opens and in a break, how many have finished in between."""
    if view.phase in BEFORE_OPEN or view.round.is_break:
        return _describe_joined(view.seats, view.expected)
    if view.phase is Phase.OPEN and view.note:
        return _("{progress}, {note} are shown", progress=view.progress, note=view.note)
    return view.note or view.progress


def _describe_joined(seats: int, expected: int | None) -> str:
    """How many people have joined, and how many are expected where somebody has said."""
    if not seats and not expected:
        return _("Nobody has joined")
    if not seats:
        return _("Nobody has joined, {expected} expected", expected=expected)
    if not expected:
        return ngettext("{n} person has joined", "{n} people have joined", seats)
    return ngettext(
        "{n} person has joined, {expected} expected",
        "{n} people have joined, {expected} expected",
        seats,
        expected=expected,
    )


def describe_screen(view: View) -> str:
    """What the room reads at the foot of the screen."""
    if view.talk and view.talk.leads:
        return _(TALKING)
    if view.phase is Phase.REVEALED and view.withheld and not view.is_stopped:
        return _("The round is over.")
    return find_words(view).screen


def find_words(view: View) -> PhaseWords:
    """The words for where a session stands: in a stop, at a round, or in the break after it."""
    return PAUSE_WORDS.say() if view.is_stopped else find_phase_words(view.round)


def name_next(view: View) -> str:
    """What the large button says; "" where there is nothing to press."""
    if view.is_stopped:
        return PAUSE_WORDS.say().button
    if view.phase is Phase.REVEALED and view.round.later:
        return _(PARTS[view.round.part + 1])
    if view.round.is_break and view.following:
        return _("Next exercise: {title}", title=_name_following(view))
    if view.phase is Phase.REVEALED and not view.following:
        return pgettext("button", FINISH)
    if view.phase is Phase.REVEALED and view.pause:
        return ngettext(
            "Begin the break, {n} minute", "Begin the break, {n} minutes", view.pause.minutes
        )
    return PHASE_WORDS[view.phase].say().button


def _name_following(view: View) -> str:
    """What the next exercise is called on the agenda."""
    titles = [each.title for each in view.course.items if each.place == view.following_place]
    return titles[0] if titles else name_exercise(view.following)


def list_parts() -> list[str]:
    """What the large button says for each part of an exercise, as a run-sheet names it in bold."""
    return [_(part) for part in PARTS]


def list_buttons() -> dict[str, str]:
    """What the large button may say, with the phase that follows: a run-sheet names them in bold.

    Where no leader goes first, "Open" is said of a later phase than here.
    """
    order = list(Phase)
    follow = {
        PHASE_WORDS[each].say().button: order[place + 1].value
        for place, each in enumerate(order[:-1])
    }
    parts = dict.fromkeys(map(_, PARTS[1:]), Phase.OPEN.value)
    return {**follow, **parts, pgettext("button", FINISH): Phase.DONE.value}


def describe_crowd(view: View) -> str:
    """The same for the whole room: in a small one nobody is counted.

    How many answers stand behind a result is said with the result.
    """
    if view.phase.is_shown:
        return ""
    if view.phase not in BEFORE_OPEN:
        return view.progress
    if is_large(view.seats):
        return ngettext("{n} person has joined", "{n} people have joined", view.seats)
    return _("Some are here") if view.seats else _("Nobody has joined yet")


def count_crowd(view: View) -> tuple[int, int]:
    """How many marks stand for the room and how many of them are full; none in a small one."""
    if view.phase in BEFORE_OPEN:
        return (view.seats if is_large(view.seats) else 0), 0
    finished, seats = (view.result.told or (0, 0)) if not view.phase.is_shown else (0, 0)
    return seats, finished


def describe_next(view: View) -> str:
    """What pressing the button will do."""
    if view.is_stopped:
        return _describe_going_on(view)
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
        part = _(PARTS[view.round.part + 1])
        return _("{part} is open. In JupyterLab, run all cells again for it.", part=part)
    if view.following:
        title = _name_following(view)
        return _("{title} comes next. This page follows by itself.", title=title)
    return _("The agenda is played through. Thank the room, and end the session.")


def describe_desk(view: View) -> str:
    """How many of the released sentences the room may read; "" while there are none to choose."""
    if view.phase not in (Phase.CLOSED, Phase.REVEALED) or not view.texts:
        return ""
    shown, released = sum(each.shown for each in view.texts), len(view.texts)
    asked = [each for each in view.exercise.sentences if each in view.round.asked]
    words = all(isinstance(each, Word) or each.max_length <= LONGEST_WORD for each in asked)
    if words:
        return ngettext(
            "{shown} of {n} word shown", "{shown} of {n} words shown", released, shown=shown
        )
    return ngettext(
        "{shown} of {n} sentence shown", "{shown} of {n} sentences shown", released, shown=shown
    )


def _describe_open(view: View) -> str:
    if view.exercise.leader is None:
        return _describe_unlock(view)
    if has_words(view.leader):
        return _("Puts the leader's words on the screen. The form stays locked.")
    return _("Tells the room that the leader goes first. No leader's words are written yet.")


def _describe_unlock(view: View) -> str:
    if view.exercise.timer is None:
        return _("Unlocks the form on every phone.")
    return _("Unlocks the form on every phone and starts the timer.")


def _describe_close(view: View) -> str:
    if view.exercise.policy.reveal == "live":
        return _("Ends answering for good. The room sees the last answers when you reveal them.")
    return _("Ends answering for good. The room sees no result before you reveal it.")


def _describe_reveal(view: View) -> str:
    if view.withheld:
        return _("Tells the room that too few have answered. No result is shown.")
    if any(prompt.counted for prompt in view.round.asked):
        return _("Shows the result on the screen and on every phone.")
    return _("Shows what you have chosen on the screen and on every phone.")


def _describe_going_on(view: View) -> str:
    if view.phase is not Phase.OPEN:
        return _("Puts back what the screen and the phones showed before.")
    if view.round.ends_at is None:
        return _("Opens the form again as it was, and puts back what the screen showed.")
    return _("Opens the form again as it was, and lets the timer run on.")


def describe_timer(view: View) -> str:
    """How the timer of a form stands while it rests; "" where none does."""
    if not view.is_stopped or view.phase is not Phase.OPEN or view.round.ends_at is None:
        return ""
    left = math.ceil(view.round.ends_at - view.stopped_at)
    if left <= 0:
        return _("The timer stands still; its time is over.")
    time = f"{left // 60}:{left % 60:02}"
    return _("The timer stands still, with {time} left.", time=time)


def _describe_return(view: View) -> str:
    if not view.following:
        return _("No exercise comes after this break any more. End the session.")
    return _("Ends the break for everybody. Nothing begins by itself.")


def _describe_end(view: View) -> str:
    if view.round.later:
        return _("Opens the next form on every phone. What is on the screen stays.")
    if view.pause:
        return _("Takes the result off the screen and says when it goes on.")
    if view.following:
        return _("Goes on to {title}.", title=_name_following(view))
    return _("Takes this off the screen and thanks the room. It is the last one on the agenda.")


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
    instead: str = "",
    left_out: Sequence[str] = (),
    leaderless: bool = False,
) -> Markup:
    """The phases of a round in a row, the present one marked.

    Args:
        phase: The present one.
        leader_first: The leader's phase is among them.
        number: Which round of the session it is.
        began_at: When the room turned to it, in seconds since the epoch; 0 where it has not yet.
        part: Which part of its exercise it is, 0 for the first.
        pause: The break after it has begun, and stands where it is done.
        instead: Why there is no result, as in `View.advice`: the run-sheet has other lines then.
        left_out: The questions that the form has left out: the run-sheet does not speak of them.
        leaderless: Nobody goes first although the exercise asks for it: the run-sheet's row of the
            leader is passed over.
    """
    steps = [each for each in Phase if leader_first or each is not Phase.LEADER]
    words = PHASE_WORDS | ({Phase.DONE: BREAK_WORDS} if pause else {})
    unseen = instead == _(UNSEEN)
    if unseen:
        words |= {Phase.REVEALED: UNSEEN_WORDS}
    labels = [words[each].say().step for each in steps]
    where = (steps.index(phase), number, phase.value, int(began_at), part)
    withheld = _(TOO_FEW) if instead == _(ADVICE) else ""
    why = (withheld, unseen, json.dumps([*left_out]), leaderless)
    return render_part(TEMPLATE, "steps", labels, *where, *why)


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
        return render_part(TEMPLATE, "lead", HEADS, _("Enter the number"))
    told = describe_desk(view)
    return render_part(TEMPLATE, "lead", "kit-desks", told) if told else Markup()


def render_now(view: View) -> Markup:
    """What the screen says at this moment."""
    return render_part(TEMPLATE, "now", describe_screen(view))
