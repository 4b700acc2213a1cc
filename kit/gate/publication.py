"""Publication: staged submissions, through the gate, to the snapshots that everybody may see.

This is the one room that reads what people have answered. What leaves it is a `Snapshot`: counts
for each prompt on its own, and nothing that belongs to one person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kit.errors import PhaseError
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.prompt import Prompt
from kit.exercise.responses import TextResponse
from kit.gate.counts import build_marginal
from kit.gate.crosstabs import build_crosses
from kit.gate.marginals import Marginal
from kit.gate.rules import Verdict, count_counted, count_joined, decide_close, decide_live
from kit.gate.sentences import build_batch
from kit.gate.snapshot import Snapshot, hold_back
from kit.session.session import Phase, Round
from kit.store import Store
from kit.store.round_rows import check_phase
from kit.store.staging import (
    Publication,
    add_submission,
    check_open,
    find_submission,
    is_released,
    publishing,
)


def build_snapshot(
    exercise: Exercise,
    submissions: Sequence[Submission],
    *,
    number: int = 1,
    final: bool = False,
    extra: int = 0,
    coin: bool = False,
    last: Snapshot | None = None,
    earlier: Sequence[Snapshot] = (),
    batch: int = 0,
) -> Snapshot:
    """Count submissions, every prompt on its own. Texts are not counted.

    What is new about a question is left out where it would be too few people's answers (see
    `hold_back`); declared pairs are counted together in the final result, once.

    Args:
        exercise: What was asked, with its policy.
        submissions: All of them, in any order.
        number: Number of the snapshot in its round.
        final: It is the result of the round.
        extra: Submissions that may come from second browsers of somebody: no number may rest on
            them (see `count_counted`).
        coin: Delicate answers went through the coin.
        last: What the round has published before; None where this is the first.
        earlier: What other rounds of the exercise have published.
        batch: Fewest people by whom a question's answers may differ from what has been published.
    """
    marginals = tuple(
        _count_prompt(exercise, prompt, submissions, extra, coin)
        for prompt in exercise.prompts
        if prompt.counted
    )
    n = len(submissions)
    snapshot = Snapshot(number, n, n, marginals, final, extra=extra)
    return _cross(exercise, hold_back(snapshot, last, earlier, batch), submissions, extra)


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


def _keep_outcomes(
    exercise: Exercise, submission: Submission, before: Submission | None
) -> Submission:
    """Keep what the coin has made of an answer: two outcomes of one coin would tell the truth."""
    if before is None:
        return submission
    kept = {name: before.responses[name] for name in exercise.delicate if name in before.responses}
    return exercise.clean({**submission.to_json(), **Submission(kept).to_json()})


def is_published(store: Store, round_id: int, token: str) -> bool:
    """Whether a seat's answer is part of a snapshot, so that it cannot be changed any more."""
    return is_released(store, round_id, token)


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
    last = None if publication.last is None else Snapshot.from_json(publication.last)
    return build_snapshot(
        exercise,
        [Submission.from_json(exercise, payload) for payload, _ in publication.staged],
        number=publication.number + 1,
        final=final,
        extra=publication.count - _count_sure(publication),
        coin=publication.round.coin,
        last=last,
        earlier=[Snapshot.from_json(each) for each in publication.earlier],
        batch=exercise.policy.get_batch(_count_room(publication)),
    )


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
