"""A team over time: what its sessions have shown of the same questions, a line for each session.

Whoever sees all lines can take any of them from any other. So the rule between two results holds
between all of them: where two numbers of answers differ by a few, both are told as a third of the
scale and a word, however many have answered. It is decided anew whenever the lines are read, by
all sessions of the team, also those that the reader may not see: a name that is given later, or a
session that is erased, changes what stands beside what.

Only what a room was shown is here, and nothing is told more finely than in three parts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid, GridRow
from kit.exercise.scale import Scale
from kit.gate.centre import count_thirds, read_centre, read_centre_of_thirds
from kit.gate.marginals import Marginal, Shape
from kit.gate.rules import BUCKETS_N, may_stand_beside
from kit.gate.since import Shown, find_shown, list_comparable
from kit.store import Store

Key: TypeAlias = tuple[str | bool, str]
"""Short name of an exercise, and name of a question."""
LINE_FROM = 4  # sessions from which on a line joins the points; fewer are no trend


class Kind(StrEnum):
    """What there is of a question in one session."""

    SHOWN = "shown"
    NOT_PLAYED = "not played"  # or not shown to the room
    TOO_FEW = "too few"  # the exercise was shown, and of this question nothing
    OTHER_WORDS = "other words"  # or other steps: another question, so not the same measure


@dataclass(frozen=True)
class Point:
    """What is told of a question in one session.

    Attributes:
        kind: What there is of it.
        n: Answers behind it; 0 where nothing is shown.
        zone: In which third of the scale their centre lies, 0 to 2; -1 where nothing is shown.
        spread: "aligned", "mixed" or "split"; "" where nothing is shown.
        parts: How many lie in each third, the lowest first; empty where only the third is told.
    """

    kind: Kind
    n: int = 0
    zone: int = -1
    spread: str = ""
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A question that asks for what was before, and what each session has shown of it.

    Attributes:
        slug: Short name of its exercise.
        exercise: Title of its exercise, as it was played last.
        prompt: The question's name.
        text: The question.
        group: The question of the grid whose row it is; "" where it is none.
        ends: What the lowest and the highest step mean, each "" where nothing is said.
        reversed: On it less is better.
        better: What more of the others means, as in "safer"; "" where it is no row of a grid.
        points: One for each session, the first session first.
    """

    slug: str
    exercise: str
    prompt: str
    text: str
    group: str
    ends: tuple[str, str]
    reversed: bool
    better: str
    points: tuple[Point, ...]

    @property
    def has_line(self) -> bool:
        """Whether there are enough points for a line through them."""
        return sum(each.kind is Kind.SHOWN for each in self.points) >= LINE_FROM

    @property
    def is_coarse(self) -> bool:
        """Whether a result is told in thirds although many have answered."""
        return any(each.n >= BUCKETS_N and not each.parts for each in self.points)


@dataclass(frozen=True)
class Played:
    """What one session of a team has shown.

    Attributes:
        shown: By the exercises' short names.
        people: The size of the room at most, by which the batch goes.
        withheld: Short names of the exercises that were played and of which nothing could be shown.
    """

    shown: Mapping[str, Shown]
    people: int = 0
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Result:
    """A published result of a measure, and what decides what may stand beside it."""

    marginal: Marginal
    taken_off: int
    batch: int


def read_played(store: Store, code: str) -> Played:
    """Read what a session has shown, the last time that it has shown each exercise.

    Raises:
        NotFoundError: No session has this code.
    """
    rounds = store.list_rounds(code)
    slugs = dict.fromkeys(each.exercise.slug for each in rounds if each.exercise is not None)
    found = {slug: find_shown(store, rounds, slug) for slug in slugs}
    shown = {slug: each for slug, each in found.items() if each is not None}
    over = {
        each.exercise.slug
        for each in rounds
        if each.exercise is not None and each.played and each.phase.is_shown and not each.unseen
    }
    return Played(shown, store.count_seats(code), frozenset(over - shown.keys()))


def build_measures(sessions: Sequence[Played], seen: Sequence[bool]) -> tuple[Measure, ...]:
    """Put together what a team's sessions have shown of every question that asks for it.

    Which questions there are, and in which words, is what was played last. Where an earlier version
    differs, it is another question and no measure of the same.

    Args:
        sessions: All sessions of the team, the first one first.
        seen: Which of them the reader may see; the others have no point, and count all the same.

    Returns:
        In the order in which the exercises were played first; those alone of which there is a
        point.
    """
    newest = {slug: each for session in sessions for slug, each in session.shown.items()}
    asked = [(slug, each) for slug, shown in newest.items() for each in shown.exercise.since]
    found: dict[Key, list[Result | Kind]] = {
        (slug, each.name): [_find(session, newest[slug].exercise, each) for session in sessions]
        for slug, each in asked
    }
    links = {
        frozenset([(slug, each.name), (each.since, each.name)])
        for slug, each in asked
        if (each.since, each.name) in found
    }
    measures = [
        _describe(
            newest[slug].exercise,
            each,
            tuple(
                _tell(result, _list_beside(found, links, (slug, each.name), place))
                for place, result in enumerate(found[slug, each.name])
                if seen[place]
            ),
        )
        for slug, each in asked
    ]
    return tuple(each for each in measures if any(p.kind is Kind.SHOWN for p in each.points))


def _find(session: Played, exercise: Exercise, question: Scale) -> Result | Kind:
    """What a session has shown of a question as it was asked last."""
    shown = session.shown.get(exercise.slug)
    if shown is None:
        return Kind.TOO_FEW if exercise.slug in session.withheld else Kind.NOT_PLAYED
    if question.name not in list_comparable(exercise, shown.exercise):
        asked = {each.name for prompt in shown.exercise.prompts for each in prompt.questions}
        return Kind.OTHER_WORDS if question.name in asked else Kind.NOT_PLAYED
    marginal = shown.snapshot.find_marginal(question.name)
    if marginal is None or not marginal.n or marginal.shape is Shape.WITHHELD:
        return Kind.TOO_FEW
    batch = shown.exercise.policy.get_batch(session.people)
    return Result(marginal, shown.snapshot.taken_off, batch)


def _list_beside(
    found: Mapping[Key, Sequence[Result | Kind]],
    links: Collection[frozenset[Key]],
    key: Key,
    place: int,
) -> list[Result]:
    """Every other result that one may be taken from.

    They are those of the other sessions, and of a question of the same session beside which it
    stands, or that stands beside it.
    """
    others = [each for number, each in enumerate(found[key]) if number != place]
    linked = [found[other][place] for link in links if key in link for other in link - {key}]
    return [each for each in (*others, *linked) if isinstance(each, Result)]


def _tell(result: Result | Kind, beside: Iterable[Result]) -> Point:
    """What is told of a result: where another one is too close to it, no more than its third."""
    if isinstance(result, Kind):
        return Point(result)
    marginal = result.marginal
    close = not all(
        may_stand_beside(
            marginal.n,
            other.marginal.n,
            batch=max(result.batch, other.batch),
            taken_off=max(result.taken_off, other.taken_off),
        )
        for other in beside
    )
    if close or not marginal.counts:
        return Point(Kind.SHOWN, marginal.n, *read_centre_of_thirds(marginal))
    return Point(Kind.SHOWN, marginal.n, *read_centre(marginal), count_thirds(marginal))


def _describe(exercise: Exercise, question: Scale, points: tuple[Point, ...]) -> Measure:
    grid = exercise.get_prompt(question.name.partition(".")[0]) if question.group else None
    return Measure(
        exercise.slug,
        exercise.title,
        question.name,
        question.text,
        question.group,
        (question.low_label, question.high_label),
        isinstance(question, GridRow) and question.reversed,
        grid.better if isinstance(grid, Grid) else "",
        points,
    )
