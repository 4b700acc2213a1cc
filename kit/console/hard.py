"""Words for the moments that are hard, one press away while a room waits for them."""

from __future__ import annotations

from dataclasses import dataclass

from ipywidgets import HTML, VBox

from kit.console.fold import fold
from kit.language import N_, _
from kit.widgets.markup import render_part

TEMPLATE = "console/hard.html"


@dataclass(frozen=True)
class Moment:
    """Something that may happen in a room, in English.

    Attributes:
        happens: What.
        do: What the facilitator does then.
        say: What they say aloud.
    """

    happens: str
    do: str
    say: str


# docs/facilitators.md has the same moments in the same words.
MOMENTS = (
    Moment(
        N_("Somebody cries"),
        N_("Do not stop the room. Sit down beside them. A short break."),
        N_(
            "“Take the time you need. Shall we go outside for a moment?” To the room: “Five "
            "minutes.”"
        ),
    ),
    Moment(
        N_("Somebody leaves"),
        N_("After a minute a second person follows. No comment."),
        N_("“People come and go as they need.”"),
    ),
    Moment(
        N_("Somebody is blamed by name"),
        N_("Interrupt at once, and gently."),
        N_("“Stop. What was done, not who. Would you say it again that way?”"),
    ),
    Moment(
        N_("Two people clash"),
        N_("Do not solve it here."),
        N_(
            "“There is something between the two of you that deserves more than five minutes. "
            "I come to you both in the break.”"
        ),
    ),
    Moment(
        N_("Somebody tells of harassment, of danger or of a breach of law"),
        N_(
            "No details in the room. Afterwards in private, and then to the address you have found "
            "out."
        ),
        N_(
            "“Thank you for saying it. This room is not the place for it, and it is not lost. I "
            "come to you in the break. I tell you what I have to do before I do it.”"
        ),
    ),
    Moment(
        N_("The leader defends, jokes, or asks who it was"),
        N_("A sign that you agreed on the day before. Then your sentence."),
        N_("“Let us leave it at thank you.”"),
    ),
    Moment(
        N_("A low result, and silence"),
        N_("Ten breaths. Then pairs."),
        N_("“Talk to one person first.”"),
    ),
    Moment(
        N_("The room laughs at a sentence"), N_("Hide it."), N_("“Somebody trusted us with this.”")
    ),
    Moment(
        N_("“That one was me”"),
        N_("Accept it, and do not praise it."),
        N_("“Thank you. Nobody else needs to.”"),
    ),
    Moment(
        N_("Somebody attacks the method"),
        N_("Agree where they are right."),
        N_("“It may not help. You need not take part. What would you rather talk about?”"),
    ),
    Moment(
        N_("You have made it worse"), N_("Say so."), N_("“I asked that badly. I take it back.”")
    ),
)


def fold_moments() -> VBox:
    """The moments under a line that opens them."""
    moments = HTML(render_part(TEMPLATE, "moments", [_say(each) for each in MOMENTS]))
    moments.add_class("kit-moments")
    return fold("kit-hard", _("When it gets hard"), VBox([moments]))


def _say(moment: Moment) -> Moment:
    """It in the present language."""
    return Moment(_(moment.happens), _(moment.do), _(moment.say))
