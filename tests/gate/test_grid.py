"""Rows of a grid through the gate: each counted, coarse and withheld on its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kit.exercise.exercise import Exercise, Submission
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.exercise.steps import Steps
from kit.gate.counts import build_marginal
from kit.gate.marginals import TOO_CLOSE, TOO_FEW, Marginal, Shape, withhold
from kit.gate.promise import APART, describe_promise
from kit.gate.publication import build_snapshot
from kit.gate.rules import Coarseness, coarsen
from kit.gate.snapshot import Snapshot, hold_back

ROWS = ("ask", "hide", "wait")
GRID = Grid("pulse", "How true?", rows=list(ROWS), steps=Steps(1, 7), reverse=["hide"])
EXERCISE = Exercise("pulse", prompts=[GRID, Scale("safe", "How safe?", low=1, high=7)])
BATCH = 5
STEP = st.none() | st.integers(1, 7)
ANSWERS = st.fixed_dictionaries(dict.fromkeys(ROWS, STEP) | {"safe": st.integers(1, 7)})
ROOMS = st.lists(ANSWERS, min_size=1, max_size=30)

Said = dict[str, int | None]


def submit(said: Said) -> Submission:
    return EXERCISE.clean({"pulse": {row: said[row] for row in ROWS}, "safe": said["safe"]})


def find(said: list[Said], row: str) -> list[int]:
    return [step for each in said if (step := each[row]) is not None]


@given(ROOMS, st.integers(0, 3))
def test_each_row_is_what_a_scale_of_its_own_would_be(said: list[Said], extra: int) -> None:
    snapshot = build_snapshot(EXERCISE, [submit(each) for each in said], extra=extra)
    for row in ROWS:
        shown = snapshot.get_marginal(f"pulse.{row}")
        scale = Scale("alone", row, low=1, high=7)
        alone = build_marginal(scale, find(said, row), EXERCISE.policy, taken_off=extra)
        assert (shown.shape, shown.n, shown.counts) == (alone.shape, alone.n, alone.counts)
        assert (shown.zone, shown.spread, shown.zones) == (alone.zone, alone.spread, alone.zones)
        assert (shown.text, shown.group) == (row, "How true?")


@given(ROOMS, st.integers(0, 3))
def test_no_row_tells_anything_of_fewer_than_k_and_how_finely_goes_by_its_own_number(
    said: list[Said], extra: int
) -> None:
    policy = EXERCISE.policy
    snapshot = build_snapshot(EXERCISE, [submit(each) for each in said], extra=extra)
    for row in ROWS:
        shown, n = snapshot.get_marginal(f"pulse.{row}"), len(find(said, row))
        if n - extra < policy.k:
            assert shown == withhold(shown, TOO_FEW)
            assert shown.n == 0
        else:
            assert shown.shape == Shape(coarsen(n - extra, policy))
            assert sum(count for _, _, count in shown.counts) in (0, n)
            assert bool(shown.counts) is (coarsen(n - extra, policy) is not Coarseness.BAND)


@given(st.integers(0, 20), st.integers(0, 20), st.booleans())
def test_a_row_that_differs_by_a_few_answers_is_not_shown_beside_its_earlier_result(
    before: int, now: int, again: bool
) -> None:
    earlier, shown = answer_row(before, 1), answer_row(now, 7)
    if again:  # another round of the same exercise
        held = hold_back(shown, None, [earlier], BATCH)
    else:  # the same round, later
        held = hold_back(shown, earlier, [], BATCH)
    old, new, fresh = (each.get_marginal("pulse.ask") for each in (earlier, held, shown))
    if again:
        close = bool(old.n and fresh.n) and 0 < abs(now - before) < BATCH
        assert new == (withhold(fresh, TOO_CLOSE) if close else fresh)
    else:
        assert new == (old if now - old.n < BATCH else fresh)
    # The others have answered the row beside it, as often as before.
    same = hold_back(shown, None, [earlier], BATCH).get_marginal("pulse.hide")
    assert same == shown.get_marginal("pulse.hide")


def answer_row(n: int, step: int) -> Snapshot:
    """What a room of twenty shows, of whom so many answer the first row."""
    said: list[Said] = [
        {"ask": step if place < n else None, "hide": 4, "wait": None, "safe": 4}
        for place in range(20)
    ]
    return build_snapshot(EXERCISE, [submit(each) for each in said])


@given(ROOMS, st.sampled_from(ROWS))
def test_what_one_row_shows_does_not_depend_on_what_the_others_say(
    said: list[Said], row: str
) -> None:
    alone = [{**dict.fromkeys(ROWS), row: each[row], "safe": 1} for each in said]
    whole, only = (
        build_snapshot(EXERCISE, [submit(each) for each in answers]) for answers in (said, alone)
    )
    assert whole.get_marginal(f"pulse.{row}") == only.get_marginal(f"pulse.{row}")


@given(ROOMS)
def test_what_is_turned_round_in_a_picture_is_published_as_it_was_answered(
    said: list[Said],
) -> None:
    plain = Exercise("pulse", prompts=[Grid("pulse", "How true?", rows=ROWS, steps=Steps(1, 7))])
    answers = [each for each in said if any(each[row] for row in ROWS)]
    turned = Exercise("pulse", prompts=[GRID])
    raw = [{"pulse": {row: each[row] for row in ROWS}} for each in answers]
    first, second = (
        build_snapshot(asked, [asked.clean(each) for each in raw]).to_json()
        for asked in (plain, turned)
    )
    assert first == second


def test_two_steps_are_shown_no_finer_than_a_yes_or_no() -> None:
    grid = Grid("twice", "Is it so?", rows=["here", "there"], steps=["no", "yes"])
    row = grid.questions[0]
    shapes = [build_marginal(row, [1, 2] * 20, AnonymityPolicy()).shape]
    shapes += [build_marginal(row, [2] * n, AnonymityPolicy()).shape for n in (5, 8, 14, 15)]
    assert shapes == [Shape.FULL, Shape.BAND, Shape.BAND, Shape.BAND, Shape.FULL]


def test_a_row_keeps_its_grid_in_the_store_and_others_have_none() -> None:
    shown = build_snapshot(EXERCISE, [submit(dict.fromkeys((*ROWS, "safe"), 3))] * 6)
    row, scale = shown.get_marginal("pulse.ask"), shown.get_marginal("safe")
    assert row.to_json()["group"] == "How true?"
    assert (row.grid, scale.grid) == ("pulse", "")
    assert "group" not in scale.to_json()
    assert [Marginal.from_json(each.to_json()) for each in (row, scale)] == [row, scale]


def test_the_promise_says_that_each_line_is_counted_on_its_own() -> None:
    policy = AnonymityPolicy(k=6)
    lines = describe_promise(Exercise("pulse", prompts=[GRID], policy=policy)).more
    told = next(line for line in lines if "each line is counted on its own" in line)
    assert "not at all with fewer than 6, and only roughly with fewer than 15" in told
    assert APART in lines
