"""Last time beside today: what a team's earlier session has shown of the same question.

Whoever sees two results of one question can take one from the other. Where they differ by a few
answers, the rest would be those of whoever came or left. So the gate publishes today's in thirds
then, and last time's is told no finer beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kit.exercise.exercise import Exercise
from kit.exercise.scale import Scale
from kit.gate.centre import read_centre, read_centre_of_thirds
from kit.gate.marginals import Marginal, Shape
from kit.gate.snapshot import Snapshot
from kit.session.session import Round
from kit.store import Store

UNSEEN_BEFORE = "Last time's result was not shown, and is erased. So nothing stands beside today's."


@dataclass(frozen=True)
class Earlier:
    """What another round of an exercise has published to the same team.

    Attributes:
        snapshot: What it has published.
        comparable: Names of the questions of which today's result may stand beside it, in thirds
            where too few answers differ; empty within one session, where most answers would be the
            same as a few minutes ago.
    """

    snapshot: Snapshot
    comparable: frozenset[str]


@dataclass(frozen=True)
class LastTime:
    """What is told today of last time's result of a question.

    Attributes:
        prompt: Name of the question.
        n: Answers there were.
        zone: In which third of the scale their centre lay, 0 to 2, as they were answered.
        spread: "aligned", "mixed" or "split".
        sides: Which shares of them lay below and above the middle, 0 to 1, as today's picture
            counts them; empty where that has no counts, or others.
    """

    prompt: str
    n: int
    zone: int
    spread: str
    sides: tuple[float, ...] = ()


def read_earlier(current: Round, published: Iterable[tuple[Round, Any]]) -> list[Earlier]:
    """Read what other rounds of an exercise have published.

    Args:
        current: The round that is about to publish.
        published: What `Store.list_earlier` gave.
    """
    return [
        Earlier(
            Snapshot.from_json(payload),
            frozenset()
            if each.code == current.code
            else frozenset(list_comparable(current.exercise, each.exercise)),
        )
        for each, payload in published
    ]


def list_comparable(now: Exercise | None, then: Exercise | None) -> list[str]:
    """Name the questions of today that ask for last time's and were asked in the same words."""
    if now is None or then is None:
        return []
    asked = {each.name: each for prompt in then.prompts for each in prompt.questions}
    return [each.name for each in now.since if each.asks_the_same(asked.get(each.name))]


def read_last_time(store: Store, current: Round, snapshot: Snapshot) -> tuple[LastTime, ...]:
    """Read what the room has been shown last time of the questions that it is shown today.

    Args:
        store: The store.
        current: A round whose result may be seen.
        snapshot: That result.

    Returns:
        One for each question that was shown both times; none where no earlier session of the team
        has shown the exercise.
    """
    exercise = current.exercise
    if exercise is None or not exercise.since:
        return ()
    before = _find_shown(store, current, exercise)
    if before is None:
        return ()
    then, shown = before
    found = []
    for name in list_comparable(exercise, then):
        now, last = snapshot.find_marginal(name), shown.find_marginal(name)
        if now is not None and last is not None and now.n and last.n:
            found.append(_tell(now, last, exercise.get_prompt(name)))
    return tuple(found)


def was_unseen_last_time(store: Store, current: Round) -> bool:
    """Whether a question asks for last time's result, and that was left unseen."""
    exercise = current.exercise
    if exercise is None or not exercise.since:
        return False
    for each in _list_played(store, current, exercise):
        if each.unseen or store.list_snapshots(each.id):
            return each.unseen
    return False


def _find_shown(
    store: Store, current: Round, exercise: Exercise
) -> tuple[Exercise, Snapshot] | None:
    """What the team's last session that has played an exercise has shown of it."""
    for each in _list_played(store, current, exercise):
        if each.unseen:
            return None
        snapshots = [Snapshot.from_json(payload) for payload in store.list_snapshots(each.id)]
        if each.exercise and snapshots and snapshots[-1].final:
            return each.exercise, snapshots[-1]
    return None


def _list_played(store: Store, current: Round, exercise: Exercise) -> Iterator[Round]:
    """The rounds of an exercise in the team's sessions before that are over, last one first."""
    for code in store.list_followed(current.code):
        for each in reversed(store.list_rounds(code)):
            if each.exercise and each.exercise.slug == exercise.slug and each.phase.is_shown:
                yield each


def _tell(now: Marginal, last: Marginal, prompt: Any) -> LastTime:
    """What is told of last time's result: no finer than today's."""
    assert isinstance(prompt, Scale)
    if now.shape is Shape.BAND or now.shape is not last.shape:
        return LastTime(last.prompt, last.n, *read_centre_of_thirds(last))
    counts = [count for _, _, count in last.counts]
    half, odd = divmod(len(counts), 2)
    sides = (sum(counts[:half]) / last.n, sum(counts[half + odd :]) / last.n)
    return LastTime(last.prompt, last.n, *read_centre(last), sides)
