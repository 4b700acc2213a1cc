"""Tables and a market on a stage of every size, and what stands where there is no picture."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, ViewportSize

from kit.gate.marginals import ADVICE
from kit.widgets.gap_chart import GapChart
from kit.widgets.heat_table import HeatTable
from kit.widgets.live_chart import LiveChart
from kit.widgets.market import Market
from kit.widgets.picture import Picture
from kit.widgets.row_chart import RowChart
from kit.widgets.soil_table import SoilTable
from tests.browser.conftest import PROJECTOR
from tests.browser.projection import find_faults
from tests.browser.stages import SIZES, open_stage
from tests.browser.windows import resize

PLACES = [
    "In formal meetings",
    "In project work",
    "At lunch, in the corridor",
    "In chats, mails and calls",
]
CONDITIONS = [
    "There is room to be unfinished: to ask, to try, not to know yet.",
    "When something slips, what follows is fair.",
    "I am linked with the people I need.",
    "Quiet work is seen.",
    "The load is shared fairly.",
]
STEPS = ["neglected", "patchy", "tended"]
WORDS = ["mixed", "split", "aligned"]
# As a screen leaves it: with its band alone, and with the pebbles of an open part and its clock.
FEET = {"alone": 5, "while the next part is answered": 14}
LEAVE = "main { padding-block: calc(11.5 * var(--u)) calc(%s * var(--u)) !important; }"


def make_soil(steps: list[str]) -> SoilTable:
    cells = [
        {"depth": n % 3, "word": WORDS[n % 3], "text": steps[n % 3], "told": steps[n % 3]}
        for n in range(len(PLACES) * len(CONDITIONS))
    ]
    width = len(PLACES)
    return SoilTable(
        title="Five conditions in four places",
        columns=["", *PLACES],
        steps=steps,
        rows=[
            {"label": label, "cells": cells[place * width : (place + 1) * width]}
            for place, label in enumerate(CONDITIONS)
        ],
        note="19 to 25 answers in a cell",
    )


@pytest.mark.parametrize("foot", FEET.values(), ids=list(FEET))
def test_a_table_of_soil_stands_whole_at_every_size(chromium: Browser, foot: int) -> None:
    page = open_stage(chromium, [make_soil(STEPS)], SIZES[0])
    page.add_style_tag(content=LEAVE % foot)
    for size in SIZES:
        resize(page, size)
        assert [str(each) for each in find_faults(page, f"{foot}, {size}")] == []
    page.context.close()


def test_each_square_of_soil_has_ground_beside_its_word_for_stripes_and_triangles(
    chromium: Browser,
) -> None:
    page = open_stage(chromium, [make_soil(STEPS)], PROJECTOR)
    page.add_style_tag(content=LEAVE % FEET["alone"])
    resize(page, PROJECTOR)
    lowest = """cells => Math.min(...cells.map((cell) =>
      cell.offsetHeight / cell.querySelector(".kit-name").offsetHeight))"""
    assert page.eval_on_selector_all("tbody td", lowest) > 1.8
    page.context.close()


def test_words_that_are_wider_than_a_cell_are_broken_and_not_cut(chromium: Browser) -> None:
    steps = ["vernachlässigt", "bruchstückhaft", "gepflegt"]
    page = open_stage(chromium, [make_soil(steps)], SIZES[-1])
    assert [str(each) for each in find_faults(page, "long words")] == []
    inside = "cells => cells.every(cell => cell.scrollWidth <= cell.clientWidth)"
    assert page.eval_on_selector_all("th, td", inside)
    page.context.close()


def test_six_cards_beside_one_sentence_stand_whole_at_every_size(chromium: Browser) -> None:
    lines = [{"text": "I can sit with you on Tuesday", "part": "words"}]
    lines.append({"text": "Ada", "part": "name"})
    cards = [{"id": str(n), "lines": lines, "mark": {}, "gold": False} for n in range(6)]
    row = {"number": 1, "text": "I need somebody who reads my plan.", "by": "", "cards": cards}
    page = open_stage(chromium, [Market(title="I need", rows=[row])], SIZES[0])
    for size in SIZES:
        resize(page, size)
        assert [str(each) for each in find_faults(page, str(size))] == []
    page.context.close()


@pytest.mark.parametrize("size", [SIZES[2], SIZES[-1]], ids=["wide", "high"])
@pytest.mark.parametrize("kind", [LiveChart, RowChart, GapChart, SoilTable, HeatTable])
def test_where_nothing_is_drawn_the_words_have_the_place_of_the_picture(
    chromium: Browser, kind: type[Picture], size: ViewportSize
) -> None:
    page = open_stage(chromium, [kind(title="How is it?", message=ADVICE)], size)
    stage, words, letters = page.evaluate(
        """() => {
          const message = document.querySelector(".kit-message");
          const measure = (each) => each.getBoundingClientRect().toJSON();
          const unit = parseFloat(getComputedStyle(document.body).getPropertyValue("--u"));
          const letters = parseFloat(getComputedStyle(message).fontSize) / unit;
          return [measure(document.querySelector(".kit-figure")), measure(message), letters];
        }"""
    )
    page.context.close()
    assert letters > 3.5
    assert words["width"] == pytest.approx(stage["width"], abs=1)
    assert words["height"] > 0.8 * stage["height"]
