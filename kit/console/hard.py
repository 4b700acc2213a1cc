"""Words for the moments that are hard, one press away while a room waits for them."""

from __future__ import annotations

from dataclasses import dataclass

from ipywidgets import HTML, VBox

from kit.console.fold import fold
from kit.widgets.markup import render_part

TEMPLATE = "console/hard.html"


@dataclass(frozen=True)
class Moment:
    """Something that may happen in a room.

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
        "Somebody cries",
        "Do not stop the room. Sit down beside them. A short break.",
        "“Take the time you need. Shall we go outside for a moment?” To the room: “Five minutes.”",
    ),
    Moment(
        "Somebody leaves",
        "After a minute a second person follows. No comment.",
        "“People come and go as they need.”",
    ),
    Moment(
        "Somebody is blamed by name",
        "Interrupt at once, and gently.",
        "“Stop. What was done, not who. Would you say it again that way?”",
    ),
    Moment(
        "Two people clash",
        "Do not solve it here.",
        "“There is something between the two of you that deserves more than five minutes. "
        "I come to you both in the break.”",
    ),
    Moment(
        "Somebody tells of harassment, of danger or of a breach of law",
        "No details in the room. Afterwards in private, and then to the address you have found "
        "out.",
        "“Thank you for saying it. This room is not the place for it, and it is not lost. I come "
        "to you in the break. I tell you what I have to do before I do it.”",
    ),
    Moment(
        "The leader defends, jokes, or asks who it was",
        "A sign that you agreed on the day before. Then your sentence.",
        "“Let us leave it at thank you.”",
    ),
    Moment(
        "A low result, and silence",
        "Ten breaths. Then pairs.",
        "“Talk to one person first.”",
    ),
    Moment("The room laughs at a sentence", "Hide it.", "“Somebody trusted us with this.”"),
    Moment(
        "“That one was me”",
        "Accept it, and do not praise it.",
        "“Thank you. Nobody else needs to.”",
    ),
    Moment(
        "Somebody attacks the method",
        "Agree where they are right.",
        "“It may not help. You need not take part. What would you rather talk about?”",
    ),
    Moment("You have made it worse", "Say so.", "“I asked that badly. I take it back.”"),
)


def fold_moments() -> VBox:
    """The moments under a line that opens them."""
    moments = HTML(render_part(TEMPLATE, "moments", MOMENTS))
    moments.add_class("kit-moments")
    return fold("kit-hard", "When it gets hard", VBox([moments]))
