"""What the projected page says in words, large, where no picture has the stage."""

from __future__ import annotations

from dataclasses import dataclass

from kit.exercise.exercise import Exercise
from kit.session.session import Phase
from kit.views.round import View

COMES = "The result comes next."
LISTEN = "Listen now. Your phones open after that."
THANKS = "Thank you for being part of it."
ERASED = (
    "Single answers are erased for good; what the group said stays. You can put your phone away."
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
    """

    heading: str = ""
    lead: str = ""
    line: str = ""
    standing: str = "fills"
    ready: bool = True


def describe_scene(view: View) -> Scene:
    """Say what the room reads now; beside it stand the phase, the time and how far the room is."""
    exercise = view.exercise
    if view.phase is Phase.PREPARE:
        return Scene(exercise.title, "Next", _describe_plan(view))
    if view.phase is Phase.LEADER and exercise.leader is not None:
        return Scene(exercise.leader.prompts[0].text, "The leader answers first", LISTEN)
    if view.phase in (Phase.LEADER, Phase.OPEN):
        return Scene(exercise.prompts[0].text, exercise.title, _describe_others(exercise))
    if view.phase is Phase.CLOSED:
        return Scene(COMES, exercise.title)
    if view.phase is Phase.DONE and not view.following:
        return Scene(THANKS, line=ERASED, standing="leads")
    return Scene(exercise.title, ready=False)


def _describe_plan(view: View) -> str:
    """What comes and how long it takes."""
    prompts = view.exercise.prompts
    questions = "one question" if len(prompts) == 1 else f"{len(prompts)} questions"
    comes = f"{questions} on your phone.".capitalize()
    if view.exercise.leader is not None:
        comes = f"The leader goes first, then {questions} on your phone."
    if view.minutes is None:
        return comes
    return f"{comes} {view.minutes} {'minute' if view.minutes == 1 else 'minutes'} in all."


def _describe_others(exercise: Exercise) -> str:
    more = len(exercise.prompts) - 1
    if not more:
        return ""
    return f"And {more} more {'question' if more == 1 else 'questions'} on your phone."
