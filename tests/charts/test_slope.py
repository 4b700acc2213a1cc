from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kit.charts.shares import describe_slope, list_shares
from kit.charts.slope import draw_slope
from kit.charts.svg import render_svg
from kit.errors import DefinitionError
from kit.exercise.choice import Choice
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.gate.counts import ENERGY_LABELS
from kit.gate.marginals import ADVICE, Marginal, Shape
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


def make_means(*means: int) -> Marginal:
    counts = tuple(
        (name, label, mean)
        for (name, label), mean in zip(ENERGY_LABELS.items(), means, strict=True)
    )
    return Marginal("energy", "EnergyMap", "Where does your energy go?", 12, counts, Shape.SHARES)


def get_texts(marginal: Marginal, *, narrow: bool = False) -> list[str]:
    picture = ElementTree.fromstring(render_svg(draw_slope(marginal, narrow=narrow)))
    return ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]


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
    with pytest.raises(DefinitionError, match=r"only an EnergyMap .* Use kit.bars"):
        slope(play.results, "change")
    with pytest.raises(DefinitionError, match="Did you mean 'energy'"):
        slope(play.results, "energie")


@pytest.mark.parametrize("narrow", [False, True])
def test_every_part_carries_its_share_and_its_name(narrow: bool) -> None:
    texts = get_texts(make_means(35, 45, 40, 30), narrow=narrow)
    assert {"Gives energy", "Neutral", "Drains energy", "Now", "Next"} <= set(texts)
    assert sorted(text for text in texts if "%" in text) == sorted(
        f"{share} %" for pair in list_shares(make_means(35, 45, 40, 30)) for share in pair
    )


def test_a_part_that_is_not_there_has_no_number() -> None:
    assert sorted(text for text in get_texts(make_means(0, 60, 100, 0)) if "%" in text) == [
        "100 %",
        "40 %",
        "60 %",
    ]


def test_a_share_that_stays_is_told_as_staying() -> None:
    assert describe_slope(make_means(40, 40, 40, 30)) == (
        "Work that gives energy stays at 40 per cent; "
        "work that drains it falls from 40 to 30 per cent."
    )


def test_the_picture_takes_its_colours_from_the_page() -> None:
    svg = render_svg(draw_slope(make_means(35, 45, 40, 30)))
    assert "var(--kit-category-green, #14806c)" in svg
    assert "var(--kit-category-rust, #c04a12)" in svg
