"""The ledger of snapshots: what has been published stays as it was, round by round."""

from __future__ import annotations

from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.yes_no import YesNo
from kit.gate.publication import close_round, submit
from kit.session.session import Phase
from kit.store import Store
from tests.store.sample import (
    EXERCISE,
    NOTEBOOK,
    OpenRound,
    add_seats,
    make_exercise,
    open_sample,
    prepare_round,
)

LIVE = make_exercise(AnonymityPolicy(reveal="live"))


def answer(sample: OpenRound, start: int, stop: int) -> None:
    for token in sample.tokens[start:stop]:
        submit(sample.store, sample.id, token, {"safe": 3})


def close(sample: OpenRound) -> None:
    """Close a round, show it and be done with it."""
    close_round(sample.store, sample.id)
    sample.store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)
    sample.store.finish_round(sample.id)


def test_snapshots_come_in_the_order_of_their_publication_and_stay_as_they_were(
    store: Store,
) -> None:
    sample = open_sample(store, 30, LIVE)
    answer(sample, 0, 10)
    early = store.list_snapshots(sample.id)
    answer(sample, 10, 20)
    late = store.list_snapshots(sample.id)
    assert late[: len(early)] == early
    assert len(late) > len(early) > 0
    people = [each["n"] for each in late]
    assert people == sorted(set(people))
    close_round(store, sample.id)
    assert store.list_snapshots(sample.id)[: len(late)] == late


def test_a_round_without_a_result_has_nothing_in_the_ledger(store: Store) -> None:
    sample = open_sample(store, 12)
    answer(sample, 0, 4)
    assert store.list_snapshots(sample.id) == []
    close_round(store, sample.id)
    assert store.list_snapshots(sample.id) == []
    assert store.list_snapshots(999) == []


def test_earlier_results_are_those_of_the_same_exercise_to_the_same_team(store: Store) -> None:
    sample = open_sample(store, 12)
    answer(sample, 0, 12)
    close(sample)
    published = store.list_snapshots(sample.id)
    assert len(published) == 1
    told = [(store.get_round_by_id(sample.id), *published)]
    assert store.list_earlier(sample.round) == []  # a round's own result is no earlier one

    again = store.add_round(sample.code, NOTEBOOK)
    assert store.list_earlier(again) == []  # nobody knows yet what it is
    store.set_definition(again.id, EXERCISE)
    assert store.list_earlier(store.get_round_by_id(again.id)) == told

    other_team = prepare_round(store)
    assert store.list_earlier(other_team) == []
    after = store.add_session("Team", [NOTEBOOK], follows=sample.code)
    later = store.add_round(after.code, NOTEBOOK)
    store.set_definition(later.id, EXERCISE)
    assert store.list_earlier(store.get_round_by_id(later.id)) == told


def test_another_exercise_has_no_earlier_results_of_this_one(store: Store) -> None:
    sample = open_sample(store, 12)
    answer(sample, 0, 12)
    close(sample)
    other = store.add_round(sample.code, "other.ipynb")
    store.set_definition(other.id, Exercise("other", prompts=[YesNo("quiet", "Quiet?")]))
    assert store.list_earlier(store.get_round_by_id(other.id)) == []


def test_rounds_of_one_session_do_not_share_their_snapshots(store: Store) -> None:
    sample = open_sample(store, 12)
    answer(sample, 0, 12)
    close(sample)
    again = store.add_round(sample.code, NOTEBOOK)
    store.set_definition(again.id, EXERCISE)
    add_seats(store, sample.code, 3)
    assert store.list_snapshots(again.id) == []
