"""A round that simulated people play at once: through the gate, up to a phase."""

from __future__ import annotations

import random

import pytest

import kit
from kit.gate.sentences import list_texts
from kit.rehearsal.rounds import SHOWN, answer, play_round
from kit.session.session import Phase, Role, Round, new_seat_token
from kit.store import Store
from kit.views.round import get_view

EXERCISE = kit.Exercise(
    "small-acts",
    prompts=[
        kit.Scale("safe", "How safe?"),
        kit.Text("moment", "When?"),
        kit.YesNo("quiet", "Kept quiet?", randomised=True),
        kit.Choice("large", "Which?", ["one", "two"], least=20),
    ],
    leader=kit.Leader([kit.Text("act", "One act")]),
)


def begin(store: Store, people: int) -> tuple[Round, list[str]]:
    session = store.add_session("Try", ["acts.ipynb", "next.ipynb"])
    store.set_people(session.code, people)
    seats = [new_seat_token() for _ in range(people)]
    for seat in seats:
        store.add_seat(session.code, seat)
    current = store.add_round(session.code, "acts.ipynb")
    store.set_definition(current.id, EXERCISE)
    return store.get_round(session.code), seats


@pytest.mark.parametrize("people", [4, 12])
def test_a_round_is_played_to_a_phase_and_its_result_is_what_the_gate_gives(
    store: Store, people: int
) -> None:
    current, seats = begin(store, people)
    current = play_round(store, current, seats, random.Random(1), Phase.REVEALED)
    assert current.phase is Phase.REVEALED
    view = get_view(store, current.id, Role.SCREEN)
    assert view.withheld is (people == 4)
    shown = [each for each in list_texts(store, current, Role.SCREEN) if each.shown]
    assert len(shown) == (0 if people == 4 else SHOWN)
    assert view.round.left_out == ("large",)
    if view.snapshot:
        assert view.snapshot.get_marginal("safe").n == people


def test_while_a_form_is_open_nobody_has_answered_yet(store: Store) -> None:
    current, seats = begin(store, 12)
    current = play_round(store, current, seats, random.Random(1), Phase.OPEN)
    assert current.phase is Phase.OPEN
    assert get_view(store, current.id, Role.FACILITATOR).progress.startswith("0 of 12")
    answer(store, current, seats[0], 0, random.Random(1))
    assert get_view(store, current.id, Role.FACILITATOR).progress.startswith("1 of 12")


def test_without_a_phase_to_stop_in_the_next_exercise_begins(store: Store) -> None:
    current, seats = begin(store, 5)
    following = play_round(store, current, seats, random.Random(1))
    assert (following.notebook, following.phase) == ("next.ipynb", Phase.PREPARE)
    assert store.get_round_by_id(current.id).phase is Phase.DONE


def test_in_a_large_room_answers_go_through_the_coin(store: Store) -> None:
    current, seats = begin(store, 30)
    current = play_round(store, current, seats, random.Random(1), Phase.REVEALED)
    assert current.coin
    view = get_view(store, current.id, Role.SCREEN)
    assert view.snapshot is not None
    assert view.snapshot.get_marginal("quiet").n == 30
    assert view.round.left_out == ()
