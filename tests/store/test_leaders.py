"""The leader's words: kept with a name, apart from all answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import NotFoundError, PauseError, PhaseError, ResponseError
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.gate.publication import close_round
from kit.session.session import Phase, Round
from kit.store import Store, open_store
from tests.store.sample import NOTEBOOK, find_bytes, make_exercise, prepare_round


def test_the_leaders_words_are_kept_and_told_on(store: Store) -> None:
    current = prepare_round(store)
    assert store.get_leader(current.id) == {}
    heard: list[tuple[str, str]] = []
    store.notices.listen(lambda code, what: heard.append((code, what)))
    for words in ({"name": "Ada"}, {"name": "Ada", "act": "She stayed."}):
        store.set_leader(current.id, words)
        assert store.get_leader(current.id) == words
    store.set_leader(current.id, {"name": "Ada", "act": "She stayed."})
    assert heard == [(current.code, "leader")] * 2
    with pytest.raises(NotFoundError):
        store.set_leader(99, {"name": "Ada"})


def test_words_can_be_taken_back_and_come_back_with_another_store(path: Path, store: Store) -> None:
    current = prepare_round(store)
    store.set_leader(current.id, {"name": "Ada", "act": "She stayed."})
    other = open_store(path)
    assert other.get_leader(current.id) == {"name": "Ada", "act": "She stayed."}
    other.set_leader(current.id, {})
    other.close()
    assert store.get_leader(current.id) == {}


def test_words_of_one_round_are_no_words_of_another_or_of_none(store: Store) -> None:
    one, other = prepare_round(store), prepare_round(store)
    store.set_leader(one.id, {"name": "Ada"})
    assert store.get_leader(other.id) == store.get_leader(99) == {}


def test_words_that_were_erased_with_their_session_are_in_no_file(path: Path, store: Store) -> None:
    current = prepare_round(store)
    store.set_leader(current.id, {"name": "Ada", "act": "the blue door"})
    store.set_leader(current.id, {"name": "Ada", "act": "another"})
    assert store.purge_session(current.code)
    assert find_bytes(path, [b"the blue door", b"another"]) == []


PASSING = Exercise(
    "mistakes",
    prompts=[Scale("safe", "How safe?")],
    leader=Leader([Text("act", "One mistake")], keep=False),
)
WORDS = {"name": "Ada Lovelace", "act": "the blue door"}


@pytest.mark.parametrize("ends", [False, True])
def test_words_that_are_not_to_be_kept_are_in_no_file_once_the_round_is_over(
    path: Path, store: Store, ends: bool
) -> None:
    kept = prepare_round(store)
    store.set_leader(kept.id, {"name": "Ben", "act": "this one stays"})
    current = prepare_round(store, PASSING)
    store.set_leader(current.id, {**WORDS, "act": "a first draft"})
    store.set_leader(current.id, WORDS)
    store.set_phase(current.id, Phase.REVEALED, expected=Phase.PREPARE)
    assert store.get_leader(current.id) == WORDS
    assert find_bytes(path, [b"the blue door"])
    if ends:
        store.end_session(current.code)
    else:
        store.finish_round(current.id, "welcome.ipynb")
    assert store.get_leader(current.id) == {}
    assert find_bytes(path, [b"the blue door", b"a first draft", b"Ada Lovelace"]) == []
    assert find_bytes(path, [b"this one stays"])
    assert store.get_leader(kept.id)["act"] == "this one stays"


def test_nothing_is_written_into_a_round_that_is_done(store: Store) -> None:
    current = prepare_round(store, PASSING)
    store.set_phase(current.id, Phase.REVEALED, expected=Phase.PREPARE)
    store.finish_round(current.id)
    with pytest.raises(PhaseError, match="This round is done"):
        store.set_leader(current.id, WORDS)
    assert store.get_leader(current.id) == {}


def test_words_whose_turn_never_came_are_in_no_file(path: Path, store: Store) -> None:
    current = prepare_round(store)
    store.set_leader(current.id, WORDS)
    store.finish_round(current.id, "welcome.ipynb", expected=Phase.PREPARE)
    assert find_bytes(path, [b"the blue door"]) == []


@pytest.mark.parametrize("phase", [Phase.PREPARE, Phase.LEADER])
def test_the_end_erases_words_whose_turn_never_came_and_takes_no_more(
    path: Path, store: Store, phase: Phase
) -> None:
    current = prepare_round(store, make_exercise(leader=True))
    store.set_leader(current.id, WORDS)
    heard = phase is Phase.LEADER  # by the room, and they are to be kept
    if heard:
        store.set_phase(current.id, phase, expected=Phase.PREPARE)
    store.end_session(current.code)
    assert store.get_leader(current.id) == (WORDS if heard else {})
    assert bool(find_bytes(path, [b"the blue door"])) is heard
    with pytest.raises(PhaseError, match="has ended"):
        store.set_leader(current.id, WORDS | {"act": "Later"})


def reach_leader(store: Store, exercise: Exercise | None = None) -> Round:
    current = prepare_round(store, exercise or make_exercise(leader=True))
    store.set_leader(current.id, {"name": "Ada", "act": "the blue door"})
    return store.set_phase(current.id, Phase.LEADER, expected=Phase.PREPARE)


def test_another_leader_speaks_and_what_the_first_told_stays(path: Path, store: Store) -> None:
    current = reach_leader(store)
    store.add_leader(current.id, expected=1)
    assert store.list_more_leaders(current.id) == [{}]
    store.set_leader(current.id, {"name": "Ben", "act": "the green window"})
    store.add_leader(current.id, expected=2)
    store.set_leader(current.id, {"name": "Cleo"})
    again = open_store(path)  # as after a restart
    assert again.get_leader(current.id) == {"name": "Ada", "act": "the blue door"}
    told = [{"name": "Ben", "act": "the green window"}, {"name": "Cleo"}]
    assert again.list_more_leaders(current.id) == told
    again.close()
    with pytest.raises(ResponseError, match="At most 3"):
        store.add_leader(current.id, expected=3)
    assert store.list_more_leaders(current.id + 1) == []


def test_who_has_spoken_has_a_name_before_another_speaks(store: Store) -> None:
    current = reach_leader(store)
    store.set_leader(current.id, {"act": "the blue door"})
    with pytest.raises(ResponseError, match="Write the name") as refused:
        store.add_leader(current.id, expected=1)
    assert refused.value.prompt == "name"
    store.set_leader(current.id, {"name": "Ada"})
    store.add_leader(current.id, expected=1)
    with pytest.raises(ResponseError, match="Write the name"):
        store.add_leader(current.id, expected=2)


def test_two_presses_make_one_more_leader_and_only_in_their_phase(store: Store) -> None:
    current = reach_leader(store)
    store.add_leader(current.id, expected=1)
    store.set_leader(current.id, {"name": "Ben"})
    with pytest.raises(PhaseError, match="already"):
        store.add_leader(current.id, expected=1)
    store.stop_session(current.code)
    with pytest.raises(PauseError):
        store.add_leader(current.id, expected=2)
    store.let_go_on(current.code, store.get_session(current.code).stopped_at)
    store.set_phase(current.id, Phase.OPEN, expected=Phase.LEADER)
    with pytest.raises(PhaseError, match="is open"):
        store.add_leader(current.id, expected=2)
    ended = reach_leader(store)
    store.end_session(ended.code)
    with pytest.raises(PhaseError, match="has ended"):
        store.add_leader(ended.id, expected=1)


@pytest.mark.parametrize("way", ["passing", "purged"])
def test_what_another_leader_told_goes_with_the_first_ones_words(
    path: Path, store: Store, way: str
) -> None:
    current = reach_leader(store, PASSING if way == "passing" else None)
    store.add_leader(current.id, expected=1)
    store.set_leader(current.id, {"name": "Ben", "act": "the green window"})
    if way == "passing":
        store.end_session(current.code)
        assert store.list_more_leaders(current.id) == []
    else:
        store.purge_session(current.code)
    assert find_bytes(path, [b"the green window", b"the blue door"]) == []


def test_in_a_team_without_a_leader_no_exercise_asks_for_one(path: Path, store: Store) -> None:
    exercise = make_exercise(leader=True)
    current = prepare_round(store, exercise)
    store.set_leader(current.id, {"name": "Ada", "act": "the blue door"})
    changed = store.set_leaderless(current.id, True)
    assert changed.leaderless
    assert changed.exercise == exercise.without_leader()
    store.set_definition(current.id, exercise)  # as every kernel says it
    assert store.set_leaderless(current.id, False).exercise == exercise
    store.set_leaderless(current.id, True)
    opened = store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
    store.set_definition(current.id, exercise)
    assert store.get_leader(current.id) == {}
    assert find_bytes(path, [b"the blue door"]) == []
    with pytest.raises(PhaseError):
        store.set_leaderless(current.id, False)
    close_round(store, opened.id)
    store.set_phase(current.id, Phase.REVEALED, expected=Phase.CLOSED)
    following = store.finish_round(current.id, NOTEBOOK)
    store.set_definition(following.id, exercise)
    assert store.get_round(current.code).exercise == exercise.without_leader()
    other = prepare_round(store, exercise)
    assert other.exercise == exercise


def test_a_trainers_change_of_a_question_is_still_refused_there(store: Store) -> None:
    current = prepare_round(store, make_exercise(leader=True))
    store.set_leaderless(current.id, True)
    store.set_phase(current.id, Phase.OPEN, expected=Phase.PREPARE)
    with pytest.raises(PhaseError, match="has changed since"):
        store.set_definition(current.id, PASSING)
