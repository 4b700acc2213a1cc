"""The leader's guess: a step of a scale, hidden until the reveal, beside the room's result then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kit.console.console import Console
from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.guesses import describe_guess
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.export.export import build_export
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.pictures.bars import bars
from kit.room.context import KernelContext
from kit.room.controls import RoundControls
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import View, get_view
from tests.pages import find_input
from tests.store.sample import add_seats

SAFE = Scale("safe", "How safe is it here?")
KIND = Choice("kind", "Which?", ["one", "two"])
LEADER = Leader([Text("act", "One small act")], guesses=["safe"])
EXERCISE = Exercise("pulse", prompts=[SAFE, KIND], leader=LEADER)
TOLD = {"name": "Ada", "act": "Ben stayed.", "guess:safe": "4"}
STEPS = (Phase.PREPARE, Phase.LEADER, Phase.OPEN, Phase.CLOSED)


@pytest.fixture
def round_id(store: Store) -> int:
    code = store.add_session("Team", ["pulse.ipynb"]).code
    current = store.add_round(code, "pulse.ipynb")
    store.set_definition(current.id, EXERCISE)
    return current.id


class Told:
    """Published results that stand still."""

    def __init__(self, view: View) -> None:
        self.view = view

    def watch(self, watcher: Callable[[View], None]) -> Callable[[], None]:
        watcher(self.view)
        return lambda: None


def play(store: Store, round_id: int, people: int) -> list[dict[str, str]]:
    """Play a round with a guess up to its reveal.

    Returns:
        What the screen may read of the leader's words before each step.
    """
    read = []
    store.set_leader(round_id, TOLD)
    for phase in STEPS:
        read.append(dict(get_view(store, round_id, Role.SCREEN).leader))
        if phase is Phase.OPEN:
            code = store.get_round_by_id(round_id).code
            for place, token in enumerate(add_seats(store, code, people)):
                submit(store, round_id, token, {"safe": 1 + place % 3})
        advance_round(store, round_id, phase)
    return read


@pytest.mark.parametrize("guesses", [["kind"], ["unknown"], ["act"]])
def test_only_what_is_asked_on_a_scale_is_guessed(guesses: list[str]) -> None:
    leader = Leader([Text("act", "One small act")], guesses=guesses)
    with pytest.raises(DefinitionError, match="is no Scale or Grid of this exercise"):
        Exercise("pulse", prompts=[SAFE, KIND], leader=leader)


def test_guesses_is_a_list_of_names() -> None:
    with pytest.raises(DefinitionError, match="Write guesses="):
        Leader([Text("act", "One small act")], guesses="safe")


def test_a_definition_keeps_its_guesses_and_one_without_reads_as_before() -> None:
    assert Exercise.from_json(EXERCISE.to_json()) == EXERCISE
    assert "guesses" not in Leader([Text("act", "One small act")]).to_json()


def test_nobody_but_the_facilitator_reads_a_guess_before_the_reveal(
    store: Store, round_id: int
) -> None:
    read = play(store, round_id, 16)
    assert read == [{}, *[{"name": "Ada", "act": "Ben stayed."}] * 3]
    assert get_view(store, round_id, Role.SCREEN).leader == TOLD
    assert get_view(store, round_id, Role.PARTICIPANT).leader == TOLD


@pytest.mark.parametrize(("people", "ring"), [(16, True), (9, False), (6, False)])
def test_the_guess_stands_beside_the_result(
    store: Store, round_id: int, people: int, ring: bool
) -> None:
    play(store, round_id, people)
    chart = bars(Told(get_view(store, round_id, Role.SCREEN)), "safe")
    assert chart.note == f"{people} answers. Ada guessed 4"
    assert ("guess_marks" in chart.svg) is ring
    assert (["4", "0"] in chart.rows) is ring  # it is in no count


def test_the_guess_is_exported_once_it_was_shown(store: Store, round_id: int) -> None:
    code = store.get_round_by_id(round_id).code
    play(store, round_id, 16)
    told = build_export(store, code)["rounds"][0]["leader"]["told"]
    assert told[-1] == {"prompt": "guess:safe", "question": f"Guess: {SAFE.text}", "text": "4"}


def test_what_was_never_shown_is_not_exported(store: Store, round_id: int) -> None:
    code = store.get_round_by_id(round_id).code
    store.set_leader(round_id, TOLD)
    advance_round(store, round_id, Phase.PREPARE)
    store.finish_round(round_id, "pulse.ipynb", expected=Phase.LEADER)
    told = build_export(store, code)["rounds"][0]["leader"]["told"]
    assert [each["prompt"] for each in told] == ["act"]  # heard, but for the guess


def test_words_of_a_leader_whose_turn_never_came_are_erased(store: Store, round_id: int) -> None:
    store.set_leader(round_id, TOLD)
    store.finish_round(round_id, "pulse.ipynb", expected=Phase.PREPARE)
    assert store.get_leader(round_id) == {}


def test_without_a_name_it_is_the_leaders_guess() -> None:
    assert describe_guess({"guess:safe": "2"}, "safe") == "The leader guessed 2"
    assert describe_guess({"name": "Ada"}, "safe") == ""


def test_a_guess_off_the_scale_is_refused_beside_its_field(store: Store, round_id: int) -> None:
    current = store.get_round_by_id(round_id)
    place = KernelContext(current.code, Role.FACILITATOR, "", "", current.notebook, round_id)
    controls = RoundControls(store, place, lambda: get_view(store, round_id, Role.FACILITATOR))
    console = Console(EXERCISE, controls, join_url="")
    field = find_input(console, "guess:safe")
    field.value = "9"
    assert field.error == "Guess a number from 1 to 5, or leave it empty."
    assert store.get_leader(round_id) == {}
    field.value = "4"
    assert field.error == ""
    assert store.get_leader(round_id) == {"guess:safe": "4"}
