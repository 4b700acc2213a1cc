"""Pictures without data of the room: large on every stage, and only where they are chosen."""

# Holds kit/widgets/still_card.py too: a card is what it looks like on a stage.
# Holds kit/widgets/figure_bars.py too: bars are as long as their numbers are large.

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import kit
from kit.widgets.widget import KitWidget
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import close_round, open_console, open_screen, press
from tests.browser.projection import SIZES, find_faults
from tests.browser.stages import open_stage
from tests.browser.windows import resize
from tests.exercises import code, list_cells, write_notebook

RECIPE = ("I ask because …", "I am not after …", "You can …")
LONG = "one line of a card, as long as a line of a card may be: "
LONG += "a hundred letters, and none more than it"
NAMES = ["stress", "energy", "productivity", "sick-days", "engagement", "life-satisfaction"]
NAMES += ["burnout", "trust-raised", "retention-raised"]
STILL: dict[str, Callable[[], KitWidget]] = {
    "recipe": lambda: kit.Card(*RECIPE, title="Before you ask"),
    "long card": lambda: kit.Card(*[LONG[:100]] * 5, title=LONG[:80]),
    "figures": lambda: kit.Figures(NAMES),
}
MARKS = """() => [...document.querySelectorAll(".kit-mark")].map((mark) => {
  const { left, width } = mark.getBoundingClientRect();
  const track = mark.parentElement.getBoundingClientRect();
  return [left - track.left, width, track.width];
})"""


@pytest.mark.parametrize("name", STILL)
def test_all_of_it_stands_whole_and_large_on_every_stage(chromium: Browser, name: str) -> None:
    page = open_stage(chromium, [STILL[name]()], SIZES[0])
    expect(page.get_by_role("figure")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("figure")).to_be_visible()
    for size in SIZES:
        resize(page, size)
        assert [str(each) for each in find_faults(page, f"{name}, {size}")] == []
    page.context.close()


def test_figures_are_bars_on_one_axis_as_long_as_their_numbers_are_large(
    chromium: Browser,
) -> None:
    values = [kit.read_figure(name).value for name in NAMES]
    length = max(values) - min(values)
    page = open_stage(chromium, [kit.Figures(NAMES)], SIZES[0])
    page.keyboard.press("ArrowRight")
    for size in SIZES:
        resize(page, size)
        for (start, width, track), value in zip(page.evaluate(MARKS), values, strict=True):
            assert width == pytest.approx(max(2, track * abs(value) / length), abs=0.1)
            assert start == pytest.approx(track * (min(0, value) - min(values)) / length, abs=0.1)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_are_a_table_too_and_every_mark_can_be_seen(chromium: Browser, scheme: str) -> None:
    page = open_stage(
        chromium,
        [kit.Figures(NAMES)],
        SIZES[0],
        color_scheme=scheme,
    )
    page.keyboard.press("ArrowRight")
    table = page.get_by_role("table", name="What studies found")
    expect(table.get_by_role("row", name="74 % less stress people at companies")).to_be_visible()
    expect(table.get_by_role("rowheader", name="two ends compared, once")).to_be_visible()
    colours = page.evaluate(
        r"""() => {
          const brush = document.createElement("canvas").getContext("2d");
          const read = (colour) => {
            brush.fillStyle = colour;
            brush.fillRect(0, 0, 1, 1);
            return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const marks = [...document.querySelectorAll(".kit-mark, .kit-source, .kit-kind")];
          const paper = getComputedStyle(document.body).backgroundColor;
          const edge = (style) => /rgba?\([^)]*\)/.exec(style.boxShadow)?.[0] ?? style.color;
          return [paper, ...marks.map((mark) => edge(getComputedStyle(mark)))].map(read);
        }"""
    )
    page.context.close()
    paper, *marks = [measure_luminance(colour) for colour in colours]
    assert len(marks) == len(NAMES) + 4
    for mark in marks:
        assert (max(mark, paper) + 0.05) / (min(mark, paper) + 0.05) >= 4.5


def measure_luminance(colour: list[int]) -> float:
    """Relative luminance (WCAG 2.1)."""
    parts = [one / 255 for one in colour]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_card_comes_where_the_facilitator_turns_to_it_and_goes_again(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    cells = list_cells()
    cells[6:6] = [
        code('kit.Card("I ask because …", "You can …", title="Recipe")', "facilitator", "screen")
    ]
    folder = tmp_path / "notebooks"
    folder.mkdir()
    write_notebook(folder / "ask.ipynb", cells)
    server = serve("serve", str(folder), "--data", str(tmp_path / "kit.db"))
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    press(console, "Open")
    question = screen.get_by_role("heading", name="Which act?")
    card = screen.get_by_role("figure", name="Recipe")
    expect(question).to_be_visible()
    expect(console.get_by_text("1 picture to turn to")).to_be_visible()
    expect(card).to_be_hidden()
    press(console, "Picture after")
    expect(card.get_by_text("I ask because …")).to_be_visible()
    expect(question).to_be_hidden()
    expect(console.get_by_text("1 of 1 · for the room")).to_be_visible()
    press(console, "Picture before")
    expect(question).to_be_visible()
    expect(card).to_be_hidden()
    # At the reveal the result's place comes first, and the card is a turn away.
    close_round(console)
    press(console, "Reveal")
    expect(screen.get_by_text("Not enough answers to protect you").first).to_be_visible()
    expect(card).to_be_hidden()
