"""What an open live round shows while people answer: whole batches, and when the next one may come.

Whoever fills a batch with further browsers of their own is left with somebody else's answer. So
nothing is shown before the close while nobody has said how many people are here. Then all seats
beyond the people are taken off, those of sleeping phones and of closed pages among them: a live
picture may wait, the result of the close goes by who is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kit.exercise.policy import AnonymityPolicy
from kit.gate.rules import Verdict, count_counted, count_extra, decide_live
from kit.language import N_, _, ngettext

UNCOUNTED = N_("Enter how many people are here. Until then nothing is shown before the close.")


class Coming(StrEnum):
    """What the room sees next of an open round. It depends on no answer that is not shown yet."""

    NOTHING = ""  # the round is sealed or not open, or all answers are shown
    BATCH = "batch"  # the next full batch, while people answer
    REST = "rest"  # all others together, once everybody has answered or at the close


@dataclass(frozen=True)
class LiveRoom:
    """What decides about the batches of a live round, beside how many have answered.

    Attributes:
        policy: The round's.
        total: All seats of the session.
        people: People in the room; None when nobody has counted.
        published: Submissions behind the last snapshot; 0 for none.
        known: Answers that the room knows.
    """

    policy: AnonymityPolicy
    total: int
    people: int | None
    published: int = 0
    known: int = 0

    @property
    def extra(self) -> int:
        """Seats beyond the number of people."""
        return count_extra(self.total, self.people)

    def decide(self, staged: int) -> Verdict:
        """Decide what is shown now.

        Everybody has answered only when as many have as there are people: who joins late would
        otherwise be left over.

        Args:
            staged: Submissions.

        Returns:
            PUBLISH or WAIT.
        """
        if self.people is None:
            return Verdict.WAIT
        n = count_counted(staged, self.total, self.people, self.known)
        if staged >= self.total and self.total < self.people:
            return Verdict.WAIT
        return decide_live(
            self.policy,
            n=n,
            published=self.published,
            seats=min(self.total, self.people),
            known=self.known,
        )

    @property
    def coming(self) -> Coming:
        """What the room sees next."""
        if self.policy.reveal != "live" or self.published >= self.total > 0:
            return Coming.NOTHING
        needed = max(self.policy.k, self.published + self.batch) + self.extra + self.known
        may = needed < self.total and self.decide(needed) is Verdict.PUBLISH
        return Coming.BATCH if may else Coming.REST

    @property
    def batch(self) -> int:
        """Fewest submissions by which two snapshots differ."""
        people = self.total if self.people is None else min(self.total, self.people)
        return self.policy.get_batch(people)


def explain_live(room: LiveRoom) -> tuple[str, ...]:
    """Say what keeps the batches of a live round waiting, for the facilitator."""
    if room.policy.reveal != "live":
        return ()
    if room.people is None:
        return (_(UNCOUNTED),)
    if room.extra:
        return (
            ngettext(
                "There is {n} seat more than people, so each batch takes {n} more before the "
                "close.",
                "There are {n} seats more than people, so each batch takes {n} more before the "
                "close.",
                room.extra,
            ),
        )
    return ()
