"""What is said of each phase: on the screen, on phones, to the facilitator, in messages."""

from __future__ import annotations

from dataclasses import dataclass

from kit.session.session import Phase, Round


@dataclass(frozen=True)
class PhaseWords:
    """The words for one phase.

    Attributes:
        step: Its name in the row of steps.
        stands: Where a round stands, after "This round".
        screen: What the room reads.
        phone: What a form says; "" where it says how the answer or the result stands instead.
        button: The facilitator's next button; "" where there is none.
    """

    step: str
    stands: str
    screen: str
    phone: str = ""
    button: str = ""


BREAK_WORDS = PhaseWords(
    step="Break",
    stands="is done",
    screen="A break.",
    phone="There is a break now. This page goes on when the room does.",
)
"""What is said in the break after a round, in the place of what is said of one that is done."""

PAUSE_WORDS = PhaseWords(
    step="Stopped",
    stands="is stopped for a moment",
    screen="A short pause.",
    phone="There is a short pause. Nothing is lost. This page goes on when the room does.",
    button="Go on",
)
"""What is said while a session is stopped, in whatever phase."""

UNSEEN_WORDS = PhaseWords(
    step="Not shown",
    stands="has been left unseen",
    screen="This result is not shown.",
    phone="This result is not shown to anybody, and it is erased. It goes on here in a moment.",
    button="Next exercise",
)
"""What is said of a round that is past its reveal, and whose result was left unseen."""

PHASE_WORDS = {
    Phase.PREPARE: PhaseWords(
        step="Prepare",
        stands="is being prepared",
        screen="Join now. The form opens in a moment.",
        phone="The form opens in a moment. You can read the questions now.",
        button="Open",
    ),
    Phase.LEADER: PhaseWords(
        step="Leader first",
        stands="waits for the leader",
        screen="The leader goes first.",
        phone="The leader goes first. Listen; the form opens after that.",
        button="Leader has gone first",
    ),
    Phase.OPEN: PhaseWords(
        step="Open",
        stands="is open",
        screen="Answer on your phone.",
        button="Close",
    ),
    Phase.CLOSED: PhaseWords(
        step="Closed",
        stands="is closed",
        screen="The round is closed.",
        phone="The round is closed. It goes on here in a moment.",
        button="Reveal",
    ),
    Phase.REVEALED: PhaseWords(
        step="Revealed",
        stands="is revealed",
        screen="This is what the room said.",
        button="Next exercise",
    ),
    Phase.DONE: PhaseWords(
        step="Done",
        stands="is done",
        screen="Thank you.",
        phone="This exercise is over. Thank you.",
    ),
}


def find_phase_words(current: Round) -> PhaseWords:
    """The words for where a round stands, or for the break after it."""
    if current.is_break:
        return BREAK_WORDS
    if current.unseen and current.phase is Phase.REVEALED:
        return UNSEEN_WORDS
    return PHASE_WORDS[current.phase]
