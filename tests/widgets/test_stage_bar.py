"""The foot of the screen: what it says, and the room as a row of marks that are nobody's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kit.widgets.stage_bar import StageBar
from tests.widgets.conftest import Show, stop_clock

MARKS = ".kit-shelf i"
WINDOW = ViewportSize(width=900, height=600)
UNIT = 12.8  # pixels, where there is no stage
NAME = "document.querySelectorAll('.kit-shelf i').forEach((mark, n) => { mark.id = `mark${n}`; })"
BOXES = """marks => marks.map((mark) => {
  const { right, top, bottom } = mark.getBoundingClientRect();
  return [right, top, bottom];
})"""


def test_the_bar_sends_what_it_shows() -> None:
    state = StageBar(
        phase_text="Answers are open", progress="7 of 12 finished", ends_at=1_790_000_000
    ).get_state()
    assert state["phase_text"] == "Answers are open"
    assert state["progress"] == "7 of 12 finished"
    assert state["ends_at"] == 1_790_000_000


def read_marks(page: Page) -> list[bool]:
    """Which marks are full, in their order."""
    marks: list[bool] = page.locator(MARKS).evaluate_all(
        "marks => marks.map((mark) => mark.classList.contains('kit-full'))"
    )
    return marks


def test_marks_fill_from_the_first_one_whoever_has_finished(show: Show) -> None:
    page = show(StageBar(people=12))
    for finished in (0, 3, 4, 12, 2):
        page.evaluate("finished => window.change({ finished })", finished)
        assert read_marks(page) == [True] * finished + [False] * (12 - finished)


def test_whoever_comes_or_goes_the_row_grows_and_shrinks_at_its_end(show: Show) -> None:
    page = show(StageBar(people=8, finished=3))
    page.evaluate(NAME)
    for people in (12, 9):
        page.evaluate("people => window.change({ people })", people)
        names = page.locator(MARKS).evaluate_all("marks => marks.map(({ id }) => id)")
        assert names == [f"mark{n}" for n in range(8)] + [""] * (people - 8)
        assert read_marks(page).count(True) == 3
    page.evaluate("window.change({ people: 0, finished: 0 })")
    expect(page.locator(".kit-shelf")).to_be_hidden()


@pytest.mark.parametrize("people", [8, 13, 23, 47, 100, 240, 1000, 2000])
def test_a_row_of_any_length_keeps_to_its_shelf(show: Show, people: int) -> None:
    page = show(StageBar(people=people, finished=people // 2), viewport=WINDOW)
    boxes = page.locator(MARKS).evaluate_all(BOXES)
    assert len(boxes) == people
    assert max(right for right, _, _ in boxes) <= WINDOW["width"]
    height = max(bottom for *_, bottom in boxes) - min(top for _, top, _ in boxes)
    assert height <= 4.8 * UNIT
    assert read_marks(page).count(True) == len(boxes) // 2


def test_marks_are_for_the_eye_and_the_words_for_everybody(show: Show) -> None:
    page = show(StageBar(people=8, progress="3 of 8 finished", finished=3))
    expect(page.locator(".kit-shelf")).to_have_attribute("aria-hidden", "true")
    expect(page.get_by_text("3 of 8 finished")).to_be_visible()


@pytest.mark.parametrize(("motion", "moving"), [("reduce", 0), ("no-preference", 1)])
def test_a_new_mark_falls_unless_somebody_wants_things_to_hold_still(
    show: Show, motion: str, moving: int
) -> None:
    page = show(StageBar(people=8), reduced_motion=motion)
    assert page.evaluate("document.getAnimations().length") == 0
    page.evaluate("window.change({ people: 9 })")
    expect(page.locator(f"{MARKS}.kit-new")).to_have_count(1)
    assert page.evaluate("document.getAnimations().length") == moving


def test_a_talk_that_leaves_the_stage_to_a_picture_is_told_at_the_foot(show: Show) -> None:
    page = show(StageBar(phase_text="This is what the room said."))
    stop_clock(page)
    now = page.evaluate("Date.now() / 1000")
    page.evaluate("turns => window.change({ turns, ends_at: turns[1] })", [now + 60, now + 120])
    expect(page.get_by_text("The first one talks")).to_be_visible()
    expect(page.get_by_role("timer")).to_contain_text("1:00")
    page.clock.run_for(61_500)
    expect(page.get_by_text("Change. Now the other one talks.")).to_be_visible()
    expect(page.get_by_role("timer")).to_contain_text("0:59")
    page.clock.run_for(60_000)
    expect(page.get_by_text("Time is up")).to_be_visible()
    expect(page.get_by_role("timer")).to_be_hidden()
    page.evaluate("window.change({ turns: [], ends_at: 0 })")
    expect(page.get_by_text("This is what the room said.")).to_be_visible()
