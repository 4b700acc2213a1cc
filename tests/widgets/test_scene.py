"""The page of words: as large as its place, in any language; what it tells the page it is on."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kit.widgets.scene import Scene
from tests.browser.windows import resize
from tests.widgets.conftest import Show, stop_clock

PLACE = ViewportSize(width=800, height=450)
STAND = """() => document.querySelectorAll("#place, html, body").forEach((each) => {
  each.style.height = "100%";
  each.style.margin = "0";
})"""
CUT = """() => [...document.querySelectorAll(".kit-scene > :not([hidden])")].filter((each) => {
  const box = each.getBoundingClientRect();
  return box.top < -1 || box.bottom > innerHeight + 1 || each.scrollWidth > innerWidth;
}).map((each) => each.textContent)"""
LISTEN = """() => {
  window.told = [];
  document.addEventListener("kit-lobby", ({ detail }) => window.told.push(detail));
}"""
TALK = "turns => window.change({ turns, ends_at: turns[turns.length - 1] })"
LONG = ("long words " * 45).strip()
QUESTIONS = [
    "Why?",
    "What would make it easier to say here that something went wrong, and who could begin with it?",
    "Donaudampfschifffahrtselektrizit\u00e4tenhauptbetriebswerkbauunterbeamtengesellschaft?",
    LONG,
]


def read_size(page: Page) -> float:
    size: float = page.get_by_role("heading").evaluate(
        "heading => parseFloat(getComputedStyle(heading).fontSize)"
    )
    return size


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_any_length_takes_its_place_and_is_never_cut(
    show: Show, question: str
) -> None:
    page = show(Scene(heading="", lead="The jar", line="On your phone."), viewport=PLACE)
    page.evaluate(STAND)
    page.evaluate("heading => window.change({ heading })", question)
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    assert page.evaluate(CUT) == []
    # A window of another size is another place.
    resize(page, ViewportSize(width=600, height=700))
    page.wait_for_function(f"() => !({CUT})().length")


def test_a_short_question_is_larger_than_a_long_one(show: Show) -> None:
    page = show(Scene(heading=LONG), viewport=PLACE)
    page.evaluate(STAND)
    page.evaluate("window.change({ line: 'On your phone.' })")
    small = read_size(page)
    page.evaluate("window.change({ heading: 'Why?' })")
    assert read_size(page) > 2 * small


@pytest.mark.parametrize(("text", "direction"), [("\u05dc\u05de\u05d4?", "rtl"), ("Why?", "ltr")])
def test_a_question_runs_in_the_direction_of_its_language(
    show: Show, text: str, direction: str
) -> None:
    page = show(Scene(heading=text, lead="The jar"))
    expect(page.get_by_role("heading")).to_have_css("direction", direction)
    expect(page.get_by_text("The jar")).to_have_css("direction", "ltr")


def test_it_tells_the_page_whether_people_still_gather(show: Show) -> None:
    page = show(Scene(heading="The jar", lobby=True))
    page.evaluate(LISTEN)
    page.evaluate("window.change({ heading: 'Why?' })")
    assert page.evaluate("window.told") == []
    page.evaluate("window.change({ lobby: false })")
    assert page.evaluate("window.told") == [False]


def test_a_break_is_read_in_larger_letters_and_goes_as_it_came(show: Show) -> None:
    page = show(Scene(heading="Why?"), viewport=PLACE)
    page.evaluate(STAND)
    question = read_size(page)
    page.evaluate("end => window.change({ ends_at: end, lead: 'Lunch' })", time.time() + 90)
    expect(page.get_by_role("heading", name="Back at")).to_be_visible()
    expect(page.get_by_text("Back in 1 minute")).to_be_visible()
    assert read_size(page) > 1.5 * question
    assert page.evaluate(CUT) == []
    page.evaluate("end => window.change({ ends_at: end })", time.time() - 1)
    expect(page.get_by_role("heading")).to_have_text("We go on")
    page.evaluate("window.change({ ends_at: 0 })")
    expect(page.get_by_role("heading")).to_have_text("Why?")
    assert read_size(page) == question


def read_scene(page: Page) -> tuple[str, str]:
    """The figures, or what stands in their place, and what to do."""
    words = page.locator(".kit-lead").inner_text()
    return page.get_by_role("heading").inner_text(), words


def test_a_talk_is_read_in_large_figures_and_changes_by_itself(show: Show) -> None:
    page = show(Scene(heading="Why?"), viewport=PLACE)
    page.evaluate(STAND)
    question = read_size(page)
    stop_clock(page)
    now = page.evaluate("Date.now() / 1000")
    page.evaluate(TALK, [now + 120.5, now + 240.5])
    assert read_scene(page) == ("2:01", "The first one talks")
    assert read_size(page) > 2 * question
    assert page.evaluate(CUT) == []
    page.clock.run_for(90_000)
    assert read_scene(page) == ("0:31", "The first one talks")
    page.clock.run_for(31_000)
    assert read_scene(page) == ("2:00", "Change. Now the other one talks.")
    assert page.evaluate(CUT) == []
    page.clock.run_for(120_000)
    assert read_scene(page) == ("Time is up", "")
    expect(page.get_by_text("Come back to the whole room.")).to_be_visible()
    assert page.evaluate(CUT) == []
    page.evaluate("window.change({ turns: [], ends_at: 0 })")
    expect(page.get_by_role("heading")).to_have_text("Why?")
    assert read_size(page) == question


def test_the_stage_is_told_of_one_talk_and_not_of_every_second(show: Show) -> None:
    page = show(Scene(heading="Why?"), viewport=PLACE)
    stop_clock(page)
    page.evaluate(
        "() => { window.names = new Set();"
        "document.addEventListener('kit-picture', (e) => window.names.add(e.detail.name)); }"
    )
    now = page.evaluate("Date.now() / 1000")
    page.evaluate(TALK, [now + 60, now + 120])
    page.clock.run_for(130_000)
    assert page.evaluate("[...window.names]") == ["A talk"]
