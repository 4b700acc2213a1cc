"""What a round's notebook has defined: fixed once it begins, but for a tighter policy."""

from __future__ import annotations

import pytest

from kit.errors import PhaseError, PolicyError
from kit.exercise.policy import AnonymityPolicy
from kit.gate.publication import close_round, submit
from kit.session.session import Phase
from kit.store import Store
from tests.store.sample import EXERCISE, NOTEBOOK, make_exercise, open_sample, prepare_round

BEGUN = AnonymityPolicy(k=6, text_k=9, batch=7, full_scale_n=20)
LOOSER = {
    "k": AnonymityPolicy(k=5, text_k=9, batch=7, full_scale_n=20),
    "text_k": AnonymityPolicy(k=6, text_k=8, batch=7, full_scale_n=20),
    "batch": AnonymityPolicy(k=6, text_k=9, batch=6, full_scale_n=20),
    "full_scale_n": AnonymityPolicy(k=6, text_k=9, batch=7, full_scale_n=15),
    "sealed": AnonymityPolicy(k=6, text_k=9, batch=7, full_scale_n=20, reveal="live"),
}


def begin(store: Store, phase: Phase) -> int:
    """A round under a policy, in a phase after the first."""
    current = prepare_round(store, make_exercise(BEGUN, leader=True))
    store.set_phase(current.id, Phase.LEADER, expected=Phase.PREPARE)
    if phase is Phase.OPEN:
        store.set_phase(current.id, Phase.OPEN, expected=Phase.LEADER)
    return current.id


def test_a_definition_comes_back_as_it_was(store: Store) -> None:
    assert prepare_round(store).exercise == EXERCISE
    with_leader = make_exercise(AnonymityPolicy(k=7, reveal="live"), leader=True)
    assert prepare_round(store, with_leader).exercise == with_leader


def test_a_definition_may_change_until_the_round_begins(store: Store) -> None:
    current = prepare_round(store)
    changed = make_exercise(leader=True)
    store.set_definition(current.id, changed)
    assert store.get_round_by_id(current.id).exercise == changed
    store.set_phase(current.id, Phase.LEADER, expected=Phase.PREPARE)
    store.set_definition(current.id, changed)
    with pytest.raises(PhaseError, match=f"{NOTEBOOK} has changed .* Undo the change"):
        store.set_definition(current.id, EXERCISE)
    assert store.get_round_by_id(current.id).exercise == changed


def test_an_equal_definition_tells_nobody_anything(store: Store) -> None:
    current = prepare_round(store)
    heard: list[str] = []
    store.notices.listen(lambda _code, what: heard.append(what))
    store.set_definition(current.id, make_exercise())
    assert heard == []
    store.set_definition(current.id, make_exercise(leader=True))
    assert heard == ["round"]


@pytest.mark.parametrize("phase", [Phase.LEADER, Phase.OPEN])
@pytest.mark.parametrize("setting", list(LOOSER))
def test_a_looser_policy_is_refused_in_a_round_that_has_begun(
    store: Store, setting: str, phase: Phase
) -> None:
    round_id = begin(store, phase)
    before = store.get_round_by_id(round_id)
    with pytest.raises(PolicyError, match=rf"{NOTEBOOK}, .*{setting}.*Undo the change") as error:
        store.set_definition(round_id, make_exercise(LOOSER[setting], leader=True))
    assert "Keep " in str(error.value)
    assert store.get_round_by_id(round_id) == before


@pytest.mark.parametrize("phase", [Phase.LEADER, Phase.OPEN])
def test_a_tighter_policy_is_taken_and_cannot_be_taken_back(store: Store, phase: Phase) -> None:
    round_id = begin(store, phase)
    tighter = make_exercise(AnonymityPolicy(k=8, text_k=12, batch=9, full_scale_n=25), leader=True)
    heard: list[str] = []
    store.notices.listen(lambda _code, what: heard.append(what))
    store.set_definition(round_id, tighter)
    assert heard == ["round"]
    assert store.get_round_by_id(round_id).exercise == tighter
    store.set_definition(round_id, tighter)
    assert heard == ["round"]
    with pytest.raises(PolicyError, match=r"k cannot be lowered from 8 to 6. Keep 8"):
        store.set_definition(round_id, make_exercise(BEGUN, leader=True))
    if phase is Phase.LEADER:
        store.set_phase(round_id, Phase.OPEN, expected=Phase.LEADER)
    close_round(store, round_id)
    assert store.get_round_by_id(round_id).exercise == tighter


def test_the_gate_follows_a_policy_that_was_tightened_while_it_was_open(store: Store) -> None:
    live = AnonymityPolicy(reveal="live")
    sample = open_sample(store, 12, make_exercise(live))
    for token in sample.tokens[:4]:
        submit(store, sample.id, token, {"safe": 3})
    store.set_definition(sample.id, make_exercise(AnonymityPolicy(k=7, reveal="live")))
    submit(store, sample.id, sample.tokens[4], {"safe": 3})
    assert store.list_snapshots(sample.id) == []
    store.set_definition(sample.id, make_exercise(AnonymityPolicy(k=7)))
    for token in sample.tokens[5:]:
        submit(store, sample.id, token, {"safe": 3})
    assert store.list_snapshots(sample.id) == []
    close_round(store, sample.id)
    assert [each["n"] for each in store.list_snapshots(sample.id)] == [12]


def test_together_with_a_tighter_policy_nothing_else_may_change(store: Store) -> None:
    round_id = begin(store, Phase.OPEN)
    with pytest.raises(PhaseError, match="has changed since this round began"):
        store.set_definition(round_id, make_exercise(AnonymityPolicy(k=9, text_k=9), leader=False))


def test_after_the_close_a_tighter_policy_waits_for_the_next_round(store: Store) -> None:
    round_id = begin(store, Phase.OPEN)
    close_round(store, round_id)
    tighter = make_exercise(AnonymityPolicy(k=9, text_k=9, batch=9, full_scale_n=20), leader=True)
    with pytest.raises(PhaseError, match=r"is closed. Undo the change .* next round"):
        store.set_definition(round_id, tighter)


def test_before_the_round_begins_a_policy_may_still_be_loosened(store: Store) -> None:
    current = prepare_round(store, make_exercise(BEGUN))
    store.set_definition(current.id, make_exercise(AnonymityPolicy()))
    exercise = store.get_round_by_id(current.id).exercise
    assert exercise is not None
    assert exercise.policy == AnonymityPolicy()
