"""The leader's guess for a grid: one row and a third, hidden until the reveal."""

from __future__ import annotations

import pytest

from kit.console.console import Console
from kit.errors import ResponseError
from kit.exercise.choice import Option
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.grid import Grid
from kit.exercise.guesses import check_guesses, describe_row_guess, find_row_guess, third_key
from kit.exercise.steps import Steps
from kit.exercise.text import Text
from kit.export.export import build_export
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.room.context import KernelContext
from kit.room.controls import RoundControls
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import View, get_view
from tests.pages import fill, find_input, read_errors
from tests.store.sample import add_seats

ROWS = [Option("ask", "We ask."), Option("hide", "We hide.")]
GRID = Grid("pulse", "How true?", rows=ROWS, steps=Steps(1, 7), reverse=["hide"])
EXERCISE = Exercise(
    "pulse", prompts=[GRID], leader=Leader([Text("act", "One small act")], guesses=["pulse"])
)
GUESS = {"guess:pulse": "hide", "guess:pulse:third": "middle"}
TOLD = {"name": "Ada", **GUESS}


@pytest.fixture
def round_id(store: Store) -> int:
    code = store.add_session("Team", ["pulse.ipynb"]).code
    current = store.add_round(code, "pulse.ipynb")
    store.set_definition(current.id, EXERCISE)
    return current.id


def test_a_definition_may_name_a_grid() -> None:
    assert Exercise.from_json(EXERCISE.to_json()) == EXERCISE


def test_a_guess_is_a_row_and_a_third_and_half_of_one_is_none() -> None:
    assert find_row_guess(TOLD, GRID) == ("hide", "middle")
    assert describe_row_guess(TOLD, GRID) == "Ada guessed “We hide”, in the middle"
    assert describe_row_guess(GUESS, GRID) == "The leader guessed “We hide”, in the middle"
    for half in GUESS:
        assert find_row_guess({half: GUESS[half]}, GRID) is None
        assert describe_row_guess({half: GUESS[half]}, GRID) == ""


@pytest.mark.parametrize(
    "told", [{"guess:pulse": "wait"}, {"guess:pulse:third": "4"}, {"guess:pulse": "4"}]
)
def test_what_is_no_row_or_no_third_is_refused_beside_its_field(told: dict[str, str]) -> None:
    with pytest.raises(ResponseError) as refused:
        check_guesses(EXERCISE, told)
    assert [refused.value.prompt] == list(told)


def test_nobody_but_the_facilitator_reads_it_before_the_reveal(store: Store, round_id: int) -> None:
    store.set_leader(round_id, TOLD)
    for phase in (Phase.PREPARE, Phase.LEADER, Phase.OPEN, Phase.CLOSED):
        assert GUESS.items() <= get_view(store, round_id, Role.FACILITATOR).leader.items()
        for role in (Role.SCREEN, Role.PARTICIPANT):
            assert not GUESS.keys() & get_view(store, round_id, role).leader.keys()
        code = store.get_round_by_id(round_id).code
        assert "hide" not in str(build_export(store, code)["rounds"][0].get("leader"))
        if phase is Phase.OPEN:
            for token in add_seats(store, code, 6):
                submit(store, round_id, token, {"pulse": {"ask": 3, "hide": 5}})
        advance_round(store, round_id, phase)
    assert GUESS.items() <= get_view(store, round_id, Role.SCREEN).leader.items()
    told = build_export(store, code)["rounds"][0]["leader"]
    assert told == {
        "name": "Ada",
        "told": [
            {
                "prompt": "guess:pulse",
                "question": "Guess: How true?",
                "text": "“We hide”, in the middle",
            }
        ],
    }


def test_the_facilitator_picks_the_row_and_its_third_from_lists(
    store: Store, round_id: int
) -> None:
    code = store.get_round_by_id(round_id).code
    place = KernelContext(code, Role.FACILITATOR, "", "", "pulse.ipynb", round_id=round_id)

    def view() -> View:
        return get_view(store, round_id, Role.FACILITATOR)

    console = Console(EXERCISE, RoundControls(store, place, view), join_url="http://192.0.2.7")
    console.follow(view())
    row, third = find_input(console, "guess:pulse"), find_input(console, third_key("pulse"))
    assert [option["label"] for option in row.options] == ["We ask.", "We hide."]
    assert [option["label"] for option in third.options] == ["Low", "In the middle", "High"]
    fill(console, "guess:pulse", value=["hide"])
    fill(console, third_key("pulse"), value=["middle"])
    assert read_errors(console) == {}
    assert store.get_leader(round_id) == GUESS
    again = Console(EXERCISE, RoundControls(store, place, view), join_url="http://192.0.2.7")
    again.follow(view())
    assert find_input(again, "guess:pulse").value == ["hide"]
    fill(console, "guess:pulse", value=[])
    assert store.get_leader(round_id) == {third_key("pulse"): "middle"}
