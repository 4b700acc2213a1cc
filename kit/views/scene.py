"""What the projected page says in words, large, where no picture has the stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kit.exercise.prompt import Prompt
from kit.session.session import Phase
from kit.views.coming import describe_coming
from kit.views.round import View

COMES = "It goes on in a moment."  # whether there is a result is told at the reveal
LISTEN = "Listen now. Your phones open after that."
THANKS = "Thank you for being part of it."
ERASED = (
    "Single answers are erased for good; results that were shown stay. You can put your phone away."
)


@dataclass(frozen=True)
class Scene:
    """One page of words.

    Attributes:
        heading: What is read first; "" for an empty page.
        lead: A few words above it.
        line: A sentence below it.
        standing: How it has the stage: "fills" it until there is a picture, or "leads" before all.
        ready: There is something to say now.
        ends_at: When the break or the talk is over, in seconds since the epoch: the page says it in
            the place of heading and line. 0 where there is none.
        turns: When each turn of a talk is over that has the stage; none where nobody talks.
    """

    heading: str = ""
    lead: str = ""
    line: str = ""
    standing: str = "fills"
    ready: bool = True
    ends_at: float = 0.0
    turns: tuple[float, ...] = ()


def describe_scene(view: View) -> Scene:
    """Say what the room reads now; beside it stand the phase, the time and how far the room is."""
    exercise = view.exercise
    if view.round.is_break and view.pause and view.round.ends_at:
        return Scene(lead=view.pause.title, standing="leads", ends_at=view.round.ends_at)
    if (talk := view.round.talk) and talk.leads:
        return Scene(standing="leads", ends_at=talk.ends[-1], turns=talk.ends)
    if view.phase is Phase.PREPARE:
        return Scene(exercise.title, "Next", _describe_plan(view))
    if view.phase is Phase.LEADER and exercise.leader is not None:
        return Scene(exercise.leader.prompts[0].text, "The leader answers first", LISTEN)
    if view.phase in (Phase.LEADER, Phase.OPEN):
        asked = [each for each in exercise.prompts if each.name not in view.round.left_out]
        line = describe_coming(view) or _describe_others(asked)
        return Scene(asked[0].text, exercise.title, line)
    if view.phase is Phase.CLOSED:
        return Scene(COMES, exercise.title)
    if view.phase is Phase.DONE and not view.goes_on:
        return Scene(THANKS, line=ERASED, standing="leads")
    return Scene(exercise.title, ready=False)


def _describe_plan(view: View) -> str:
    """What comes and how long it takes."""
    asked = sum(len(prompt.questions) for prompt in view.exercise.prompts)
    questions = "one question" if asked == 1 else f"{asked} questions"
    comes = f"{questions} on your phone.".capitalize()
    if view.exercise.leader is not None:
        comes = f"The leader goes first, then {questions} on your phone."
    if view.minutes is None:
        return comes
    return f"{comes} {view.minutes} {'minute' if view.minutes == 1 else 'minutes'} in all."


def _describe_others(asked: Sequence[Prompt]) -> str:
    """What else the form asks, beside the question that is read large."""
    lines = len(asked[0].questions)
    more = sum(len(prompt.questions) for prompt in asked[1:])
    if lines > 1:
        others = f", and {more} more {'question' if more == 1 else 'questions'}" if more else ""
        return f"For each of {lines} lines on your phone{others}."
    if not more:
        return ""
    return f"And {more} more {'question' if more == 1 else 'questions'} on your phone."
