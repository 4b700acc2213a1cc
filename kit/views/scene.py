"""What the projected page says in words, large, where no picture has the stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kit.exercise.prompt import Prompt
from kit.language import N_, _, ngettext, pgettext
from kit.session.session import Phase
from kit.views.coming import describe_coming
from kit.views.round import View

PAUSE = N_("A short pause")
STAYS = N_("Nothing is lost. We go on in a moment.")
NOT_SHOWN = N_("This result is not shown")
GONE = N_("It is erased. Nobody sees it later.")
COMES = N_("It goes on in a moment.")  # whether there is a result is told at the reveal
LISTEN = N_("Listen now. Your phones open after that.")
THANKS = N_("Thank you for being part of it.")
ERASED = N_(
    "Single answers are erased for good; results that were shown stay. You can put your phone away."
)


@dataclass(frozen=True)
class Scene:
    """One page of words.

    Attributes:
        heading: What is read first; "" for an empty page.
        lead: A few words above it.
        line: A sentence below it.
        standing: How it has the stage: "fills" it until there is a picture, "leads" before all, or
            is there "alone", with nothing beside it.
        ready: There is something to say now.
        ends_at: When the break or the talk is over, in seconds since the epoch: the page says it in
            the place of heading and line. 0 where there is none.
        turns: When each turn of a talk is over that has the stage; none where nobody talks.
        calm: A quiet picture stands above the words.
    """

    heading: str = ""
    lead: str = ""
    line: str = ""
    standing: str = "fills"
    ready: bool = True
    ends_at: float = 0.0
    turns: tuple[float, ...] = ()
    calm: bool = False

    @property
    def says_all(self) -> bool:
        """Whether nothing needs to be said beside it."""
        return self.standing != "fills"


def describe_scene(view: View) -> Scene:
    """Say what the room reads now; beside it stand the phase, the time and how far the room is."""
    exercise = view.exercise
    if view.is_stopped:
        return Scene(_(PAUSE), line=_(STAYS), standing="alone", calm=True)
    if view.round.is_break and view.pause and view.round.ends_at:
        return Scene(lead=view.pause.title, standing="leads", ends_at=view.round.ends_at)
    if (talk := view.talk) and talk.leads:
        return Scene(standing="leads", ends_at=talk.ends[-1], turns=talk.ends)
    if view.phase is Phase.PREPARE:
        return Scene(exercise.title, pgettext("comes", "Next"), _describe_plan(view))
    if view.phase is Phase.LEADER and exercise.leader is not None:
        return Scene(exercise.leader.prompts[0].text, _("The leader answers first"), _(LISTEN))
    if view.phase in (Phase.LEADER, Phase.OPEN):
        asked = view.round.asked
        line = describe_coming(view) or _describe_others(asked)
        return Scene(asked[0].text, exercise.title, line)
    if view.phase is Phase.CLOSED:
        return Scene(_(COMES), exercise.title)
    if view.phase is Phase.REVEALED and view.unseen:
        # Where another part of the exercise has shown something, that may be turned to.
        standing = "fills" if view.round.part else "alone"
        return Scene(_(NOT_SHOWN), exercise.title, _(GONE), standing)
    if view.phase is Phase.DONE and not view.goes_on:
        return Scene(_(THANKS), line=_(ERASED), standing="leads")
    return Scene(exercise.title, ready=False)


def _describe_plan(view: View) -> str:
    """What comes and how long it takes."""
    asked = sum(len(prompt.questions) for prompt in view.exercise.prompts)
    if view.exercise.leader is not None:
        comes = _describe_leader_first(asked)
    elif asked == 1:
        comes = _("One question on your phone.")
    else:
        comes = ngettext("{n} question on your phone.", "{n} questions on your phone.", asked)
    if view.minutes is None:
        return comes
    whole = ngettext("{n} minute in all.", "{n} minutes in all.", view.minutes)
    return f"{comes} {whole}"


def _describe_leader_first(asked: int) -> str:
    if asked == 1:
        return _("The leader goes first, then one question on your phone.")
    return ngettext(
        "The leader goes first, then {n} question on your phone.",
        "The leader goes first, then {n} questions on your phone.",
        asked,
    )


def _describe_others(asked: Sequence[Prompt]) -> str:
    """What else the form asks, beside the question that is read large."""
    lines = len(asked[0].questions)
    more = sum(len(prompt.questions) for prompt in asked[1:])
    if lines > 1 and more:
        return ngettext(
            "For each of {lines} lines on your phone, and {n} more question.",
            "For each of {lines} lines on your phone, and {n} more questions.",
            more,
            lines=lines,
        )
    if lines > 1:
        return ngettext(
            "For each of {n} line on your phone.", "For each of {n} lines on your phone.", lines
        )
    if not more:
        return ""
    return ngettext(
        "And {n} more question on your phone.", "And {n} more questions on your phone.", more
    )
