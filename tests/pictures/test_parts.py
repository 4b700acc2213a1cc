"""What a part has shown stays to be turned to while the next part is played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.exercise.grid import Grid
from kit.exercise.yes_no import YesNo
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.pictures.gap import gap
from kit.pictures.rows import rows
from kit.pictures.soil import soil
from kit.room.feed import Feed
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from kit.views.round import View, get_earlier_parts, get_view
from kit.widgets.gap_chart import GapChart

GRID = Grid("ground", "How is it?", rows=["We ask.", "We wait."], steps=["poor", "fair", "good"])
WANTED = Choice("wanted", "What matters?", ["We ask.", "We wait."])
FIRST = Exercise("ground", prompts=[GRID, WANTED])
SECOND = Exercise("ground-try", prompts=[YesNo("try", "Shall we try it?")])


def play_to_part_two(store: Store) -> Feed[View]:
    """Reveal the first part, open the second; gives what the screen follows then."""
    session = store.add_session("Try", ["ground.ipynb"])
    first = store.add_round(session.code, "ground.ipynb").id
    store.set_definition(first, FIRST, [SECOND])
    advance_round(store, first, Phase.PREPARE)
    for _ in range(8):
        token = new_seat_token()
        store.add_seat(session.code, token)
        said = {"ground": {"we-ask": 3, "we-wait": 1}, "wanted": ["we-ask"]}
        submit(store, first, token, said)
    advance_round(store, first, Phase.OPEN)
    advance_round(store, first, Phase.CLOSED)
    second = advance_round(store, first, Phase.REVEALED)
    before = get_earlier_parts(store, second.id, Role.SCREEN)
    return Feed(
        store,
        session.code,
        lambda: replace(get_view(store, second.id, Role.SCREEN), parts=before),
    )


def draw_gap(results: Feed[View], grid: str) -> GapChart:
    return gap(results, often=grid, matters="wanted")


@pytest.mark.parametrize("draw", [rows, soil, draw_gap])
def test_rows_of_the_part_before_stay_while_the_next_is_open(
    store: Store, draw: Callable[..., Any]
) -> None:
    results = play_to_part_two(store)
    picture = draw(results, "ground")
    assert [row["label"] for row in picture.rows] == ["We ask.", "We wait."]
    assert (picture.message, "8 answers" in picture.note) == ("", True)
    results.close()
