"""What closing an open round now would withhold, why, and what can be done: for the facilitator.

Closing is final. So where hardly anybody has answered, it is asked about first.

It goes by the number of answers only where pages show that number. In a small room it says what
holds for any number, and does not change while people answer.

How many have answered one question is told to nobody before the close. So where a few who skip a
question would be enough to withhold it, it says what it takes, and not whether it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kit.errors import DoubtError
from kit.exercise.policy import AnonymityPolicy
from kit.gate.known import describe_known
from kit.gate.rules import (
    Verdict,
    count_counted,
    count_extra,
    count_joined,
    decide_close,
    decide_texts,
    is_large,
    list_alike,
    may_stand_beside,
)

FEW = 3  # closing is asked about while fewer than one of so many in the room have finished
SPARE = 3  # with fewer answers to spare than this, people who skip a question are spoken of


@dataclass(frozen=True)
class Standing:
    """Where an open round stands, in numbers that hold no answer.

    Attributes:
        policy: The round's.
        finished: Submissions.
        present: Seats that somebody sits in, or that have answered.
        total: All seats of the session.
        people: People in the room; None when nobody has counted.
        published: Submissions behind the last snapshot of this round; 0 for none.
        earlier: (answers, how many of them no number may rest on) behind each question that other
            rounds of the same exercise have shown.
        questions: The exercise asks for something that is counted.
        texts: It asks for sentences that may be shown.
        coin: Delicate questions go through a coin.
        known: Answers that the room knows.
        beside: The same as `earlier`, for questions that may stand beside an earlier result in
            thirds.
    """

    policy: AnonymityPolicy
    finished: int
    present: int
    total: int
    people: int | None = None
    published: int = 0
    earlier: Sequence[tuple[int, int]] = ()
    questions: bool = True
    texts: bool = False
    coin: bool = False
    known: int = 0
    beside: Sequence[tuple[int, int]] = ()

    @property
    def extra(self) -> int:
        """Seats beyond the number of people."""
        return count_extra(self.present, self.people)

    @property
    def taken_off(self) -> int:
        """Answers that no number may rest on."""
        return self.extra + self.known

    @property
    def batch(self) -> int:
        """Fewest submissions by which two results differ."""
        return self.policy.get_batch(self.seats)

    @property
    def seats(self) -> int:
        """The size of the room, by which the gate goes."""
        return count_joined(self.total, self.present, self.people)

    @property
    def joined(self) -> int:
        """Who has joined and may still answer, sleeping phones among them."""
        return self.total if self.people is None else min(self.total, self.people)

    @property
    def room(self) -> int:
        """How many people are surely here whose answer nobody knows."""
        here = self.present if self.people is None else min(self.present, self.people)
        return max(0, here - self.known)

    @property
    def numbers(self) -> range:
        """How many may have finished, for all that a page may depend on."""
        if is_large(self.total, self.room):
            return range(self.finished, self.finished + 1)
        return range(self.joined + self.extra + 1)


def foresee(standing: Standing) -> tuple[str, ...]:
    """Say what closing now would, or might, withhold; nothing where it would withhold nothing."""
    numbers = standing.numbers
    if standing.published and numbers[-1] <= standing.published:
        return ()  # all answers are shown
    shown = [n for n in numbers if _decide(standing, n) is Verdict.PUBLISH]
    words = []
    if len(shown) < len(numbers):
        words.append(_describe_missing(standing, certain=not shown))
    if shown and standing.questions:
        words += _describe_skipped(standing, shown[0])
    close = _find_close(standing, standing.earlier, shown)
    coarse = _find_close(standing, standing.beside, shown)
    if standing.extra and (words or standing.earlier):
        words.append(
            f"{standing.present} seats, {standing.people} people: one answer more is needed for "
            "each seat beyond the people. Correct the number under “Who is in the room” if it is "
            "wrong."
        )
    if standing.known and (words or standing.earlier):
        words.append(f"{describe_known(standing.known)}, so a result takes as many answers more.")
    if close:
        words.append(_describe_close(standing, close))
    if coarse:
        words.append(_describe_coarse(standing, coarse))
    if shown and standing.texts:
        words += _describe_texts(standing, shown)
    return tuple(words)


def find_doubt(standing: Standing) -> DoubtError | None:
    """Say why closing now should be asked about first: hardly anybody, or nobody, has answered.

    It goes by what the progress on every page says already, and by no more: in a small room it is
    the same for all numbers that are told in the same words.
    """
    seats = max(standing.present, standing.joined)
    told = list_alike(standing.finished, seats, standing.room)
    lacking = [n for n in told if _decide(standing, n) is Verdict.WITHHOLD]
    few = [n for n in told if FEW * n < standing.room]
    if not lacking and not few:
        return None
    needed = max(standing.policy.k, standing.batch) + standing.taken_off
    takes = f", and a result takes {needed} answers" if lacking else ""
    exact = is_large(seats, standing.room) or standing.finished >= seats
    if not exact:
        reason = f"A result takes {needed} answers; with fewer, none is shown."
    elif standing.finished == 0:
        who = "finished" if seats else "joined"
        reason = f"Nobody has {who} yet, so there is nothing to show."
    elif standing.finished >= seats:
        reason = f"Everyone has finished{takes}."
    else:
        has = "has" if standing.finished == 1 else "have"
        reason = f"Only {standing.finished} of {seats} {has} finished{takes}."
    label = "Close with no answers" if exact and standing.finished == 0 else "Close anyway"
    return DoubtError(f"{reason} Closing is final.", label)


def _count(standing: Standing, n: int) -> int:
    return count_counted(n, standing.present, standing.people, standing.known)


def _decide(standing: Standing, n: int) -> Verdict:
    counted, published = _count(standing, n), standing.published
    return decide_close(standing.policy, n=counted, published=published, seats=standing.seats)


def _find_close(
    standing: Standing, earlier: Sequence[tuple[int, int]], shown: Sequence[int]
) -> list[tuple[int, int]]:
    """Earlier results beside which a question may not stand that everybody or nearly all answer."""
    answers = {n - skipped for n in shown for skipped in range(SPARE)}
    return [
        (other, off)
        for other, off in earlier
        if not all(
            may_stand_beside(n, other, batch=standing.batch, taken_off=max(off, standing.taken_off))
            for n in answers
        )
    ]


def _describe_missing(standing: Standing, *, certain: bool) -> str:
    """There would be no result, or the last answers would not be part of it."""
    if standing.published:
        return (
            "If you close now, the result stays as it is shown: it takes "
            f"{standing.batch + standing.taken_off} new answers to change it. Wait for them if you "
            "can."
        )
    needed = max(standing.policy.k, standing.batch) + standing.taken_off
    if standing.joined < needed - standing.extra:
        who = {0: "Nobody has", 1: "Only 1 person has"}.get(
            standing.joined, f"Only {standing.joined} have"
        )
        return f"{who} joined, and a result takes {needed} answers. Talk about it instead."
    if not certain:
        return f"A result takes {needed} answers; with fewer, closing shows none."
    return (
        f"Closing now shows no result: it takes {needed} answers. Wait for more, "
        "or close and talk about it instead."
    )


def _describe_skipped(standing: Standing, fewest: int) -> list[str]:
    """So few have answered that a question may lack answers where the others have enough.

    Args:
        standing: Where the round stands.
        fewest: The fewest submissions there may be behind a result.
    """
    policy, spare, words = standing.policy, _count(standing, fewest) - SPARE, []
    if standing.published:
        if spare < standing.published + standing.batch:
            words.append(
                f"Each question takes {standing.batch + standing.taken_off} new answers of its "
                "own; one that people skipped stays as it is."
            )
    elif spare < policy.k:
        words.append(
            f"Each question takes {policy.k + standing.taken_off} answers of its own; "
            "one that people skipped may not be shown."
        )
    if standing.coin and spare < policy.full_scale_n:
        words.append(
            f"A question behind the coin takes {policy.full_scale_n + standing.taken_off} answers "
            "of its own; with fewer it is not shown."
        )
    return words


def _describe_close(standing: Standing, close: Sequence[tuple[int, int]]) -> str:
    """The same exercise was played with nearly as many answers to a question."""
    before, apart = _describe_apart(standing, close)
    return (
        f"This was played before with {before} answers. Each question is shown again only "
        f"{apart}. In between, the two results would tell what a few people said."
    )


def _describe_coarse(standing: Standing, close: Sequence[tuple[int, int]]) -> str:
    """An earlier result that today's stands beside has nearly as many answers."""
    before, apart = _describe_apart(standing, close)
    return (
        f"An earlier result has {before} answers. What stands beside it is shown finely only "
        f"{apart}. In between, it is told as a third of the scale and one word."
    )


def _describe_apart(standing: Standing, close: Sequence[tuple[int, int]]) -> tuple[str, str]:
    """How many answers there were before, and with how many two results tell of nobody."""
    before = " and ".join(str(other) for other in sorted({other for other, _ in close}))
    off = max(standing.taken_off, *(off for _, off in close))
    equal = "" if off else "with just as many, or "
    return before, f"{equal}from {standing.batch + off} answers more or fewer on"


def _describe_texts(standing: Standing, shown: Sequence[int]) -> list[str]:
    """So few have answered that there may not be enough who allow their sentences."""
    needed = standing.policy.text_k + standing.taken_off
    if decide_texts(standing.policy, n=_count(standing, shown[-1])) is not Verdict.PUBLISH:
        return [f"No sentence is shown: it takes {needed} people who allow it."]
    if _count(standing, shown[0]) - SPARE < standing.policy.text_k:
        return [f"Sentences are shown only if {needed} people allow it."]
    return []
