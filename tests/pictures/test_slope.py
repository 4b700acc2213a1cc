"""The slope of a room's energy maps, from the reveal on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.gate.marginals import ADVICE
from kit.gate.publication import submit
from kit.lifecycle import advance_round
from kit.pictures.bars import bars
from kit.pictures.slope import WAITING, slope
from kit.room.feed import Feed
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store, open_store
from kit.views.round import get_view

EXERCISE = Exercise(
    "job-crafting",
    prompts=[
        EnergyMap("energy", "Where does your energy go?"),
        Choice("change", "What kind of change?", ["what I do", "how I see it"]),
    ],
)


class Play:
    """A round in a real store, and what the screen may see of it."""

    def __init__(self, store: Store) -> None:
        self.store, self.code = store, store.add_session("Try", ["job_crafting.ipynb"]).code
        self.round_id = store.add_round(self.code, "job_crafting.ipynb").id
        store.set_definition(self.round_id, EXERCISE)
        self.results = Feed(store, self.code, lambda: get_view(store, self.round_id, Role.SCREEN))

    def reveal(self, n: int) -> None:
        advance_round(self.store, self.round_id, Phase.PREPARE)
        for _ in range(n):
            token = new_seat_token()
            self.store.add_seat(self.code, token)
            raw = {"energy": [30, 50, 50, 30], "change": ["what-i-do"]}
            submit(self.store, self.round_id, token, raw)
        advance_round(self.store, self.round_id, Phase.OPEN)
        advance_round(self.store, self.round_id, Phase.CLOSED)


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    store = open_store(tmp_path / "kit.sqlite")
    play = Play(store)
    yield play
    play.results.close()
    store.close()


def test_the_slope_appears_at_the_reveal_with_words_numbers_and_note(play: Play) -> None:
    chart = slope(play.results, "energy")
    assert (chart.svg, chart.message) == ("", WAITING)
    play.reveal(9)
    assert chart.svg.startswith("<svg")
    assert chart.svg_narrow.startswith("<svg")
    assert chart.columns == ["Share of energy", "Now", "Next"]
    assert chart.rows == [
        ["Gives energy", "30 %", "50 %"],
        ["Neutral", "20 %", "20 %"],
        ["Drains energy", "50 %", "30 %"],
    ]
    assert chart.alt == (
        "Work that gives energy rises from 30 to 50 per cent; "
        "work that drains it falls from 50 to 30 per cent."
    )
    assert chart.note == "Means to the nearest 5 %, 9 answers"


@pytest.mark.parametrize("n", [4, 6, 9])
def test_bars_of_a_map_are_its_slope(play: Play, n: int) -> None:
    charts = [draw(play.results, "energy") for draw in (bars, slope)]
    play.reveal(n)
    names = ("title", "svg", "svg_narrow", "alt", "columns", "rows", "note")
    one, other = ([getattr(chart, name) for name in names] for chart in charts)
    assert one == other
    assert bool(charts[0].svg) is (n == 9)
    assert charts[0].svg or charts[0].message == charts[1].message


def test_few_maps_are_told_in_words(play: Play) -> None:
    chart = slope(play.results, "energy")
    play.reveal(6)
    assert (chart.svg, chart.rows) == ("", [])
    assert chart.message.startswith("From now to next: more on work that gives energy")
    assert chart.note == "6 answers"


def test_too_few_maps_show_nothing(play: Play) -> None:
    chart = slope(play.results, "energy")
    play.reveal(4)
    assert (chart.svg, chart.rows, chart.message, chart.note) == ("", [], ADVICE, "")


def test_a_slope_of_what_is_no_map_is_refused(play: Play) -> None:
    with pytest.raises(DefinitionError, match=r"only an EnergyMap .* Use kit.Bars"):
        slope(play.results, "change")
    with pytest.raises(DefinitionError, match="Did you mean 'energy'"):
        slope(play.results, "energie")
