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
from kit.language import _, ngettext
from kit.language.formats import join_list

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
            _(
                "{seats} seats, {people} people: one answer more is needed for each seat beyond "
                "the people. Correct the number under “Who is in the room” if it is wrong.",
                seats=standing.present,
                people=standing.people,
            )
        )
    if standing.known and (words or standing.earlier):
        known = describe_known(standing.known)
        words.append(_("{known}, so a result takes as many answers more.", known=known))
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
    exact = is_large(seats, standing.room) or standing.finished >= seats
    empty = exact and standing.finished == 0
    if exact:
        reason = _describe_few(standing.finished, seats, needed if lacking else 0)
    else:
        reason = _("A result takes {needed} answers; with fewer, none is shown.", needed=needed)
    label = _("Close with no answers") if empty else _("Close anyway")
    final = _("Closing is final.")
    return DoubtError(f"{reason} {final}", label)


def _describe_few(finished: int, seats: int, needed: int) -> str:
    """Why closing should be asked about, where the numbers are told.

    Args:
        finished: How many have finished.
        seats: Of how many.
        needed: How many answers a result takes; 0 where that many are there.
    """
    if finished == 0 and seats:
        return _("Nobody has finished yet, so there is nothing to show.")
    if finished == 0:
        return _("Nobody has joined yet, so there is nothing to show.")
    if finished >= seats:
        if not needed:
            return _("Everyone has finished.")
        return _("Everyone has finished, and a result takes {needed} answers.", needed=needed)
    if not needed:
        return ngettext(
            "Only {n} of {seats} has finished.",
            "Only {n} of {seats} have finished.",
            finished,
            seats=seats,
        )
    return ngettext(
        "Only {n} of {seats} has finished, and a result takes {needed} answers.",
        "Only {n} of {seats} have finished, and a result takes {needed} answers.",
        finished,
        seats=seats,
        needed=needed,
    )


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
        return _(
            "If you close now, the result stays as it is shown: it takes {needed} new answers to "
            "change it. Wait for them if you can.",
            needed=standing.batch + standing.taken_off,
        )
    needed = max(standing.policy.k, standing.batch) + standing.taken_off
    if standing.joined < needed - standing.extra:
        if not standing.joined:
            return _(
                "Nobody has joined, and a result takes {needed} answers. Talk about it instead.",
                needed=needed,
            )
        return ngettext(
            "Only {n} person has joined, and a result takes {needed} answers. Talk about it "
            "instead.",
            "Only {n} have joined, and a result takes {needed} answers. Talk about it instead.",
            standing.joined,
            needed=needed,
        )
    if not certain:
        return _("A result takes {needed} answers; with fewer, closing shows none.", needed=needed)
    return _(
        "Closing now shows no result: it takes {needed} answers. Wait for more, or close and talk "
        "about it instead.",
        needed=needed,
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
                _(
                    "Each question takes {needed} new answers of its own; one that people skipped "
                    "stays as it is.",
                    needed=standing.batch + standing.taken_off,
                )
            )
    elif spare < policy.k:
        words.append(
            _(
                "Each question takes {needed} answers of its own; one that people skipped may not "
                "be shown.",
                needed=policy.k + standing.taken_off,
            )
        )
    if standing.coin and spare < policy.full_scale_n:
        words.append(
            _(
                "A question behind the coin takes {needed} answers of its own; with fewer it is "
                "not shown.",
                needed=policy.full_scale_n + standing.taken_off,
            )
        )
    return words


def _describe_close(standing: Standing, close: Sequence[tuple[int, int]]) -> str:
    """The same exercise was played with nearly as many answers to a question."""
    before, off = _measure_apart(standing, close)
    if off:
        return _(
            "This was played before with {before} answers. Each question is shown again only from "
            "{apart} answers more or fewer on. In between, the two results would tell what a few "
            "people said.",
            before=before,
            apart=standing.batch + off,
        )
    return _(
        "This was played before with {before} answers. Each question is shown again only with just "
        "as many, or from {apart} answers more or fewer on. In between, the two results would tell "
        "what a few people said.",
        before=before,
        apart=standing.batch,
    )


def _describe_coarse(standing: Standing, close: Sequence[tuple[int, int]]) -> str:
    """An earlier result that today's stands beside has nearly as many answers."""
    before, off = _measure_apart(standing, close)
    if off:
        return _(
            "An earlier result has {before} answers. What stands beside it is shown finely only "
            "from {apart} answers more or fewer on. In between, it is told as a third of the scale "
            "and one word.",
            before=before,
            apart=standing.batch + off,
        )
    return _(
        "An earlier result has {before} answers. What stands beside it is shown finely only with "
        "just as many, or from {apart} answers more or fewer on. In between, it is told as a third "
        "of the scale and one word.",
        before=before,
        apart=standing.batch,
    )


def _measure_apart(standing: Standing, close: Sequence[tuple[int, int]]) -> tuple[str, int]:
    """How many answers there were before, and how many no number may rest on, then or now."""
    before = join_list([str(other) for other in sorted({other for other, _off in close})])
    return before, max(standing.taken_off, *(off for _other, off in close))


def _describe_texts(standing: Standing, shown: Sequence[int]) -> list[str]:
    """So few have answered that there may not be enough who allow their sentences."""
    needed = standing.policy.text_k + standing.taken_off
    if decide_texts(standing.policy, n=_count(standing, shown[-1])) is not Verdict.PUBLISH:
        return [_("No sentence is shown: it takes {needed} people who allow it.", needed=needed)]
    if _count(standing, shown[0]) - SPARE < standing.policy.text_k:
        return [_("Sentences are shown only if {needed} people allow it.", needed=needed)]
    return []
