"""Where one seat's form stands: how that changes, and what the form shows then. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kit.language import N_, NP_, _
from kit.session.session import Phase

SEND, CHANGE = NP_("button", "Send"), NP_("button", "Change my answer")
KEEP = NP_("button", "Keep my earlier answer")
RECEIVED = N_("Received. You can change your answer until the round closes.")
RECEIVED_LIVE = N_(
    "Received. It is shown only together with {others} others or more. Until then you can change "
    "it."
)
KEPT = N_("Received. The round is closed. It goes on here in a moment.")
CHANGING = N_("Not sent yet: your earlier answer counts.")
UNCHANGED = N_("The change was not sent: your earlier answer counted.")
RESTS = N_("Received. It stays as it is, and you can change it once it goes on.")
UNSENT = N_(
    "Not sent yet: the pause came first. What you have written is here. Send it when it goes on."
)
SEND_AGAIN = N_("Not sent yet: the pause came first. Press Send once more.")
LOST = N_("What had been sent by now is lost: the database has failed. Please send once more.")
FIXED = N_("Received. Your answer is part of the result now and stays as it is.")


class FormState(Enum):
    """Where a form stands. In the last three the round is closed, and every answer forgotten."""

    LOCKED = "locked"  # the round is not open yet
    WRITING = "writing"  # it is open, and nothing was received
    SENT = "sent"  # an answer was received
    CHANGING = "changing"  # another one is written; the one before counts until it is sent
    FIXED = "fixed"  # the answer is part of a published result, or came too late to be changed
    MISSED = "missed"  # nothing was received
    KEPT = "kept"  # an answer was received
    UNCHANGED = "unchanged"  # one was received, and a change of it not sent in time

    @property
    def is_received(self) -> bool:
        """Whether an answer of this seat counts."""
        return self not in (FormState.LOCKED, FormState.WRITING, FormState.MISSED)

    @property
    def is_over(self) -> bool:
        """Whether the round takes no more answers."""
        return self in (FormState.MISSED, FormState.KEPT, FormState.UNCHANGED)


class FormEvent(Enum):
    """What happens to a form."""

    OPEN = "open"  # the round opens
    CLOSE = "close"  # it takes no more answers
    RECEIVE = "receive"  # an answer was received, now or before this page was loaded
    CHANGE = "change"  # the person wants to change it
    KEEP = "keep"  # or would rather not
    FIX = "fix"  # what was received cannot be changed any more
    LOSE = "lose"  # what was received is lost


_NEXT = {
    (FormState.LOCKED, FormEvent.OPEN): FormState.WRITING,
    (FormState.LOCKED, FormEvent.CLOSE): FormState.MISSED,
    (FormState.LOCKED, FormEvent.RECEIVE): FormState.SENT,
    (FormState.LOCKED, FormEvent.FIX): FormState.FIXED,
    (FormState.WRITING, FormEvent.CLOSE): FormState.MISSED,
    (FormState.WRITING, FormEvent.RECEIVE): FormState.SENT,
    (FormState.WRITING, FormEvent.FIX): FormState.FIXED,
    (FormState.SENT, FormEvent.CLOSE): FormState.KEPT,
    (FormState.SENT, FormEvent.CHANGE): FormState.CHANGING,
    (FormState.SENT, FormEvent.FIX): FormState.FIXED,
    (FormState.SENT, FormEvent.LOSE): FormState.WRITING,
    (FormState.CHANGING, FormEvent.LOSE): FormState.WRITING,
    (FormState.CHANGING, FormEvent.CLOSE): FormState.UNCHANGED,
    (FormState.CHANGING, FormEvent.RECEIVE): FormState.SENT,
    (FormState.CHANGING, FormEvent.KEEP): FormState.SENT,
    (FormState.CHANGING, FormEvent.FIX): FormState.FIXED,
    (FormState.FIXED, FormEvent.CLOSE): FormState.KEPT,
    (FormState.MISSED, FormEvent.FIX): FormState.KEPT,
    (FormState.KEPT, FormEvent.CHANGE): FormState.UNCHANGED,  # pressed just before the close
}


def next_state(state: FormState, event: FormEvent) -> FormState:
    """Where a form stands after an event; where it stood, if that cannot happen there."""
    return _NEXT.get((state, event), state)


@dataclass(frozen=True)
class Look:
    """What a form shows, its words in English.

    Attributes:
        button: What the button says; "" where there is none.
        may_go_back: There is a second button, which leaves what was received as it is.
        is_writable: The questions can be answered.
        status: What became of the seat's answer.
        tone: The tone of that.
        phases: In which phases it is said.
        tells_phase: Beside it stands where the round is; else the status says that too.
    """

    button: str = ""
    may_go_back: bool = False
    is_writable: bool = False
    status: str = ""
    tone: str = "good"
    phases: tuple[Phase, ...] = (Phase.OPEN,)
    tells_phase: bool = True


LOOKS = {
    FormState.LOCKED: Look(),
    FormState.WRITING: Look(SEND, is_writable=True),
    FormState.SENT: Look(CHANGE, status=RECEIVED),
    FormState.CHANGING: Look(
        SEND, may_go_back=True, is_writable=True, status=CHANGING, tone="pending"
    ),
    FormState.FIXED: Look(status=FIXED),
    FormState.MISSED: Look(),
    FormState.KEPT: Look(status=KEPT, phases=(Phase.CLOSED,), tells_phase=False),
    FormState.UNCHANGED: Look(status=UNCHANGED, phases=(Phase.CLOSED, Phase.REVEALED)),
}


def describe_answer(
    state: FormState, phase: Phase, *, batch: int = 0, lost: bool = False
) -> tuple[str, str]:
    """What is said of this seat's answer, and the tone of it; "" where nothing is.

    Args:
        state: Where the form stands.
        phase: Where the round stands.
        batch: Fewest answers that are published at a time while the round is open; 0 where none
            are before the close.
        lost: Answers to this round were lost, this seat's among them if it had sent one.
    """
    look = LOOKS[state]
    if lost and state is FormState.WRITING and phase is Phase.OPEN:
        return _(LOST), "pending"
    if not look.status or phase not in look.phases:
        return "", "calm"
    if state is FormState.SENT and batch:
        return _(RECEIVED_LIVE, others=batch - 1), look.tone
    return _(look.status), look.tone


def describe_rest(state: FormState, *, unsent: bool) -> tuple[str, str]:
    """What is said of this seat's answer while the session is stopped, and the tone of it.

    Args:
        state: Where the form stands.
        unsent: What was sent last came when it was stopped already.
    """
    if unsent:
        return describe_complaint(state, _(UNSENT)), "pending"
    if state is FormState.SENT:
        return _(RESTS), "good"
    return (_(LOOKS[state].status), LOOKS[state].tone) if state.is_received else ("", "calm")


def describe_complaint(state: FormState, words: str) -> str:
    """Why something was not sent, and what counts meanwhile."""
    if state is not FormState.CHANGING:
        return words
    counts = _("Your earlier answer counts.")
    return f"{words} {counts}"
