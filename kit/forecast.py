"""What closing an open round now would withhold, why, and what can be done: for the facilitator.

It goes by the number of answers only where pages show that number. In a small room it says what
holds for any number, and does not change while people answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kit.anonymity import (
    AnonymityPolicy,
    Verdict,
    count_counted,
    count_extra,
    count_joined,
    decide_close,
    decide_texts,
    is_large,
    may_stand_beside,
)


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
        earlier: (submissions, those that may have come from second browsers) behind each snapshot
            of other rounds of the same exercise.
        texts: The exercise asks for sentences that may be shown.
    """

    policy: AnonymityPolicy
    finished: int
    present: int
    total: int
    people: int | None = None
    published: int = 0
    earlier: Sequence[tuple[int, int]] = ()
    texts: bool = False

    @property
    def extra(self) -> int:
        """Seats beyond the number of people."""
        return count_extra(self.present, self.people)

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
    def numbers(self) -> range:
        """How many may have finished, for all that a page may depend on."""
        room = self.present if self.people is None else min(self.present, self.people)
        if is_large(self.total, room):
            return range(self.finished, self.finished + 1)
        return range(self.joined + self.extra + 1)


def foresee(standing: Standing) -> tuple[str, ...]:
    """Say what closing now would, or might, withhold; nothing where it would withhold nothing."""
    numbers = standing.numbers
    shown = [n for n in numbers if _decide(standing, n) is Verdict.PUBLISH]
    words = []
    if len(shown) < len(numbers):
        words.append(_describe_missing(standing, certain=not shown))
    if standing.extra and (words or standing.earlier):
        words.append(
            f"{standing.present} seats, {standing.people} people: one answer more is needed for "
            "each seat beyond the people. Correct the number under “Who is in the room” if it is "
            "wrong."
        )
    close = [n for n in shown if _find_close(standing, n)]
    if close:
        words.append(_describe_close(standing, close, certain=len(close) == len(shown)))
    words += _describe_texts(standing, numbers[-1]) if shown else []
    return tuple(words)


def _count(standing: Standing, n: int) -> int:
    return count_counted(n, standing.present, standing.people)


def _decide(standing: Standing, n: int) -> Verdict:
    counted, published = _count(standing, n), standing.published
    return decide_close(standing.policy, n=counted, published=published, seats=standing.seats)


def _find_close(standing: Standing, n: int) -> list[int]:
    """Earlier results beside which one of n submissions may not stand."""
    return [
        other
        for other, extra in standing.earlier
        if not may_stand_beside(n, other, batch=standing.batch, extra=max(extra, standing.extra))
    ]


def _describe_missing(standing: Standing, *, certain: bool) -> str:
    """There would be no result, or the last answers would not be part of it."""
    if standing.published:
        return (
            f"If you close now, the result stays as it is shown: it takes {standing.batch} new "
            "answers to change it. Wait for them if you can."
        )
    needed = max(standing.policy.k, standing.batch) + standing.extra
    if standing.joined < needed - standing.extra:
        who = {0: "Nobody has", 1: "Only 1 person has"}.get(
            standing.joined, f"Only {standing.joined} have"
        )
        return f"{who} joined, and a result takes {needed} answers. Talk about it instead."
    if not certain:
        return f"A result takes {needed} answers. With fewer, closing shows none."
    return (
        f"Closing now shows no result: it takes {needed} answers. Wait for more, "
        "or close and talk about it instead."
    )


def _describe_close(standing: Standing, close: Sequence[int], *, certain: bool) -> str:
    """The same exercise was played with nearly as many answers."""
    others = sorted({other for n in close for other in _find_close(standing, n)})
    before = " and ".join(str(other) for other in others)
    would = "would" if certain else "might"
    apart = standing.batch + standing.extra
    return (
        f"This was played before with {before} answers. Beside that, the new result {would} tell "
        f"what a few people said, so it is not shown. It is from {apart} answers more or fewer on"
        f"{'' if standing.extra else ', or with just as many'}."
    )


def _describe_texts(standing: Standing, most: int) -> list[str]:
    """Fewer have answered than it takes for sentences."""
    if not standing.texts:
        return []
    if decide_texts(standing.policy, n=_count(standing, most)) is Verdict.PUBLISH:
        return []
    needed = standing.policy.text_k + standing.extra
    return [f"No sentence is shown: it takes {needed} people who allow it."]
