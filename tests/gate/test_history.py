"""A team over time: whoever sees every line learns of nobody more than the rule allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.steps import Steps
from kit.gate.history import Kind, Measure, Played, Point, build_measures
from kit.gate.publication import build_snapshot
from kit.gate.since import Earlier, Shown, list_comparable
from kit.gate.snapshot import Snapshot
from kit.gate.thirds import get_third

SAFE = Scale("safe", "How safe?", low=1, high=7, since=True)
PULSE = Exercise("pulse", prompts=[SAFE])
ARRIVE = Exercise("welcome", prompts=[Scale("energy", "How much now?", since=True)])
LEAVE = Exercise("check-out", prompts=[Scale("energy", "How much then?", since="welcome")])
BATCH = 5
STEP = st.integers(1, 7)
SAME = {third: [s for s in range(1, 8) if get_third(SAFE, s) == third] for third in range(3)}
NAMES = frozenset(["safe"])


def publish(steps: Sequence[int], before: Sequence[Snapshot] = ()) -> Snapshot:
    """What the gate publishes of some answers, where it knows of what was published before."""
    return build_snapshot(
        PULSE,
        [PULSE.clean({"safe": step}) for step in steps],
        final=True,
        batch=BATCH,
        beside=[Earlier(each, NAMES) for each in before],
    )


def play(rooms: Sequence[Sequence[int]], *, known: bool) -> list[Played]:
    """Sessions of a team; whether the gate knew, as each was played, that they are one team's."""
    published: list[Snapshot] = []
    for steps in rooms:
        published.append(publish(steps, published if known else ()))
    return [Played({"pulse": Shown(PULSE, each)}, 12) for each in published]


def tell(rooms: Sequence[Sequence[int]], *, known: bool = False) -> tuple[Measure, ...]:
    return build_measures(play(rooms, known=known), [True] * len(rooms))


def list_points(rooms: Sequence[Sequence[int]], *, known: bool = False) -> tuple[Point, ...]:
    (measure,) = tell(rooms, known=known)
    return measure.points


@st.composite
def team_over_time(draw: st.DrawFn) -> list[dict[int, int]]:
    """Two to five sessions of people who leave and join; each answers as the time before.

    Answers that stay as they were are where a difference between two lines would tell the most.

    Returns:
        For each session the answers by person.
    """
    answers = {person: draw(STEP) for person in range(30)}
    here = set(range(draw(st.integers(5, 22))))
    rooms = [{person: answers[person] for person in here}]
    for _ in range(draw(st.integers(1, 4))):
        away = sorted(set(answers) - here)
        leave = draw(st.sets(st.sampled_from(sorted(here)), max_size=3))
        join = draw(st.sets(st.sampled_from(away), max_size=5)) if away else set()
        here = (here - leave) | join
        assume(len(here) >= 5)
        rooms.append({person: answers[person] for person in here})
    return rooms


def list_rooms(rooms: Sequence[dict[int, int]]) -> list[list[int]]:
    return [[room[person] for person in sorted(room)] for room in rooms]


@settings(max_examples=200)
@given(team_over_time(), st.booleans())
def test_two_fine_lines_differ_by_nobody_or_by_a_batch(
    rooms: list[dict[int, int]], known: bool
) -> None:
    for measure in tell(list_rooms(rooms), known=known):
        fine = [each.n for each in measure.points if each.parts]
        told = [each.n for each in measure.points if each.kind is Kind.SHOWN]
        for n in fine:
            assert all(n == other or abs(n - other) >= BATCH for other in told)


@settings(max_examples=200)
@given(team_over_time(), st.booleans(), st.data())
def test_who_knows_all_answers_but_one_learns_no_more_of_it_than_its_third(
    rooms: list[dict[int, int]], known: bool, data: st.DataObject
) -> None:
    """The victim is there in lines that are too close to another one, and in no others."""
    points = list_points(list_rooms(rooms), known=known)
    close = [
        any(0 < abs(one.n - other.n) < BATCH for other in points) and one.n >= 8 for one in points
    ]
    people = sorted(
        person
        for person in {person for room in rooms for person in room}
        if all(close[place] for place, room in enumerate(rooms) if person in room)
    )
    assume(people)
    victim = data.draw(st.sampled_from(people))
    answer = next(room[victim] for room in rooms if victim in room)
    seen = []
    for instead in SAME[get_third(SAFE, answer)]:
        other = [room | ({victim: instead} if victim in room else {}) for room in rooms]
        seen.append(list_points(list_rooms(other), known=known))
    assert all(each == seen[0] for each in seen)
    assert not any(point.parts for point, near in zip(points, close, strict=True) if near)


@given(team_over_time(), st.data())
def test_a_line_that_cannot_be_seen_makes_no_other_finer(
    rooms: list[dict[int, int]], data: st.DataObject
) -> None:
    sessions = play(list_rooms(rooms), known=False)
    seen = data.draw(st.lists(st.booleans(), min_size=len(rooms), max_size=len(rooms)).filter(any))
    (whole,) = build_measures(sessions, [True] * len(rooms))
    (some,) = build_measures(sessions, seen)
    assert list(some.points) == [
        point for point, may in zip(whole.points, seen, strict=True) if may
    ]


def test_lines_are_as_fine_as_a_third_allows_where_numbers_are_equal_or_far_apart() -> None:
    first, second, third = list_points([[2] * 8 + [7] * 4, [6] * 12, [4] * 17])
    assert first == Point(Kind.SHOWN, 12, 0, "split", (8, 0, 4))
    assert second == Point(Kind.SHOWN, 12, 2, "aligned", (0, 0, 12))
    assert third == Point(Kind.SHOWN, 17, 1, "aligned", (0, 17, 0))


def test_one_person_fewer_leaves_thirds_of_both_also_where_the_name_came_later() -> None:
    for known in (True, False):
        first, second, third = list_points([[2] * 16, [6] * 15, [4] * 30], known=known)
        assert first == Point(Kind.SHOWN, 16, 0, "aligned")
        assert second == Point(Kind.SHOWN, 15, 2, "aligned")
        assert third.parts == (0, 30, 0)


def test_where_answers_are_known_or_browsers_too_many_equal_numbers_are_too_close() -> None:
    sessions = play([[2] * 16, [6] * 16], known=False)
    shown = sessions[1].shown["pulse"]
    for snapshot in (replace(shown.snapshot, extra=1), replace(shown.snapshot, known=1)):
        marked = Played({"pulse": replace(shown, snapshot=snapshot)}, 12)
        (measure,) = build_measures([sessions[0], marked], [True, True])
        assert [each.parts for each in measure.points] == [(), ()]


def test_in_a_large_room_a_batch_is_larger() -> None:
    sessions = [replace(each, people=120) for each in play([[2] * 116, [6] * 110], known=False)]
    (measure,) = build_measures(sessions, [True, True])
    assert [each.parts for each in measure.points] == [(), ()]
    small = [replace(each, people=99) for each in sessions]
    (measure,) = build_measures(small, [True, True])
    assert [each.parts for each in measure.points] == [(116, 0, 0), (0, 0, 110)]


def test_a_policy_that_asks_for_more_holds_between_the_lines() -> None:
    strict = Exercise("pulse", prompts=[SAFE], policy=AnonymityPolicy(k=8))
    published = play([[2] * 20, [6] * 27], known=False)
    sessions = [
        published[0],
        Played({"pulse": replace(published[1].shown["pulse"], exercise=strict)}, 12),
    ]
    (measure,) = build_measures(sessions, [True, True])
    assert [each.parts for each in measure.points] == [(), ()]


def test_another_version_of_a_question_is_no_measure_of_the_same() -> None:
    old = Exercise("pulse", prompts=[replace(SAFE, text="How very safe?")])
    first, second, third = play([[2] * 12, [6] * 11, [6] * 12], known=False)
    first = Played({"pulse": replace(first.shown["pulse"], exercise=old)}, 12)
    (measure,) = build_measures([first, second, third], [True] * 3)
    assert [each.kind for each in measure.points] == [Kind.OTHER_WORDS, Kind.SHOWN, Kind.SHOWN]
    assert measure.text == "How safe?"
    (other,) = build_measures([first, third], [True] * 2)
    assert other.points[1].parts  # of another question nothing is taken away


def test_what_was_not_played_not_asked_or_not_shown_has_no_point() -> None:
    (shown,) = play([[4] * 12], known=False)
    (few,) = play([[4] * 3], known=False)
    other = Exercise("pulse", prompts=[Scale("calm", "How calm?")])
    unasked = Played({"pulse": replace(shown.shown["pulse"], exercise=other)}, 12)
    (measure,) = build_measures([Played({}), few, unasked, shown], [True] * 4)
    assert [each.kind for each in measure.points] == [
        Kind.NOT_PLAYED,
        Kind.TOO_FEW,
        Kind.NOT_PLAYED,
        Kind.SHOWN,
    ]
    assert build_measures([Played({}), few], [True, True]) == ()
    assert build_measures([], []) == ()


def test_a_question_that_does_not_ask_for_what_was_before_is_not_there() -> None:
    plain = Exercise("pulse", prompts=[replace(SAFE, since=False)])
    (shown,) = play([[4] * 12], known=False)
    assert (
        build_measures([Played({"pulse": Shown(plain, shown.shown["pulse"].snapshot)})], [True])
        == ()
    )


def test_a_line_joins_the_points_from_four_sessions_on() -> None:
    for count in range(1, 6):
        (measure,) = tell([[4] * 12] * count)
        assert measure.has_line is (count >= 4)
    (gaps,) = build_measures([Played({}), *play([[4] * 12] * 3, known=False)], [True] * 4)
    assert not gaps.has_line


@given(
    st.lists(st.integers(1, 5), min_size=8, max_size=24),
    st.sampled_from([-4, -1, 1, 4]),
)
def test_arriving_and_leaving_of_one_session_go_by_each_other_too(
    arriving: list[int], by: int
) -> None:
    """Where nobody saw them beside each other that day, they are so here all the same."""
    leaving = (arriving * 2)[: len(arriving) + by]
    assume(len(leaving) >= 8)

    def show(exercise: Exercise, steps: Sequence[int]) -> Shown:
        said = [exercise.clean({"energy": step}) for step in steps]
        return Shown(exercise, build_snapshot(exercise, said, final=True, batch=BATCH))

    plain = Exercise("check-out", prompts=[Scale("energy", "How much then?", since=True)])
    for exercise, apart in ((LEAVE, False), (plain, True)):
        shown = {"welcome": show(ARRIVE, arriving), "check-out": show(exercise, leaving)}
        measures = build_measures([Played(shown, 12)], [True])
        assert [each.slug for each in measures] == ["welcome", "check-out"]
        assert [bool(each.points[0].parts) for each in measures] == [apart, apart]


def test_each_line_of_a_grid_is_a_measure_and_says_which_way_is_better() -> None:
    grid = Grid(
        "pulse",
        "How true?",
        rows=["ask", "hide"],
        steps=Steps(1, 7, low_label="not", high_label="very"),
        reverse=["hide"],
        better="safer",
        since=True,
    )
    asked = Exercise("safety", title="Safety", prompts=[grid])
    said = [asked.clean({"pulse": {"ask": 6, "hide": 2}}) for _ in range(12)]
    shown = Shown(asked, build_snapshot(asked, said, final=True, batch=BATCH))
    ask, hide = build_measures([Played({"safety": shown})], [True])
    assert (ask.prompt, ask.text, ask.group) == ("pulse.ask", "ask", "How true?")
    assert (ask.reversed, hide.reversed, hide.better) == (False, True, "safer")
    assert (hide.ends, hide.exercise) == (("not", "very"), "Safety")


@pytest.mark.parametrize("n", [7, 8])
def test_few_answers_are_not_said_to_be_in_thirds_because_of_others(n: int) -> None:
    (measure,) = tell([[4] * n, [4] * (n - 1)])
    assert measure.is_coarse is (n == 8)


def test_what_is_comparable_is_told_by_the_gate() -> None:
    assert list_comparable(PULSE, PULSE) == [*NAMES]
