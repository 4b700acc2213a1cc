"""Rows under each other and a table of soil, from the reveal on."""

# Holds kit/pictures/soil.py too: a table of soil is rows side by side.

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import kit
from kit.charts.since import COARSE
from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.grid import Grid
from kit.exercise.guesses import guess_key, third_key
from kit.exercise.scale import Scale
from kit.exercise.steps import Steps
from kit.exercise.text import Text
from kit.gate.marginals import ADVICE
from kit.gate.publication import submit
from kit.language import use_language
from kit.lifecycle import advance_round
from kit.pictures.bars import bars
from kit.pictures.rows import rows
from kit.pictures.soil import soil
from kit.room.feed import Feed
from kit.session.session import Phase, Role, new_seat_token
from kit.store import Store
from kit.views.round import get_view
from kit.widgets.live_chart import WAITING

PLACES = ["neglected", "patchy", "tended"]
EXERCISE = Exercise(
    "pulse",
    prompts=[
        Grid(
            "pulse",
            "How true is each?",
            rows=["we ask", "we hide", "we wait"],
            steps=Steps(1, 7),
            reverse=["we-hide"],
            better="safer",
        ),
        Grid("formal", "In meetings", rows=["time", "tools"], steps=PLACES),
        Grid("lunch", "At lunch", rows=["time", "tools"], steps=PLACES),
        Grid("chats", "In chats", rows=["time", "talk"], steps=PLACES),
        Scale("open", "How open?", low_label="shut", high_label="open"),
        Scale("calm", "How calm?", low_label="not calm", high_label="calm"),
        Text("why", "Why?"),
    ],
    leader=Leader([Text("act", "One small act")], guesses=["pulse"]),
)


class Play:
    """A round in a real store, and what the screen may see of it."""

    def __init__(self, store: Store) -> None:
        self.store, self.code = store, store.add_session("Try", ["pulse.ipynb"]).code
        self.round_id = store.add_round(self.code, "pulse.ipynb").id
        store.set_definition(self.round_id, EXERCISE)
        self.results = Feed(store, self.code, lambda: get_view(store, self.round_id, Role.SCREEN))

    def reveal(self, *said: dict[str, Any], told: dict[str, str] | None = None) -> None:
        advance_round(self.store, self.round_id, Phase.PREPARE)
        self.store.set_leader(self.round_id, told or {})
        advance_round(self.store, self.round_id, Phase.LEADER)
        for raw in said:
            token = new_seat_token()
            self.store.add_seat(self.code, token)
            submit(self.store, self.round_id, token, raw)
        advance_round(self.store, self.round_id, Phase.OPEN)
        advance_round(self.store, self.round_id, Phase.CLOSED)


@pytest.fixture
def play(store: Store) -> Iterator[Play]:
    play = Play(store)
    yield play
    play.results.close()


def test_rows_appear_at_the_reveal_in_the_order_of_their_words(play: Play) -> None:
    chart = rows(play.results, "pulse")
    assert (chart.rows, chart.message) == ([], WAITING)
    assert chart.title == "How true is each?"
    said = [{"pulse": {"we-ask": 4, "we-hide": 1 if n < 3 else 7, "we-wait": 6}} for n in range(6)]
    play.reveal(*said)
    assert [(row["name"], row["word"], row["zone"]) for row in chart.rows] == [
        ("pulse.we-hide", "far apart", 1),
        ("pulse.we-ask", "close together", 1),
        ("pulse.we-wait", "close together", 2),
    ]
    assert [row["hint"] for row in chart.rows] == ["less is safer", "", ""]
    assert chart.headline == "On the first line some answers are low, some are high."
    assert chart.headlines == [chart.headline]
    assert (chart.note, chart.better, chart.pages, chart.ring) == ("6 answers", "safer", [3], "")
    # The page of all rows is about its first one, then about all; each row alone about itself.
    assert chart.tells == [
        ["pulse.we-hide", "pulse"],
        ["pulse.we-hide"],
        ["pulse.we-ask"],
        ["pulse.we-wait"],
    ]


def test_the_leaders_row_has_a_ring_and_a_sentence_without_a_verdict(play: Play) -> None:
    chart = rows(play.results, "pulse")
    told = {"name": "Ada", guess_key("pulse"): "we-wait", third_key("pulse"): "middle"}
    play.reveal(*[{"pulse": {"we-wait": 7}}] * 5, told=told)
    assert chart.ring == "pulse.we-wait"
    assert chart.note == "5 answers. Ada guessed “we wait”, in the middle"


def test_where_no_row_has_enough_answers_there_is_advice(play: Play) -> None:
    chart, table = rows(play.results, "pulse"), soil(play.results, ["formal", "lunch"])
    play.reveal(*[{"pulse": {"we-ask": 4}}] * 4, {"open": 3})
    assert (chart.rows, chart.message) == ([], ADVICE)
    assert (table.rows, table.message) == ([], ADVICE)


def test_scales_stand_under_each_other_with_their_ends_and_one_turned_round(play: Play) -> None:
    chart = rows(play.results, ["open", "calm"], title="Two scales", reverse=["calm"])
    play.reveal(*[{"open": 5, "calm": 5}] * 5)
    assert chart.title == "Two scales"
    assert [(row["name"], row["zone"]) for row in chart.rows] == [("open", 2), ("calm", 0)]
    assert [row["hint"] for row in chart.rows] == [
        "from “shut” to “open”",
        "less is better, from “not calm” to “calm”",
    ]


def test_bars_show_one_row_and_refuse_a_whole_grid(play: Play) -> None:
    chart = kit.Bars(play.results, "pulse.we-ask")
    play.reveal(*[{"pulse": {"we-ask": 4}}] * 5)
    assert chart.title == "we ask"
    assert chart.headline.startswith("The centre of the answers is in the middle")
    with pytest.raises(DefinitionError, match=r"'pulse' is a grid. Write kit.Rows"):
        kit.Bars(play.results, "pulse")


@pytest.mark.parametrize(
    ("names", "settings", "told"),
    [
        ("open", {"reverse": ["shut"]}, "reverse names 'shut', which is none of open"),
        (["pulse", "open"], {}, "'pulse': kit.Rows takes one Grid, or a list of Scales"),
        ("why", {}, "'why': kit.Rows takes one Grid, or a list of Scales"),
        ([], {}, "kit.Rows takes the name of a Grid"),
        ("pulse", {"reverse": ["we-ask"]}, "write reverse= and better= there"),
        ("pulse2", {}, "Did you mean 'pulse'"),
    ],
)
def test_rows_of_what_has_none_are_refused(
    play: Play, names: Any, settings: dict[str, Any], told: str
) -> None:
    with pytest.raises(DefinitionError, match=told):
        rows(play.results, names, **settings)


def test_soil_has_a_row_each_condition_and_a_column_each_place_and_no_sums(play: Play) -> None:
    table = soil(play.results, ["formal", "lunch"])
    assert (table.rows, table.message) == ([], WAITING)
    said = [
        {"formal": {"time": 1, "tools": 1 if n < 3 else 3}, "lunch": {"time": 3, "tools": None}}
        for n in range(6)
    ]
    play.reveal(*said, {"formal": {"tools": 2}})
    assert table.title == "2 conditions in 2 places"
    assert table.columns == ["", "In meetings", "At lunch"]
    assert [row["label"] for row in table.rows] == ["time", "tools"]
    assert [[cell["text"] for cell in row["cells"]] for row in table.rows] == [
        ["neglected", "tended"],
        ["patchy", ""],
    ]
    assert [[cell["depth"] for cell in row["cells"]] for row in table.rows] == [[0, 2], [1, -1]]
    assert table.rows[1]["cells"][0]["word"] == "split"
    assert table.rows[1]["cells"][1]["told"] == "Not enough answers to protect you"
    assert table.note == "6 to 7 answers in a cell"


def test_every_square_of_the_soil_can_stand_alone_with_its_answers_and_its_place(
    play: Play,
) -> None:
    table = soil(play.results, ["formal", "lunch"])
    assert table.alone == []
    said = [{"formal": {"time": 1 + n % 2, "tools": 1}, "lunch": {"time": 3}} for n in range(8)]
    play.reveal(*said)
    squares = [(each["label"], each["hint"], each["n"]) for each in table.alone]
    assert squares == [
        ("time", "In meetings", 8),
        ("time", "At lunch", 8),
        ("tools", "In meetings", 8),
        ("tools", "At lunch", 0),
    ]
    assert [step["count"] for step in table.alone[0]["steps"]] == [4, 4, 0]
    assert table.alone[0]["note"] == "8 answers"
    assert table.alone[3]["told"] == ADVICE.partition(".")[0]
    assert table.tells == [
        ["formal", "lunch"],
        ["formal.time"],
        ["lunch.time"],
        ["formal.tools"],
        ["lunch.tools"],
    ]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["formal", "chats"], "'chats' has other rows or steps than 'formal'"),
        (["pulse"], "'pulse': kit.Soil takes Grids with three steps"),
        (["open"], "'open': kit.Soil takes Grids with three steps"),
        ([], "kit.Soil takes a list of names"),
    ],
)
def test_soil_of_what_does_not_fit_is_refused(play: Play, names: list[str], told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        soil(play.results, names)


def test_last_time_stands_beside_today_where_picture_and_question_say_so(store: Store) -> None:
    asked = Exercise(
        "pulse",
        prompts=[
            Grid("pulse", "How true?", rows=["ask", "hide"], steps=Steps(1, 7), since=True),
            Scale("open", "How open?", low=1, high=7, since=True),
        ],
    )
    code, results = None, None
    for steps in ([2] * 14, [6] * 12):
        code = store.add_session("Team", ["pulse.ipynb"], follows=code).code
        round_id = store.add_round(code, "pulse.ipynb").id
        store.set_definition(round_id, asked)
        advance_round(store, round_id, Phase.PREPARE)
        for step in steps:
            token = new_seat_token()
            store.add_seat(code, token)
            submit(store, round_id, token, {"pulse": {"ask": step}, "open": step})
        advance_round(store, round_id, Phase.OPEN)
        advance_round(store, round_id, Phase.CLOSED)
        view = get_view(store, round_id, Role.SCREEN)
        results = Feed(store, code, lambda view=view: view)  # type: ignore[misc]
    assert results is not None
    told = "Last time (14): low, close together. Today (12): high, close together."
    chart, strip = rows(results, "pulse", since=True), bars(results, "open", since=True)
    (first, _) = chart.rows
    placed = told.replace("low", "left").replace("high", "right")
    assert (first["zone"], first["before"], first["since"]) == (2, 0, placed)
    assert chart.note == f"12 answers. {COARSE}"
    assert strip.alt.endswith(told)
    assert strip.note == f"12 answers. {told.removesuffix('.')}"
    plain = rows(results, "pulse").rows[0], bars(results, "open")
    assert (plain[0]["before"], plain[0]["since"]) == (-1, "")
    assert "Last time" not in plain[1].alt + plain[1].note
    results.close()


def test_a_picture_beside_last_times_needs_a_question_that_says_so(play: Play) -> None:
    with pytest.raises(
        DefinitionError, match=r"'pulse': kit\.Rows has since=True, and the question"
    ):
        rows(play.results, "pulse", since=True)
    with pytest.raises(
        DefinitionError, match=r"'open': kit\.Bars has since=True, and the question"
    ):
        bars(play.results, "open", since=True)


@pytest.mark.parametrize(("tag", "better"), [("en", "better"), ("de", "besser"), ("es", "mejor")])
def test_what_lies_on_the_right_is_said_in_the_language(play: Play, tag: str, better: str) -> None:
    with use_language(tag):
        assert rows(play.results, "formal").better == better
        assert rows(play.results, "pulse").better == "safer"  # the notebook's own word
