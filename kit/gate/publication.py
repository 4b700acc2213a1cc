"""Publication: staged submissions, through the gate, to the snapshots that everybody may see.

This is the one room that reads what people have answered. What leaves it is a `Snapshot`: counts
for each prompt on its own, and nothing that belongs to one person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kit.errors import PhaseError, ResponseError
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.prompt import Prompt
from kit.exercise.responses import TextResponse
from kit.gate.counts import build_marginals
from kit.gate.crosstabs import build_crosses
from kit.gate.evidence import (
    count_published,
    count_room,
    count_spare,
    count_sure,
    find_last,
    get_batch,
    is_cut,
)
from kit.gate.least import build_left_out
from kit.gate.live import LiveRoom
from kit.gate.marginals import Marginal
from kit.gate.rules import Verdict, decide_close
from kit.gate.sentences import build_batch
from kit.gate.since import Earlier, read_earlier
from kit.gate.snapshot import Snapshot, hold_back, is_news
from kit.language import _
from kit.session.session import Phase, Round
from kit.store import Store
from kit.store.round_rows import check_phase
from kit.store.staging import (
    Publication,
    find_submission,
    is_released,
    publishing,
    stage_submission,
)


def build_snapshot(
    exercise: Exercise,
    submissions: Sequence[Submission],
    *,
    number: int = 1,
    final: bool = False,
    extra: int = 0,
    known: int = 0,
    coin: bool = False,
    last: Snapshot | None = None,
    earlier: Sequence[Snapshot] = (),
    batch: int = 0,
    left_out: Collection[str] = (),
    beside: Sequence[Earlier] = (),
) -> Snapshot:
    """Count submissions, every prompt and every row of a grid on its own. Texts are not counted.

    What is new about a question is left out where it would be too few people's answers (see
    `hold_back`); declared pairs are counted together in the final result, once.

    Args:
        exercise: What was asked, with its policy.
        submissions: All of them, in any order.
        number: Number of the snapshot in its round.
        final: It is the result of the round.
        extra: Submissions that may come from second browsers of somebody: no number may rest on
            them (see `rules.count_counted`).
        known: Submissions that the room knows: no number may rest on them either.
        coin: Delicate answers went through the coin.
        last: What the round has published before; None where this is the first.
        earlier: What other rounds of the exercise have published.
        batch: Fewest people by whom a question's answers may differ from what has been published.
        left_out: Names of the prompts that the form has left out.
        beside: What other sessions have published, where this may stand beside it.
    """
    marginals = tuple(
        marginal
        for prompt in exercise.prompts
        if prompt.counted
        for marginal in (
            build_left_out(prompt)
            if prompt.name in left_out
            else _count_prompt(exercise, prompt, submissions, extra + known, coin)
        )
    )
    n = len(submissions)
    snapshot = Snapshot(number, n, n, marginals, final, extra=extra, known=known)
    in_thirds = {
        each.prompt: each
        for prompt in exercise.prompts
        if beside and prompt.counted
        for each in _count_prompt(exercise, prompt, submissions, extra + known, in_thirds=True)
    }
    others = [
        (each.snapshot, {name: in_thirds[name] for name in each.comparable}) for each in beside
    ]
    held = hold_back(snapshot, last, earlier, batch, others)
    return _cross(
        exercise, held, submissions, [*earlier, *(each.snapshot for each in beside)], batch
    )


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
        PauseError: The session is stopped for a moment.
        ResponseError: An answer cannot be taken as it is, or it is to a question left out.
    """
    submission = Submission({})

    def read(current: Round, before: Mapping[str, Any] | None) -> Mapping[str, object]:
        nonlocal submission
        exercise = get_exercise(current)
        if not raw.keys().isdisjoint(current.left_out):
            msg = _("This form has changed. Reload the page and answer again.")
            raise ResponseError(msg)
        submission = exercise.clean(raw)
        if current.coin and before is not None:
            submission = _keep_outcomes(
                exercise, submission, Submission.from_json(exercise, before)
            )
        return submission.to_json()

    current = stage_submission(store, round_id, token, read)
    store.notices.publish(current.code, "progress")
    live = get_exercise(current).policy.reveal == "live"
    if live and _publish_live(store, round_id):
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
        PauseError: The session is stopped for a moment.
    """
    with publishing(store, round_id) as publication:
        check_phase(publication.round, Phase.OPEN)
        publication.check_going()
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


def _keep_outcomes(exercise: Exercise, submission: Submission, before: Submission) -> Submission:
    """Keep what the coin has made of an answer: two outcomes of one coin would tell the truth."""
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
        msg = _(
            "{notebook} has not been set up yet. Wait a moment and try again.",
            notebook=current.notebook,
        )
        raise PhaseError(msg)
    return current.exercise


def _count_prompt(
    exercise: Exercise,
    prompt: Prompt,
    submissions: Sequence[Submission],
    taken_off: int,
    coin: bool = False,
    *,
    in_thirds: bool = False,
) -> tuple[Marginal, ...]:
    """Count the responses to one prompt; who skipped it is not among them."""
    responses = [
        submission.responses[prompt.name]
        for submission in submissions
        if prompt.name in submission.responses
    ]
    return build_marginals(
        prompt,
        responses,
        exercise.policy,
        taken_off=taken_off,
        coin=coin,
        in_thirds=in_thirds,
    )


def _publish_live(store: Store, round_id: int) -> bool:
    """Publish what an open round may show now; say whether there was anything new.

    A batch whose writers have skipped what is counted shows nothing, so it waits for more.
    """
    with publishing(store, round_id) as publication:
        exercise = publication.round.exercise
        if publication.round.phase is not Phase.OPEN or exercise is None or is_cut(publication):
            return False
        room = LiveRoom(
            exercise.policy,
            publication.total,
            publication.people,
            count_published(publication),
            publication.round.known,
        )
        if room.decide(publication.count) is not Verdict.PUBLISH:
            return False
        extra = min(publication.count, room.extra)
        snapshot = _count_staged(publication, exercise, final=False, extra=extra)
        if not is_news(snapshot, find_last(publication)):
            return False
        publication.release(snapshot.to_json())
        return True


def _find_result(publication: Publication) -> Snapshot | None:
    """Decide what the result of a closing round is; None where there is none.

    What has been published stays as it is. Answers that became known since then make what follows
    stricter: a table of two questions, and what may stand beside the result another time.
    """
    exercise = get_exercise(publication.round)
    verdict = decide_close(
        exercise.policy,
        n=count_sure(publication),
        published=count_published(publication),
        seats=count_room(publication),
    )
    if is_cut(publication):
        verdict = Verdict.KEEP
    if verdict is Verdict.PUBLISH:
        extra = count_spare(publication)
        return _count_staged(publication, exercise, final=True, extra=extra)
    last = find_last(publication)
    if verdict is Verdict.KEEP and last is not None:
        kept = replace(
            last,
            number=last.number + 1,
            of=publication.count,
            final=True,
            extra=max(last.extra, count_spare(publication)),
            known=max(last.known, publication.round.known),
        )
        if is_cut(publication):
            return kept
        released = [payload for payload, released in publication.staged if released]
        submissions = [Submission.from_json(exercise, payload) for payload in released]
        earlier = read_earlier(publication.round, publication.earlier)
        others = [each.snapshot for each in earlier]
        return _cross(exercise, kept, submissions, others, get_batch(publication, exercise))
    return None


def _release_texts(publication: Publication) -> None:
    """Release each prompt's sentences that may be shown, if there are enough of them."""
    exercise = get_exercise(publication.round)
    submissions = [Submission.from_json(exercise, payload) for payload, _ in publication.staged]
    taken_off = count_spare(publication) + publication.round.known
    asked = {each.name: each.may_be_claimed for each in exercise.sentences}
    for name, claimable in asked.items():
        if name in publication.round.left_out:
            continue
        found = [each.responses.get(name) for each in submissions]
        written = [each for each in found if isinstance(each, TextResponse)]
        batch = build_batch(
            written,
            exercise.policy,
            round_id=publication.round.id,
            taken_off=taken_off,
            claimable=claimable,
        )
        publication.release_texts(name, batch.count, batch.texts, batch.marks)


def _count_staged(
    publication: Publication, exercise: Exercise, *, final: bool, extra: int
) -> Snapshot:
    """Count everything that is staged."""
    earlier = read_earlier(publication.round, publication.earlier)
    return build_snapshot(
        exercise,
        [Submission.from_json(exercise, payload) for payload, _ in publication.staged],
        number=publication.number + 1,
        final=final,
        extra=extra,
        known=publication.round.known,
        coin=publication.round.coin,
        last=find_last(publication),
        earlier=[each.snapshot for each in earlier if not each.comparable],
        beside=[each for each in earlier if each.comparable],
        batch=get_batch(publication, exercise),
        left_out=publication.round.left_out,
    )


def _cross(
    exercise: Exercise,
    snapshot: Snapshot,
    submissions: Sequence[Submission],
    others: Sequence[Snapshot],
    batch: int,
) -> Snapshot:
    """Count declared pairs of prompts together for the final result."""
    if not snapshot.final:
        return snapshot
    crosses = build_crosses(
        exercise,
        submissions,
        snapshot.marginals,
        snapshot.taken_off,
        [(table, other.taken_off) for other in others for table in other.crosses],
        batch,
    )
    return replace(snapshot, crosses=crosses)
