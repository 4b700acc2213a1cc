"""What is said of each phase: on the screen, on phones, to the facilitator, in messages."""

from __future__ import annotations

from dataclasses import dataclass

from kit.language import N_, NP_, _, pgettext
from kit.session.session import Phase, Round


@dataclass(frozen=True)
class PhaseWords:
    """The words for one phase, in English: `say` looks them up.

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

    def say(self) -> PhaseWords:
        """The same in the present language."""
        return PhaseWords(
            step=pgettext("step", self.step),
            stands=pgettext("This round ...", self.stands),
            screen=_(self.screen),
            phone=_(self.phone),
            button=pgettext("button", self.button) if self.button else "",
        )


BREAK_WORDS = PhaseWords(
    step=NP_("step", "Break"),
    stands=NP_("This round ...", "is done"),
    screen=N_("A break."),
    phone=N_("There is a break now. This page goes on when the room does."),
)
"""What is said in the break after a round, in the place of what is said of one that is done."""

PAUSE_WORDS = PhaseWords(
    step=NP_("step", "Stopped"),
    stands=NP_("This round ...", "is stopped for a moment"),
    screen=N_("A short pause."),
    phone=N_("There is a short pause. Nothing is lost. This page goes on when the room does."),
    button=NP_("button", "Go on"),
)
"""What is said while a session is stopped, in whatever phase."""

UNSEEN_WORDS = PhaseWords(
    step=NP_("step", "Not shown"),
    stands=NP_("This round ...", "has been left unseen"),
    screen=N_("This result is not shown."),
    phone=N_("This result is not shown to anybody, and it is erased. It goes on here in a moment."),
    button=NP_("button", "Next exercise"),
)
"""What is said of a round that is past its reveal, and whose result was left unseen."""

PHASE_WORDS = {
    Phase.PREPARE: PhaseWords(
        step=NP_("step", "Prepare"),
        stands=NP_("This round ...", "is being prepared"),
        screen=N_("Join now. The form opens in a moment."),
        phone=N_("The form opens in a moment. You can read the questions now."),
        button=NP_("button", "Open"),
    ),
    Phase.LEADER: PhaseWords(
        step=NP_("step", "Leader first"),
        stands=NP_("This round ...", "waits for the leader"),
        screen=N_("The leader goes first."),
        phone=N_("The leader goes first. Listen; the form opens after that."),
        button=NP_("button", "Leader has gone first"),
    ),
    Phase.OPEN: PhaseWords(
        step=NP_("step", "Open"),
        stands=NP_("This round ...", "is open"),
        screen=N_("Answer on your phone."),
        button=NP_("button", "Close"),
    ),
    Phase.CLOSED: PhaseWords(
        step=NP_("step", "Closed"),
        stands=NP_("This round ...", "is closed"),
        screen=N_("The round is closed."),
        phone=N_("The round is closed. It goes on here in a moment."),
        button=NP_("button", "Reveal"),
    ),
    Phase.REVEALED: PhaseWords(
        step=NP_("step", "Revealed"),
        stands=NP_("This round ...", "is revealed"),
        screen=N_("This is what the room said."),
        button=NP_("button", "Next exercise"),
    ),
    Phase.DONE: PhaseWords(
        step=NP_("step", "Done"),
        stands=NP_("This round ...", "is done"),
        screen=N_("Thank you."),
        phone=N_("This exercise is over. Thank you."),
    ),
}


def find_phase_words(current: Round) -> PhaseWords:
    """The words for where a round stands, or for the break after it, in the present language."""
    if current.is_break:
        return BREAK_WORDS.say()
    if current.unseen and current.phase is Phase.REVEALED:
        return UNSEEN_WORDS.say()
    return PHASE_WORDS[current.phase].say()
