"""Last time beside today: nobody learns more of who came or left than a third of a scale."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kit.charts.captions import describe_marginal, make_table
from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.prompt import Prompt
from kit.exercise.scale import Scale
from kit.exercise.steps import Steps
from kit.export.export import build_export, list_files
from kit.export.frames import build_frame
from kit.gate.marginals import TOO_CLOSE, Marginal, Shape
from kit.gate.publication import build_snapshot, submit
from kit.gate.results import foresee_close, get_result
from kit.gate.since import Earlier, LastTime, list_comparable, read_last_time
from kit.gate.snapshot import Snapshot
from kit.gate.thirds import get_third
from kit.lifecycle import advance_round, skip_round
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import get_view
from tests.store.sample import add_seats

SAFE = Scale("safe", "How safe?", low=1, high=7, low_label="not", high_label="very", since=True)
GRID = Grid("pulse", "How true?", rows=["ask", "hide"], steps=Steps(1, 7), since=True)
EXERCISE = Exercise("pulse", prompts=[SAFE, GRID, Scale("calm", "How calm?", low=1, high=7)])
ALL = frozenset(list_comparable(EXERCISE, EXERCISE))
BATCH = 5
STEP = st.integers(1, 7)
OTHERS = {third: [s for s in range(1, 8) if get_third(SAFE, s) == third] for third in range(3)}


def say(steps: Sequence[int]) -> list[Submission]:
    return [
        EXERCISE.clean({"safe": step, "pulse": {"ask": step, "hide": 8 - step}}) for step in steps
    ]


def publish(steps: Sequence[int], *before: Snapshot, extra: int = 0) -> Snapshot:
    beside = [Earlier(each, ALL) for each in before]
    return build_snapshot(EXERCISE, say(steps), final=True, extra=extra, batch=BATCH, beside=beside)


def write(snapshot: Snapshot) -> str:
    return json.dumps(snapshot.to_json())


@st.composite
def two_sessions(draw: st.DrawFn) -> tuple[list[int], list[int], list[int]]:
    """Answers of last time, and two rooms of today whose answers lie in the same thirds."""
    last = draw(st.lists(STEP, min_size=5, max_size=40))
    n = len(last) + draw(st.sampled_from([-4, -3, -2, -1, 1, 2, 3, 4]))
    assume(n >= 5)
    now = draw(st.lists(STEP, min_size=n, max_size=n))
    moved = [draw(st.sampled_from(OTHERS[get_third(SAFE, step)])) for step in now]
    return last, now, draw(st.permutations(moved))


@given(two_sessions())
def test_after_a_few_came_or_left_all_that_is_published_follows_from_thirds(
    rooms: tuple[list[int], list[int], list[int]],
) -> None:
    last, now, moved = rooms
    before = publish(last)
    assert write(publish(now, before)) == write(publish(moved, before))
    for marginal in publish(now, before).marginals:
        assert marginal.shape in (Shape.BAND, Shape.WITHHELD)
        assert marginal.counts == ()


@given(st.lists(st.lists(STEP, min_size=5, max_size=24), min_size=2, max_size=5))
def test_in_a_chain_of_sessions_two_fine_results_differ_by_nobody_or_by_a_batch(
    rooms: list[list[int]],
) -> None:
    published: list[Snapshot] = []
    for steps in rooms:
        published.append(publish(steps, *published))
    for place, later in enumerate(published):
        for earlier in published[:place]:
            for now in later.marginals:
                then = earlier.get_marginal(now.prompt)
                if now.counts and then.n:
                    assert now.n == then.n or abs(now.n - then.n) >= BATCH


@given(STEP, st.integers(5, 30), st.integers(0, 3))
def test_with_a_second_browser_the_same_number_may_be_other_people(
    step: int, n: int, extra: int
) -> None:
    before = publish([step] * n)
    (safe, *_) = publish([step] * n, before, extra=extra).marginals
    if n - extra < 5:
        assert safe.shape is Shape.WITHHELD
    elif extra:
        assert safe.shape is Shape.BAND
    else:
        assert safe == before.get_marginal("safe")


def test_what_may_not_stand_beside_is_withheld_as_before() -> None:
    before = publish([4] * 20)
    within = build_snapshot(EXERCISE, say([4] * 19), earlier=[before], batch=BATCH)
    other_words = build_snapshot(
        EXERCISE, say([4] * 19), batch=BATCH, beside=[Earlier(before, frozenset({"safe"}))]
    )
    assert [each.summary for each in within.marginals[:3]] == [TOO_CLOSE] * 3
    assert [each.shape for each in other_words.marginals[:2]] == [Shape.BAND, Shape.WITHHELD]
    both = build_snapshot(
        *(EXERCISE, say([4] * 19)),
        earlier=[before],
        batch=BATCH,
        beside=[Earlier(before, ALL)],
    )
    assert both.get_marginal("safe").shape is Shape.WITHHELD


@pytest.mark.parametrize(
    "then",
    [
        Scale("safe", "How very safe?", low=1, high=7, low_label="not", high_label="very"),
        Scale("safe", "How safe?", low=1, high=5, low_label="not", high_label="very"),
        Scale("safe", "How safe?", low=1, high=7, low_label="no", high_label="very"),
        Choice("safe", "How safe?", options=["a", "b"]),
        Scale("other", "How safe?", low=1, high=7, low_label="not", high_label="very"),
    ],
)
def test_other_words_or_steps_are_another_question(then: Prompt) -> None:
    assert list_comparable(EXERCISE, Exercise("pulse", prompts=[then])) == []


def test_a_grid_is_compared_line_by_line_and_a_hint_does_not_matter() -> None:
    grid = Grid("pulse", "How true?", rows=["ask", "wait"], steps=Steps(1, 7), help="Now.")
    assert list_comparable(EXERCISE, Exercise("pulse", prompts=[grid])) == ["pulse.ask"]
    asked = Grid("pulse", "How often?", rows=["ask", "hide"], steps=Steps(1, 7))
    assert list_comparable(EXERCISE, Exercise("pulse", prompts=[asked])) == []


def test_what_stands_beside_last_time_is_in_no_table_of_two_questions() -> None:
    with pytest.raises(DefinitionError, match="since=True"):
        Exercise(
            "pulse", prompts=[SAFE, Choice("kind", "?", ["a", "b"])], crosses=[("safe", "kind")]
        )


class Team:
    """A team whose sessions follow one another, in a real store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.codes: list[str] = []
        self.rounds: list[int] = []

    def play(
        self, steps: Sequence[int], *, reveal: bool = True, exercise: Exercise = EXERCISE
    ) -> int:
        follows = self.codes[-1] if self.codes else None
        code = self.store.add_session("Team", ["pulse.ipynb", "b.ipynb"], follows=follows).code
        round_id = self.store.add_round(code, "pulse.ipynb").id
        self.store.set_definition(round_id, exercise)
        advance_round(self.store, round_id, Phase.PREPARE)
        for token, step in zip(add_seats(self.store, code, len(steps)), steps, strict=True):
            raw = {"safe": step, "pulse": {"ask": step, "hide": step}, "calm": step}
            submit(self.store, round_id, token, raw)
        advance_round(self.store, round_id, Phase.OPEN)
        if reveal:
            advance_round(self.store, round_id, Phase.CLOSED)
        self.codes.append(code)
        self.rounds.append(round_id)
        return round_id

    def read(self, role: Role = Role.SCREEN) -> tuple[LastTime, ...]:
        return get_result(self.store, self.store.get_round_by_id(self.rounds[-1]), role).since


@pytest.fixture
def team(store: Store) -> Team:
    return Team(store)


def test_a_room_sees_what_it_was_shown_last_time_beside_a_result_and_not_before(
    team: Team, store: Store
) -> None:
    team.play([2] * 10 + [6] * 6)
    assert team.read() == ()
    round_id = team.play([6] * 14, reveal=False)
    assert team.read() == ()
    assert [each.prompt for each in team.read(Role.FACILITATOR)] == [
        "safe",
        "pulse.ask",
        "pulse.hide",
    ]
    advance_round(store, round_id, Phase.CLOSED)
    assert team.read()[0] == LastTime("safe", 16, 0, "split")
    assert get_view(store, round_id, Role.PARTICIPANT).result.since == team.read()


def test_with_as_many_answers_both_are_as_fine_as_their_number_allows(team: Team) -> None:
    team.play([2] * 9 + [4] * 3 + [7] * 4)
    team.play([6] * 16)
    assert team.read()[0] == LastTime("safe", 16, 0, "split", (9 / 16, 4 / 16))


def test_what_the_room_was_not_shown_is_not_told_next_time(team: Team, store: Store) -> None:
    team.play([4] * 12)
    team.play([4] * 13, reveal=False)
    store.end_session(team.codes[-1])
    team.play([4] * 12)
    assert {each.n for each in team.read()} == {12}  # of the session before that
    team.play([4] * 3)
    assert team.read() == ()
    team.play([4] * 12)
    assert {each.n for each in team.read()} == {12}


def test_a_session_that_follows_none_has_no_last_time(team: Team, store: Store) -> None:
    team.play([4] * 12)
    team.codes.clear()
    team.play([4] * 12)
    assert team.read() == ()


def test_an_exercise_that_does_not_ask_for_it_has_no_last_time(team: Team) -> None:
    plain = Scale("calm", "How calm?", low=1, high=7)
    team.play([4] * 12)
    team.play([4] * 12, exercise=Exercise("pulse", prompts=[*EXERCISE.prompts[:2], plain]))
    assert "calm" not in {each.prompt for each in team.read()}


def test_on_no_way_out_of_the_store_is_todays_result_finer_than_thirds(
    team: Team, store: Store
) -> None:
    """Two rooms that differ within a third leave the same in all files, tables and captions."""
    found = []
    for today in ([1] * 6 + [3] * 6 + [6] * 7, [2] * 6 + [5] * 6 + [7] * 7):
        each = Team(store)
        each.play([1] * 5 + [3] * 8 + [7] * 7)
        round_id = each.play(today)
        result = get_result(store, store.get_round_by_id(round_id), Role.FACILITATOR)
        assert result.snapshot is not None
        marginals = [result.snapshot.get_marginal(name) for name in ("safe", "pulse.ask")]
        told = [
            text
            for marginal in marginals
            for text in (
                describe_marginal(marginal),
                make_table(marginal),
                build_frame(marginal).to_json(),
                repr(marginal.to_json()),
            )
        ]
        code = each.codes[-1]
        files = list_files(build_export(store, code))
        page = files[f"{code}-report.html"].decode().partition("<main>")[2]
        rows = files[f"{code}-results.csv"].decode()
        found.append((told, result.since, page, rows))
    first, second = found
    # "calm" does not ask for last time, so with a few more or fewer it is withheld.
    assert first == second


def test_the_facilitator_hears_before_the_close_that_only_thirds_would_be_told(
    team: Team, store: Store
) -> None:
    team.play([4] * 12)
    code = store.add_session("Team", ["pulse.ipynb"], follows=team.codes[-1]).code
    round_id = store.add_round(code, "pulse.ipynb").id
    asked = Exercise("pulse", prompts=[SAFE])
    store.set_definition(round_id, asked)
    advance_round(store, round_id, Phase.PREPARE)
    for token in add_seats(store, code, 13):
        submit(store, round_id, token, {"safe": 4})
    assert foresee_close(store, store.get_round_by_id(round_id))[-1] == (
        "An earlier result has 12 answers. What stands beside it is shown finely only with just as "
        "many, or from 5 answers more or fewer on. In between, it is told as a third of the scale "
        "and one word."
    )


def test_a_purged_session_is_last_time_no_more(team: Team, store: Store) -> None:
    team.play([4] * 12)
    team.play([4] * 12)
    team.play([4] * 12)
    store.purge_session(team.codes[1])
    assert {each.n for each in team.read()} == {12}
    store.purge_session(team.codes[0])
    assert team.read() == ()
    assert read_last_time(store, store.get_round_by_id(team.rounds[2]), publish([4] * 12)) == ()


def test_an_exercise_that_was_passed_over_is_no_last_time(team: Team, store: Store) -> None:
    team.play([4] * 12)
    code = store.add_session("Team", ["pulse.ipynb", "b.ipynb"], follows=team.codes[-1]).code
    round_id = store.add_round(code, "pulse.ipynb").id
    store.set_definition(round_id, EXERCISE)
    skip_round(store, round_id)
    team.codes.append(code)
    team.play([4] * 12)
    assert {each.n for each in team.read()} == {12}


def test_a_result_of_last_time_has_the_words_of_what_was_published(
    team: Team, store: Store
) -> None:
    team.play([4] * 12)
    team.play([6] * 13)
    shown = store.list_snapshots(team.rounds[1])[-1]
    safe = Marginal.from_json(shown["marginals"][0])
    assert (safe.shape, safe.zone, safe.spread) == (Shape.BAND, 2, "aligned")


def test_within_one_session_it_is_withheld_as_before(team: Team, store: Store) -> None:
    team.play([4] * 12)
    store.finish_round(team.rounds[0], "pulse.ipynb")
    round_id = store.get_round(team.codes[0]).id
    store.set_definition(round_id, EXERCISE)
    advance_round(store, round_id, Phase.PREPARE)
    for token in add_seats(store, team.codes[0], 13):
        submit(store, round_id, token, {"safe": 4, "pulse": {"ask": 4}})
    advance_round(store, round_id, Phase.OPEN)
    shown = Snapshot.from_json(store.list_snapshots(round_id)[-1])
    assert shown.get_marginal("safe").summary == TOO_CLOSE


def test_beside_a_result_that_still_grows_there_is_no_last_time(team: Team, store: Store) -> None:
    live = Exercise("pulse", prompts=[SAFE], policy=AnonymityPolicy(reveal="live"))
    code = store.add_session("Team", ["pulse.ipynb"]).code
    team.codes.append(code)
    for number in range(2):
        if number:
            code = store.add_session("Team", ["pulse.ipynb"], follows=code).code
        round_id = store.add_round(code, "pulse.ipynb").id
        team.rounds.append(round_id)
        store.set_definition(round_id, live)
        advance_round(store, round_id, Phase.PREPARE)
        tokens = add_seats(store, code, 30)
        store.set_people(code, 30)
        for token in tokens[:12]:
            submit(store, round_id, token, {"safe": 4})
        assert store.list_snapshots(round_id)
        assert team.read() == ()
        if not number:
            advance_round(store, round_id, Phase.OPEN)
            advance_round(store, round_id, Phase.CLOSED)
    advance_round(store, round_id, Phase.OPEN)
    advance_round(store, round_id, Phase.CLOSED)
    assert [each.prompt for each in team.read()] == ["safe"]
