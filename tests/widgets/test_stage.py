"""What pictures tell the stage: who they are, whether there is something to see, how they stand."""

# Holds kit/widgets/row_chart.py too: rows are told to the stage and nothing else.
# Holds kit/widgets/soil_table.py too: a table is told to the stage and nothing else.

from __future__ import annotations

from typing import Any

import pytest

from kit.widgets.commitment_board import CommitmentBoard
from kit.widgets.gap_chart import GapChart
from kit.widgets.heat_table import HeatTable
from kit.widgets.history_chart import HistoryChart
from kit.widgets.leader_card import LeaderCard
from kit.widgets.live_chart import LiveChart
from kit.widgets.marble_jar import MarbleJar
from kit.widgets.market import Market
from kit.widgets.note_wall import NoteWall
from kit.widgets.picture import Picture
from kit.widgets.row_chart import RowChart
from kit.widgets.scene import Scene
from kit.widgets.soil_table import SoilTable
from kit.widgets.still_card import StillCard
from kit.widgets.text_wall import TextWall
from kit.widgets.word_tiles import WordTiles
from tests.widgets.conftest import Show

LISTEN = """() => {
  window.told = [];
  document.addEventListener("kit-picture", ({ detail }) => window.told.push(detail));
}"""
TITLE = {"title": "How safe is it?"}
KIND = {"value": "a", "label": "A", "letter": "A", "colour": "blue", "count": 1}
CARD = {"id": "1", "what": "w", "by": "b", "notice": "n", "owner": "o", "state": ""}
ROW = {"label": "low", "cells": [{"text": "5", "weight": 5}]}
LINE = {
    **{"name": "a", "label": "A", "hint": "", "word": "mixed", "told": "low, spread out", "n": 5},
    **{"note": "5 answers", "steps": [], "zones": ["Low", "Middle", "High"], "zone": 0},
}
SOIL = {"label": "a", "cells": [{"depth": 1, "word": "mixed", "text": "t", "told": "t, mixed"}]}
GAP = {"name": "a", "label": "A", "told": "low", "parts": [], "word": "", "marked": True}
GAP |= {"often": None, "chosen": None, "count": 3, "share": 1}
NOTE = {"id": "1", "lines": [{"text": "t", "part": "words"}], "mark": {}, "gold": False}
DAY = {"day": "1 May", "told": "high", "n": 9, "zone": 2, "word": "close together"}
DAY |= {"parts": [1, 2, 6], "onward": -1, "over": 0}
MEASURE = {"title": "Safe?", "about": "", "hint": "", "ends": ["low", "high"], "lines": [DAY]}
MEASURE |= {"note": ""}
PICTURES: list[tuple[Any, dict[str, Any], dict[str, Any], str]] = [
    (LiveChart, TITLE, {"svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}, "turns"),
    (LiveChart, TITLE, {"note": "Too few answers"}, "turns"),
    (HeatTable, TITLE, {"columns": ["", "c"], "rows": [ROW]}, "turns"),
    (RowChart, TITLE, {"rows": [LINE]}, "turns"),
    (SoilTable, TITLE, {"columns": ["", "c"], "rows": [SOIL]}, "turns"),
    (TextWall, TITLE, {"sentences": [{"id": 1, "text": "t"}]}, "turns"),
    (WordTiles, TITLE, {"words": [{"text": "t", "count": 2}]}, "turns"),
    (CommitmentBoard, {**TITLE, "message": "Cards will come"}, {"cards": [CARD]}, "takes"),
    (GapChart, {**TITLE, "ends": ["never", "always"]}, {"rows": [GAP], "pages": [1]}, "turns"),
    (StillCard, TITLE, {"lines": ["I ask because"]}, "waits"),
    (NoteWall, TITLE, {"cards": [NOTE]}, "turns"),
    (Market, TITLE, {"rows": [{"number": 1, "text": "t", "by": "", "cards": [NOTE]}]}, "turns"),
    (HistoryChart, TITLE, {"pictures": [MEASURE]}, "waits"),
    (MarbleJar, {}, {"marbles": [KIND]}, "stays"),
    (LeaderCard, {}, {"heading": "Ada goes first"}, "leads"),
    (Scene, {}, {"heading": "How safe is it here?"}, "fills"),
    (Scene, {"standing": "leads"}, {"heading": "Thank you"}, "leads"),
]


def test_every_kind_of_picture_is_among_these() -> None:
    own = {kind for kind in Picture.__subclasses__() if kind.__module__.startswith("kit.")}
    assert own <= {kind for kind, *_ in PICTURES}


@pytest.mark.parametrize(("kind", "before", "after", "standing"), PICTURES)
def test_a_picture_says_when_there_is_something_to_see_and_when_it_goes(
    show: Show, kind: Any, before: dict[str, Any], after: dict[str, Any], standing: str
) -> None:
    page = show(kind(**before))
    page.evaluate(LISTEN)
    blank = {name: getattr(kind(), name) for name in after}
    for traits in (after, blank):
        page.evaluate("traits => window.change(traits)", traits)
    page.evaluate("window.leave()")
    *told, last = page.evaluate("window.told")
    ready = [each["ready"] for each in told]
    assert (ready[0], ready[-1]) == (True, False)
    assert {each["standing"] for each in told} == {standing}
    assert {each["pages"] for each in told if kind is not LeaderCard} <= {1}
    assert told[0]["name"] == before.get("title", after.get("heading", ""))
    assert last is None
