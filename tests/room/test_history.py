"""A team over time in a real kernel: followed live, on the stage where there is another session."""

# Holds kit/pictures/history.py too: it is a picture that follows a room's history.
# Holds kit/widgets/history_chart.py too: its traits are what that picture reads.

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from kit.charts.history import TITLE
from kit.exercise.exercise import Exercise
from kit.exercise.scale import Scale
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.pictures.history import MOST_LINES, history
from kit.room.context import KernelContext
from kit.room.room import Room
from kit.session.commitments import Commitment
from kit.session.session import Phase, Role
from kit.store import Store
from tests.store.sample import add_seats

PULSE = Exercise("pulse", prompts=[Scale("safe", "How safe?", since=True)])
Enter = Callable[..., Room]


def play(store: Store, steps: Sequence[int], *, reveal: bool = True, owner: str = "") -> str:
    code = store.add_session("Meeting", ["pulse.ipynb"], team="North", owner=owner).code
    round_id = store.add_round(code, "pulse.ipynb").id
    store.set_definition(round_id, PULSE)
    advance_round(store, round_id, Phase.PREPARE)
    for token, step in zip(add_seats(store, code, len(steps)), steps, strict=True):
        submit(store, round_id, token, {"safe": step})
    advance_round(store, round_id, Phase.OPEN)
    if reveal:
        advance_round(store, round_id, Phase.CLOSED)
    return code


@pytest.fixture
def enter(store: Store) -> Iterator[Enter]:
    rooms: list[Room] = []

    def build(code: str, role: Role = Role.FACILITATOR) -> Room:
        current = store.get_round(code)
        place = KernelContext(code, role, "", "", "pulse.ipynb", current.id)
        rooms.append(Room(store, place, PULSE))
        return rooms[-1]

    yield build
    for room in rooms:
        room.results.close()
        room.history.close()


def test_the_first_session_of_a_team_has_no_picture(store: Store, enter: Enter) -> None:
    chart = history(enter(play(store, [2] * 12)).history)
    assert (chart.pictures, chart.cards) == ([], [])


def test_a_result_comes_as_soon_as_the_room_has_seen_it(store: Store, enter: Enter) -> None:
    play(store, [2] * 12)
    play(store, [4] * 20)
    code = play(store, [4] * 13, reveal=False)
    chart = history(enter(code).history)
    assert [line["n"] for line in chart.pictures[0]["lines"]] == [12, 20]
    advance_round(store, store.get_round(code).id, Phase.CLOSED)
    assert [line["n"] for line in chart.pictures[0]["lines"]] == [12, 20, 13]
    assert [line["parts"] for line in chart.pictures[0]["lines"]] == [(), (0, 0, 20), ()]
    store.add_commitment(code, Commitment("Ana", "call", "Friday", "Ben"))
    assert [line["open"] for line in chart.cards] == [1]


def test_a_stage_has_the_last_sessions(store: Store, enter: Enter) -> None:
    codes = [play(store, [2] * 12) for _ in range(MOST_LINES + 2)]
    chart = history(enter(codes[-1]).history)
    assert len(chart.pictures[0]["lines"]) == MOST_LINES


def test_where_facilitators_sign_in_it_has_what_all_may_see_who_lead_the_session(
    store: Store, enter: Enter
) -> None:
    first, second = play(store, [2] * 12, owner="ada"), play(store, [3] * 12, owner="ada")
    third = play(store, [4] * 12, owner="ada")
    store.add_invited(second, "ben")
    store.add_invited(third, "ben")
    own = history(enter(third).history)
    assert [line["told"] for line in own.pictures[0]["lines"]] == [
        "0 low, 12 in the middle, 0 high; close together",
        "0 low, 0 in the middle, 12 high; close together",
    ]
    assert len(history(enter(first).history).pictures[0]["lines"]) == 3
    assert repr(enter(first).history) == "<Team over time for the facilitator>"


def test_a_screen_which_anybody_may_open_has_it_while_the_facilitator_turns_to_it(
    store: Store, enter: Enter
) -> None:
    play(store, [2] * 12)
    code = play(store, [4] * 20)
    chart, seen = history(enter(code, Role.SCREEN).history), []
    round_id = store.get_round(code).id
    for chosen in ("How safe?", TITLE, f"{TITLE}#2", f"{TITLE} and more", TITLE, ""):
        seen.append(bool(chart.pictures))
        store.set_picture(round_id, chosen)
    assert seen == [False, False, True, True, False, True]
    assert chart.pictures == []
