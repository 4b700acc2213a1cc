"""Results: staged submissions, through the gate, to the snapshots that everybody may see.

This is the one room that reads what people have answered. What leaves it is a `Snapshot`: counts
for each prompt on its own, and nothing that belongs to one person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kit.errors import PhaseError
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.prompts import Prompt, TextResponse
from kit.gate.counts import build_marginal
from kit.gate.crosstabs import build_crosses
from kit.gate.forecast import Standing, foresee
from kit.gate.marginals import ADVICE, Marginal
from kit.gate.rules import (
    Verdict,
    count_counted,
    count_joined,
    decide_close,
    decide_live,
    describe_progress,
    is_large,
)
from kit.gate.sentences import build_batch
from kit.gate.snapshot import Snapshot, hold_back
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.store.rounds import check_phase
from kit.store.staging import (
    Publication,
    add_submission,
    check_open,
    count_submissions,
    find_submission,
    is_released,
    publishing,
)

__all__ = [
    "Result",
    "build_snapshot",
    "close_round",
    "count_told",
    "find_own_submission",
    "foresee_close",
    "get_exercise",
    "get_result",
    "is_released",
    "submit",
]


@dataclass(frozen=True)
class Result:
    """What a role may see of a round.

    Attributes:
        phase: Where the round stands.
        snapshot: What has been published; None while this role may not see it yet.
        withheld: The round is over and too few answered for anything to be shown.
        note: How many answers stand behind it: "12 answers", or "shown 10 of 12".
        progress: How many have finished, in the words the gate allows; "" when nothing is known.
    """

    phase: Phase
    snapshot: Snapshot | None = field(repr=False)
    withheld: bool
    note: str
    progress: str


def build_snapshot(
    exercise: Exercise,
    submissions: Sequence[Submission],
    *,
    number: int = 1,
    final: bool = False,
    extra: int = 0,
    coin: bool = False,
) -> Snapshot:
    """Count submissions, every prompt on its own. Texts are not counted.

    Args:
        exercise: What was asked, with its policy.
        submissions: All of them, in any order.
        number: Number of the snapshot in its round.
        final: It is the result of the round.
        extra: Submissions that may come from second browsers of somebody: no number may rest on
            them (see `count_counted`).
        coin: Delicate answers went through the coin.
    """
    marginals = tuple(
        _count_prompt(exercise, prompt, submissions, extra, coin)
        for prompt in exercise.prompts
        if prompt.counted
    )
    n = len(submissions)
    snapshot = Snapshot(number, n, n, marginals, final, extra=extra)
    return _cross(exercise, snapshot, submissions, extra)


def submit(store: Store, round_id: int, token: str, raw: Mapping[str, object]) -> Submission:
    """Take what a seat has answered. It is kept safely when this returns, not before.

    Args:
        store: The store.
        round_id: The round that is answered.
        token: The seat's secret.
        raw: What the form holds, by prompt name.

    Raises:
        NotFoundError: There is no such round, or the token belongs to no seat.
        PhaseError: The round is not open, or the answer is already part of a snapshot.
        ResponseError: An answer cannot be taken as it is.
    """
    current = store.get_round_by_id(round_id)
    check_open(current)
    exercise = get_exercise(current)
    submission = exercise.clean(raw)
    if current.coin:
        submission = _keep_outcomes(
            exercise, submission, find_own_submission(store, round_id, token, exercise)
        )
    add_submission(store, round_id, token, submission.to_json())
    store.notices.publish(current.code, "progress")
    if exercise.policy.reveal == "live" and _publish_live(store, round_id):
        store.notices.publish(current.code, "ledger")
    return submission


def find_own_submission(
    store: Store, round_id: int, token: str, exercise: Exercise | None = None
) -> Submission | None:
    """Read what a seat has submitted; None when there is nothing, or not any more.

    Args:
        store: The store.
        round_id: The round.
        token: The seat's secret.
        exercise: The round's, where it is known; otherwise it is read.

    Raises:
        NotFoundError: There is no such round.
    """
    exercise = exercise or store.get_round_by_id(round_id).exercise
    payload = find_submission(store, round_id, token)
    if exercise is None or payload is None:
        return None
    return Submission.from_json(exercise, payload)


def close_round(store: Store, round_id: int) -> Round:
    """Close a round for good: publish what may be published, erase every submission.

    All of it happens in one transaction. An answer that arrives meanwhile is either in the result
    or refused; of two who close at once, one is told that it has happened. Sentences are released
    only beside a result.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: The round is not open.
    """
    with publishing(store, round_id) as publication:
        check_phase(publication.round, Phase.OPEN)
        snapshot = _find_result(publication)
        if snapshot is not None:
            publication.release(snapshot.to_json())
            _release_texts(publication)
        publication.erase()
        publication.set_phase(Phase.CLOSED)
        code = publication.round.code
    store.notices.publish(code, "ledger")
    store.notices.publish(code, "phase")
    return store.get_round_by_id(round_id)


def get_result(store: Store, current: Round, role: Role) -> Result:
    """Say what a role may see of a round.

    While a round is open, everybody sees live snapshots, where its policy allows any. The final
    result is seen by the facilitator from the close on, and by screen and participants from the
    reveal on. Nobody sees more of what is staged than `describe_progress` says.

    Args:
        store: The store.
        current: The round, as it was just read.
        role: Who asks.
    """
    closed = current.phase.is_over
    sees_final = closed and (role is Role.FACILITATOR or current.phase is not Phase.CLOSED)
    snapshots = [Snapshot.from_json(each) for each in store.list_snapshots(current.id)]
    # The round may have been closed since it was read: what is final is known by its mark.
    final = next((each for each in snapshots if each.final), None)
    seen = [each for each in snapshots if sees_final or not each.final]
    snapshot = seen[-1] if seen else None
    withheld = sees_final and final is None
    finished = final.of if final else count_submissions(store, current.id)
    total, present = store.count_seats(current.code), count_told(store, current)
    people = store.find_people(current.code)
    seats = max(finished, present, total if people is None else min(total, people))
    room = present if people is None else min(present, people)
    progress = describe_progress(finished, seats, room)
    if closed and not final:
        progress = ""
    return Result(
        current.phase, snapshot, withheld, ADVICE if withheld else _describe(snapshot), progress
    )


def count_told(store: Store, current: Round) -> int:
    """Count the seats as pages may tell it while a round is played.

    A seat that has answered stays present when its page is closed, and another one does not. In a
    small room the number of those present would therefore tell of whoever leaves whether they have
    answered; so there all seats are told while the round is open.
    """
    total, present = store.count_seats(current.code), store.count_present(current.code)
    small = current.phase is Phase.OPEN and not is_large(total, present)
    return total if small else present


def foresee_close(store: Store, current: Round) -> tuple[str, ...]:
    """Say what closing a round now would withhold, why, and what can be done.

    Args:
        store: The store.
        current: The round, as it was just read; nothing is said of one that is not open.
    """
    exercise = current.exercise
    if current.phase is not Phase.OPEN or exercise is None:
        return ()
    published = [Snapshot.from_json(each) for each in store.list_snapshots(current.id)]
    earlier = [Snapshot.from_json(each) for each in store.list_earlier(current)]
    shown = {(told.n, each.extra) for each in earlier for told in each.marginals if told.n}
    finished = count_submissions(store, current.id)
    return foresee(
        Standing(
            exercise.policy,
            finished,
            max(finished, count_told(store, current)),
            max(finished, store.count_seats(current.code)),
            store.find_people(current.code),
            published[-1].n if published else 0,
            sorted(shown),
            questions=any(prompt.counted for prompt in exercise.prompts),
            texts=bool(exercise.sentences),
            coin=current.coin,
        )
    )


def _keep_outcomes(
    exercise: Exercise, submission: Submission, before: Submission | None
) -> Submission:
    """Keep what the coin has made of an answer: two outcomes of one coin would tell the truth."""
    if before is None:
        return submission
    kept = {name: before.responses[name] for name in exercise.delicate if name in before.responses}
    return exercise.clean({**submission.to_json(), **Submission(kept).to_json()})


def get_exercise(current: Round) -> Exercise:
    """Give the exercise of a round.

    Raises:
        PhaseError: It has not been set up.
    """
    if current.exercise is None:
        msg = f"{current.notebook} has not been set up yet. Wait a moment and try again."
        raise PhaseError(msg)
    return current.exercise


def _count_prompt(
    exercise: Exercise,
    prompt: Prompt,
    submissions: Sequence[Submission],
    extra: int,
    coin: bool,
) -> Marginal:
    """Count the responses to one prompt; who skipped it is not among them."""
    responses: list[object] = [
        submission.responses[prompt.name]
        for submission in submissions
        if prompt.name in submission.responses
    ]
    return build_marginal(prompt, responses, exercise.policy, extra=extra, coin=coin)


def _publish_live(store: Store, round_id: int) -> bool:
    """Publish what an open round may show now; say whether there was anything new."""
    with publishing(store, round_id) as publication:
        exercise = publication.round.exercise
        if publication.round.phase is not Phase.OPEN or exercise is None:
            return False
        verdict = decide_live(
            exercise.policy,
            n=_count_sure(publication),
            published=_count_published(publication),
            seats=_count_room(publication),
        )
        if verdict is not Verdict.PUBLISH:
            return False
        publication.release(_count_staged(publication, exercise, final=False).to_json())
        return True


def _find_result(publication: Publication) -> Snapshot | None:
    """Decide what the result of a closing round is; None where there is none."""
    exercise = get_exercise(publication.round)
    verdict = decide_close(
        exercise.policy,
        n=_count_sure(publication),
        published=_count_published(publication),
        seats=_count_room(publication),
    )
    if verdict is Verdict.PUBLISH:
        return _count_staged(publication, exercise, final=True)
    if verdict is Verdict.KEEP and publication.last is not None:
        last = Snapshot.from_json(publication.last)
        kept = replace(last, number=last.number + 1, of=publication.count, final=True)
        released = [payload for payload, released in publication.staged if released]
        submissions = [Submission.from_json(exercise, payload) for payload in released]
        extra = publication.count - _count_sure(publication)
        return _cross(exercise, kept, submissions, extra)
    return None


def _release_texts(publication: Publication) -> None:
    """Release each prompt's sentences that may be shown, if there are enough of them."""
    exercise = get_exercise(publication.round)
    submissions = [Submission.from_json(exercise, payload) for payload, _ in publication.staged]
    extra = publication.count - _count_sure(publication)
    for name in (text.name for text in exercise.sentences):
        found = [each.responses.get(name) for each in submissions]
        written = [each for each in found if isinstance(each, TextResponse)]
        batch = build_batch(written, exercise.policy, round_id=publication.round.id, extra=extra)
        publication.release_texts(name, batch.count, batch.texts)


def _count_staged(publication: Publication, exercise: Exercise, *, final: bool) -> Snapshot:
    """Count everything that is staged."""
    submissions = [Submission.from_json(exercise, payload) for payload, _ in publication.staged]
    extra = publication.count - _count_sure(publication)
    snapshot = build_snapshot(
        exercise,
        submissions,
        number=publication.number + 1,
        final=final,
        extra=extra,
        coin=publication.round.coin,
    )
    last = None if publication.last is None else Snapshot.from_json(publication.last)
    earlier = [Snapshot.from_json(each) for each in publication.earlier]
    batch = exercise.policy.get_batch(_count_room(publication))
    held = hold_back(snapshot, last, earlier, batch)
    return _cross(exercise, held, submissions, extra)


def _cross(
    exercise: Exercise, snapshot: Snapshot, submissions: Sequence[Submission], extra: int
) -> Snapshot:
    """Count declared pairs of prompts together for the final result."""
    if not snapshot.final:
        return snapshot
    crosses = build_crosses(exercise, submissions, snapshot.marginals, extra)
    return replace(snapshot, crosses=crosses)


def _count_sure(publication: Publication) -> int:
    """Count the submissions the gate may rely on."""
    return count_counted(publication.count, publication.seats, publication.people)


def _count_room(publication: Publication) -> int:
    """Count the people by whom batches go."""
    return count_joined(publication.total, publication.seats, publication.people)


def _count_published(publication: Publication) -> int:
    """Count the submissions behind the last snapshot."""
    return 0 if publication.last is None else int(publication.last["n"])


def _describe(snapshot: Snapshot | None) -> str:
    """Say how many answers stand behind a snapshot."""
    if snapshot is None:
        return ""
    if snapshot.n < snapshot.of:
        return f"shown {snapshot.n} of {snapshot.of}"
    return f"{snapshot.n} answers"
