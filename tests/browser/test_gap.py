"""How often beside how much it matters, on a stage of every size."""

# Holds kit/widgets/gap_chart.py too: what it draws is measured on a stage.

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

import kit
from kit.charts.gap import describe_gap, divide_gap, read_gap
from kit.exercise.policy import AnonymityPolicy
from kit.gate.counts import build_marginal, build_marginals
from kit.widgets.gap_chart import GapChart
from tests.browser.projection import SIZES, find_faults
from tests.browser.stages import open_stage
from tests.browser.windows import resize

LABELS = {
    "recognise": "noticing good work",
    "challenge": "hard tasks that can be done",
    "discretion": "own ways of working",
    "crafting": "a say in the work",
    "inform": "knowing where we head",
    "relations": "time for each other",
    "growth": "learning what matters to me",
    "ask": "leaders who ask for help",
}
OPTIONS = [kit.Option(*each) for each in LABELS.items()]
WORDS = ["never", "seldom", "sometimes", "often", "always"]
OFTEN = kit.Grid("often", "How often does this happen here?", rows=OPTIONS, steps=WORDS)
MATTERS = kit.Choice("matters", "Which three matter most to you?", OPTIONS, max_choices=3)
CHOSEN = [12, 11, 9, 5, 4, 2, 1, 0]


def make_chart(n: int, few: str = "") -> GapChart:
    """Two rows stand out; `few` is one that hardly anybody answered."""
    said = {name: 1 + place % 5 for place, name in enumerate(LABELS)}
    answers = [
        {name: step for name, step in said.items() if name != few or place < 3}
        for place in range(n)
    ]
    policy = AnonymityPolicy()
    often = {
        each.prompt.partition(".")[2]: each for each in build_marginals(OFTEN, answers, policy)
    }
    choices = [
        tuple(name for name, count in zip(LABELS, CHOSEN, strict=True) if place < count)
        for place in range(n)
    ]
    rows = read_gap(LABELS, often, build_marginal(MATTERS, choices, policy))
    most = max(row.count or 0 for row in rows)
    return GapChart(
        title=f"{OFTEN.text} {MATTERS.text}",
        headline=describe_gap(rows),
        ends=["never", "always"],
        rows=[
            vars(row)
            | {
                "parts": [vars(part) for part in row.parts],
                "share": (row.count or 0) / most,
                "often": None,
            }
            for row in rows
        ],
        pages=divide_gap(rows),
        ring="crafting",
        note=f"Left: {n} answers. Right: {n} answers, each could choose up to three",
    )


@pytest.mark.parametrize("n", [6, 14])
def test_all_rows_stand_whole_and_large_at_every_size(chromium: Browser, n: int) -> None:
    page = open_stage(chromium, [make_chart(n, few="ask")], SIZES[0])
    for size in SIZES:
        resize(page, size)
        assert [str(each) for each in find_faults(page, f"{n}, {size}")] == []
        expect(page.get_by_text("wanted, and seldom", exact=True)).to_have_count(2)
    page.context.close()


def test_strips_and_bars_are_as_long_as_their_numbers_are_large(chromium: Browser) -> None:
    page = open_stage(chromium, [make_chart(16)], SIZES[0])
    for size in SIZES:
        resize(page, size)
        bars, strips = page.evaluate(
            """() => [".kit-chosen i", ".kit-strip i"].map((marks) =>
              [...document.querySelectorAll(marks)].filter((mark) => mark.checkVisibility())
                .map((mark) => mark.getBoundingClientRect().width))"""
        )
        assert bars == pytest.approx([bars[0] * n / 12 for n in CHOSEN if n], abs=0.1)
        assert len(strips) == len(LABELS)  # all of a row have said the same
    page.context.close()


def test_it_is_a_table_that_tells_the_same(chromium: Browser) -> None:
    page = open_stage(chromium, [make_chart(6, few="ask")], SIZES[0])
    table = page.get_by_role("table", name="How often does this happen here?")
    names = [
        "low, close together noticing good work wanted, and seldom 6",
        "too few answers leaders who",
    ]
    for name in names:
        expect(table.get_by_role("row", name=name)).to_be_visible()
    expect(page.locator(".kit-ring")).to_contain_text("a say in the work")
    page.context.close()
