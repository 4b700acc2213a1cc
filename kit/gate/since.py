"""Last time beside today: what a team's earlier session has shown of the same question.

Whoever sees two results of one question can take one from the other. Where they differ by a few
answers, the rest would be those of whoever came or left. So the gate publishes today's in thirds
then, and last time's is told no finer beside it. The same holds within a session, where a question
at its end stands beside one at its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from kit.exercise.exercise import Exercise
from kit.gate.centre import read_centre, read_centre_of_thirds
from kit.gate.marginals import Marginal, Shape
from kit.gate.snapshot import Snapshot
from kit.language import N_
from kit.session.session import Round
from kit.store import Store

UNSEEN_BEFORE = N_(
    "Last time's result was not shown, and is erased. So nothing stands beside today's."
)


@dataclass(frozen=True)
class Earlier:
    """What another round of an exercise has published to the same team.

    Attributes:
        snapshot: What it has published.
        comparable: Names of the questions of which today's result may stand beside it, in thirds
            where too few answers differ; empty where the same exercise is played twice in one
            session, where most answers would be the same as a few minutes ago.
    """

    snapshot: Snapshot
    comparable: frozenset[str]


@dataclass(frozen=True)
class LastTime:
    """What is told beside today's result of a question of what was shown before.

    Attributes:
        prompt: Name of the question.
        n: Answers there were.
        zone: In which third of the scale their centre lay, 0 to 2, as they were answered.
        spread: "aligned", "mixed" or "split".
        sides: Which shares of them lay below and above the middle, 0 to 1, as today's picture
            counts them; empty where that has no counts, or others.
        where: Title of the exercise that has shown it earlier in the same session; "" for last
            time.
    """

    prompt: str
    n: int
    zone: int
    spread: str
    sides: tuple[float, ...] = ()
    where: str = ""


def read_earlier(current: Round, published: Iterable[tuple[Round, Any]]) -> list[Earlier]:
    """Read what other rounds of an exercise have published.

    Args:
        current: The round that is about to publish.
        published: What `Store.list_earlier` gave.
    """
    return [_read_one(current, each, Snapshot.from_json(payload)) for each, payload in published]


def _read_one(current: Round, other: Round, snapshot: Snapshot) -> Earlier:
    """One of them: of another exercise only what is to stand beside today's."""
    assert current.exercise is not None
    assert other.exercise is not None
    names = frozenset(list_comparable(current.exercise, other.exercise))
    if other.exercise.slug != current.exercise.slug:
        kept = tuple(each for each in snapshot.marginals if each.prompt in names)
        return Earlier(replace(snapshot, marginals=kept, crosses=()), names)
    return Earlier(snapshot, frozenset() if other.code == current.code else names)


def list_comparable(now: Exercise | None, then: Exercise | None) -> list[str]:
    """Name the questions of today that may stand beside those of another round.

    Of the same exercise they are those that were asked in the same words; of another one, those
    that name it and have the same steps.
    """
    if now is None or then is None:
        return []
    asked = {each.name: each for prompt in then.prompts for each in prompt.questions}
    if now.slug == then.slug:
        return [each.name for each in now.since if each.asks_the_same(asked.get(each.name))]
    named = [each for each in now.since if each.since == then.slug]
    return [each.name for each in named if each.has_steps_of(asked.get(each.name))]


def read_last_time(store: Store, current: Round, snapshot: Snapshot) -> tuple[LastTime, ...]:
    """Read what the room has been shown before of the questions that it is shown today.

    Args:
        store: The store.
        current: A round whose result may be seen.
        snapshot: That result.

    Returns:
        One for each question that was shown both times, in the order of the exercise; none where
        neither an earlier session of the team nor this one has shown it before.
    """
    exercise = current.exercise
    if exercise is None or not exercise.since:
        return ()
    before = {True: _find_last_time(store, current, exercise)} | {
        slug: _find_here(store, current, slug) for slug in exercise.earlier
    }
    found = []
    for question in exercise.since:
        shown, name = before[question.since], question.name
        if shown is None or name not in list_comparable(exercise, shown.exercise):
            continue
        now, last = snapshot.find_marginal(name), shown.snapshot.find_marginal(name)
        if now is not None and last is not None and now.n and last.n:
            where = "" if question.since is True else shown.exercise.title
            found.append(_tell(now, last, where))
    return tuple(found)


def was_unseen_last_time(store: Store, current: Round) -> bool:
    """Whether a question asks for last time's result, and that was left unseen."""
    exercise = current.exercise
    if exercise is None or not any(each.since is True for each in exercise.since):
        return False
    for each in _list_last_times(store, current, exercise):
        if each.unseen or store.list_snapshots(each.id):
            return each.unseen
    return False


@dataclass(frozen=True)
class Shown:
    """What a room was shown of an exercise.

    Attributes:
        exercise: The exercise as it was played.
        snapshot: The result.
    """

    exercise: Exercise
    snapshot: Snapshot


def find_shown(store: Store, rounds: Iterable[Round], slug: str) -> Shown | None:
    """What the last of some rounds that has shown an exercise has shown; None where none has.

    Args:
        store: The store.
        rounds: Rounds of one session, in their order.
        slug: The exercise's short name.
    """
    found = (_read_shown(store, each) for each in _list_over(rounds, slug))
    return next((each for each in found if each is not None), None)


def _find_last_time(store: Store, current: Round, exercise: Exercise) -> Shown | None:
    """What the team's last session that has played an exercise has shown of it."""
    for each in _list_last_times(store, current, exercise):
        if each.unseen:
            return None
        if (shown := _read_shown(store, each)) is not None:
            return shown
    return None


def _list_last_times(store: Store, current: Round, exercise: Exercise) -> Iterator[Round]:
    """The rounds of an exercise in the team's sessions before that are over, last one first."""
    for code in store.list_followed(current.code):
        yield from _list_over(store.list_rounds(code), exercise.slug)


def _list_over(rounds: Iterable[Round], slug: str) -> Iterator[Round]:
    """Those of some rounds of a session in which an exercise was played, last one first."""
    for each in reversed(list(rounds)):
        if each.exercise and each.exercise.slug == slug and each.phase.is_shown:
            yield each


def _read_shown(store: Store, played: Round) -> Shown | None:
    """What a room was shown in a round."""
    snapshots = [Snapshot.from_json(payload) for payload in store.list_snapshots(played.id)]
    if played.exercise is None or not snapshots or not snapshots[-1].final:
        return None
    return Shown(played.exercise, snapshots[-1])


def _find_here(store: Store, current: Round, slug: str) -> Shown | None:
    """What the session has shown of another exercise before a round."""
    before = [each for each in store.list_rounds(current.code) if each.number < current.number]
    return find_shown(store, before, slug)


def _tell(now: Marginal, last: Marginal, where: str) -> LastTime:
    """What is told of an earlier result: no finer than today's."""
    if now.shape is Shape.BAND or now.shape is not last.shape:
        return LastTime(last.prompt, last.n, *read_centre_of_thirds(last), where=where)
    counts = [count for _, _, count in last.counts]
    half, odd = divmod(len(counts), 2)
    sides = (sum(counts[:half]) / last.n, sum(counts[half + odd :]) / last.n)
    return LastTime(last.prompt, last.n, *read_centre(last), sides, where)
