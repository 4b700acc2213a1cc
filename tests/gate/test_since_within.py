"""A question at the end of a session beside one at its beginning, by the same rule of the gate."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kit.charts.since import COARSE, COARSE_HERE, describe_since, explain_coarse
from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise
from kit.exercise.scale import Scale
from kit.export.export import build_export, list_files
from kit.export.report import read_since
from kit.gate.marginals import Shape
from kit.gate.promise import describe_promise
from kit.gate.publication import build_snapshot, submit
from kit.gate.results import foresee_close, get_result
from kit.gate.since import Earlier, LastTime, list_comparable
from kit.gate.thirds import get_third
from kit.gate.unseen import leave_unseen
from kit.lifecycle import advance_round, move_to
from kit.session.session import Phase, Role
from kit.store import Store
from tests.store.sample import add_seats

ARRIVING = Scale("energy", "How much energy do you have right now?", since=True)
LEAVING = Scale("energy", "How much energy do you have now?", since="welcome")
SAFE = Scale("safe", "How safe was it to speak?")
WELCOME = Exercise("welcome", prompts=[ARRIVING, Scale("safe", "How safe is it?")])
LEAVE = Exercise("check-out", prompts=[LEAVING, SAFE])
BATCH = 5
STEP = st.integers(1, 5)
SAME = {third: [s for s in range(1, 6) if get_third(LEAVING, s) == third] for third in range(3)}


class Day:
    """A session that plays a welcome and a check-out, with as many answers as each is given."""

    def __init__(self, store: Store, **more: str) -> None:
        self.store = store
        notebooks = ["welcome.ipynb", "check_out.ipynb", "welcome.ipynb"]
        self.code = store.add_session("Team", notebooks, **more).code  # type: ignore[arg-type]
        store.add_round(self.code, notebooks[0])
        self.tokens = add_seats(store, self.code, 30)
        self.rounds: list[int] = []

    def play(self, exercise: Exercise, steps: Sequence[int]) -> int:
        """Play the round that the session is at, to its reveal, and go on to the next."""
        current = self.store.get_round(self.code)
        self.store.set_definition(current.id, exercise)
        advance_round(self.store, current.id, Phase.PREPARE)
        for token, step in zip(self.tokens, steps, strict=False):
            submit(self.store, current.id, token, {"energy": step, "safe": step})
        self.rounds.append(current.id)
        return current.id

    def close(self, round_id: int) -> None:
        advance_round(self.store, round_id, Phase.OPEN, sure=True)
        advance_round(self.store, round_id, Phase.CLOSED)

    def go_on(self, round_id: int, place: int) -> None:
        move_to(self.store, round_id, place, expected=Phase.REVEALED)

    def play_both(self, arriving: Sequence[int], leaving: Sequence[int]) -> int:
        first = self.play(WELCOME, arriving)
        self.close(first)
        self.go_on(first, 1)
        last = self.play(LEAVE, leaving)
        self.close(last)
        return last

    def read(self, round_id: int) -> tuple[LastTime, ...]:
        return get_result(self.store, self.store.get_round_by_id(round_id), Role.SCREEN).since

    def get(self, round_id: int, name: str = "energy") -> object:
        result = get_result(self.store, self.store.get_round_by_id(round_id), Role.SCREEN)
        assert result.snapshot is not None
        return result.snapshot.get_marginal(name)


def test_leaving_stands_beside_arriving_as_fine_as_their_numbers_allow(store: Store) -> None:
    day = Day(store)
    last = day.play_both([1] * 10 + [5] * 6, [5] * 16)
    assert day.read(last) == (LastTime("energy", 16, 0, "split", (10 / 16, 6 / 16), "Welcome"),)
    assert day.get(last).shape is Shape.FULL  # type: ignore[attr-defined]
    assert day.get(last, "safe").shape is Shape.FULL  # type: ignore[attr-defined]


def test_after_one_has_left_both_are_told_in_thirds_and_the_other_questions_as_ever(
    store: Store,
) -> None:
    day = Day(store)
    last = day.play_both([1] * 10 + [5] * 6, [5] * 15)
    assert day.read(last) == (LastTime("energy", 16, 0, "split", (), "Welcome"),)
    assert day.get(last).shape is Shape.BAND  # type: ignore[attr-defined]
    # Another question of the same name in the other exercise is another question.
    assert day.get(last, "safe").shape is Shape.FULL  # type: ignore[attr-defined]
    told = describe_since(day.read(last)[0], day.get(last))  # type: ignore[arg-type]
    assert told == "Welcome (16): low, far apart. Now (15): high, close together."
    assert explain_coarse([day.get(last)], day.read(last)) == COARSE_HERE  # type: ignore[list-item]
    assert explain_coarse([day.get(last)], [LastTime("energy", 16, 0, "split")]) == COARSE  # type: ignore[list-item]


def test_the_report_and_the_tables_have_both(store: Store) -> None:
    day = Day(store)
    day.play_both([1] * 10 + [5] * 6, [5] * 15)
    exported = build_export(store, day.code)
    (told,) = exported["rounds"][1]["since"]
    assert told["where"] == "Welcome"
    assert read_since(exported["rounds"][1])[0].where == "Welcome"
    files = list_files(exported)
    words = "Welcome (16): low, far apart. Now (15): high, close together."
    assert words in files[f"{day.code}-report.html"].decode()
    assert words in files[f"{day.code}-results.csv"].decode("utf-8-sig")


def test_what_comes_after_it_is_not_what_it_stands_beside(store: Store) -> None:
    day = Day(store)
    last = day.play_both([1] * 12, [5] * 12)
    day.go_on(last, 2)
    again = day.play(WELCOME, [3] * 20)
    day.close(again)
    assert [(each.n, each.zone) for each in day.read(last)] == [(12, 0)]


def test_the_welcome_of_another_session_is_not_of_today(store: Store) -> None:
    day = Day(store, team="North")
    day.close(day.play(WELCOME, [1] * 12))
    later = Day(store, team="North")
    skipped = store.get_round(later.code)
    store.set_definition(skipped.id, LEAVE)
    last = later.play(LEAVE, [5] * 13)
    later.close(last)
    assert later.read(last) == ()
    assert later.get(last).shape is Shape.BUCKETS  # type: ignore[attr-defined]


def test_other_steps_are_not_put_beside_each_other(store: Store) -> None:
    fine = Exercise("check-out", prompts=[Scale("energy", "How much?", high=7, since="welcome")])
    assert list_comparable(fine, WELCOME) == []
    assert list_comparable(LEAVE, WELCOME) == ["energy"]
    assert list_comparable(WELCOME, LEAVE) == []
    day = Day(store)
    first = day.play(WELCOME, [1] * 12)
    day.close(first)
    day.go_on(first, 1)
    asked = Exercise("check-out", prompts=[Scale("energy", "?", high=7, since="welcome"), SAFE])
    last = day.play(asked, [5] * 13)
    day.close(last)
    assert day.read(last) == ()
    assert day.get(last).shape is Shape.BUCKETS  # type: ignore[attr-defined]


def test_before_the_close_the_facilitator_hears_that_only_thirds_would_be_told(
    store: Store,
) -> None:
    day = Day(store)
    first = day.play(WELCOME, [1] * 16)
    day.close(first)
    day.go_on(first, 1)
    last = day.play(LEAVE, [5] * 15)
    (*_, told) = foresee_close(store, store.get_round_by_id(last))
    assert told.startswith("An earlier result has 16 answers. What stands beside it")


def test_the_promise_says_so_and_names_the_question() -> None:
    said = [line for line in describe_promise(LEAVE).more if "earlier today" in line]
    assert len(said) == 1
    assert "“How much energy do you have now?”" in said[0]
    assert not [line for line in describe_promise(WELCOME).more if "earlier today" in line]


@pytest.mark.parametrize("wrong", ["Welcome!", "", 3, None])
def test_what_is_no_short_name_is_refused_with_the_cure(wrong: object) -> None:
    with pytest.raises(DefinitionError, match=r"since='welcome'"):
        Scale("energy", "?", since=wrong)  # type: ignore[arg-type]


def test_an_exercise_does_not_stand_beside_itself() -> None:
    with pytest.raises(DefinitionError, match="its own name"):
        Exercise("welcome", prompts=[Scale("energy", "?", since="welcome")])


@given(
    st.lists(STEP, min_size=5, max_size=30),
    st.sampled_from([-4, -3, -2, -1, 1, 2, 3, 4]),
    st.data(),
)
def test_who_left_or_came_in_between_is_told_by_no_more_than_a_third(
    arriving: list[int], by: int, data: st.DataObject
) -> None:
    """Whoever stays answers as before, which is when a difference would tell the most."""
    n = len(arriving) + by
    assume(n >= 5)
    stayed = arriving[:n]
    joined = data.draw(st.lists(STEP, min_size=n - len(stayed), max_size=n - len(stayed)))
    leaving = [*stayed, *joined]
    moved = [data.draw(st.sampled_from(SAME[get_third(LEAVING, step)])) for step in leaving]
    say = [WELCOME.clean({"energy": step}) for step in arriving]
    before = build_snapshot(WELCOME, say, final=True, batch=BATCH)
    beside = [Earlier(before, frozenset(list_comparable(LEAVE, WELCOME)))]
    shown = [
        build_snapshot(
            *(LEAVE, [LEAVE.clean({"energy": step}) for step in each]),
            final=True,
            batch=BATCH,
            beside=beside,
        ).get_marginal("energy")
        for each in (leaving, moved)
    ]
    assert shown[0] == shown[1]
    assert shown[0].counts == ()


def test_beside_the_same_day_a_last_time_that_was_left_unseen_is_not_told(store: Store) -> None:
    earlier = Day(store, team="North")
    arrived = earlier.play(WELCOME, [3] * 12)
    earlier.close(arrived)
    earlier.go_on(arrived, 1)
    left = earlier.play(LEAVE, [3] * 12)
    advance_round(store, left, Phase.OPEN, sure=True)
    leave_unseen(store, left)
    today = Day(store, team="North")
    last = today.play_both([3] * 12, [3] * 12)
    result = get_result(store, store.get_round_by_id(last), Role.SCREEN)
    assert [each.where for each in result.since] == [WELCOME.title]
    assert not result.unseen_before
