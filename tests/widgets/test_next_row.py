"""The run-sheet's row on the dashboard: what it offers when, and what a press sends."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, expect

from kit.widgets.next_row import NextRow
from tests.widgets.conftest import Show, stop_clock

PAIRS: dict[str, Any] = {"do": "pairs"}
TALK: dict[str, Any] = {"do": "talk", "long": [2, 180], "short": [2, 120]}
TURN: dict[str, Any] = {"do": "turn", "picture": "How safe"}
LISTEN = """() => {
  window.told = [];
  for (const name of ["kit-row", "kit-turn"])
    document.addEventListener(name, ({ detail }) => window.told.push([name, detail]));
}"""


def row(name: str, *actions: dict[str, Any], presses: str = "", short: int | None = 2) -> Any:
    told = {"minutes": 7, "short": short, "actions": [*actions], "presses": presses}
    return {"name": name, **told}


def tell(page: Page, now: Any, following: Any) -> None:
    """What the run-sheet's own script says."""
    detail = {"now": now, "next": following, "rows": [], "total": 40, "short": 16}
    page.evaluate(
        f"document.dispatchEvent(new CustomEvent('kit-sheet', {{ detail: {json.dumps(detail)} }}))"
    )


def draw(show: Show, **traits: Any) -> Page:
    page = show(NextRow(shown=True, **traits))
    page.evaluate(LISTEN)
    return page


def test_the_next_row_has_its_button_beside_it_and_a_press_goes_there(show: Show) -> None:
    page = draw(show)
    expect(page.locator("section")).to_be_hidden()
    answers, pairs = row("Answers"), row("In pairs", PAIRS, TALK)
    tell(page, answers, pairs)
    expect(page.get_by_text("Next: In pairs, 7 minutes")).to_be_visible()
    page.get_by_role("button", name="Draw pairs and fours").click()
    assert page.evaluate("window.sent") == [{"do": "pairs"}]
    assert page.evaluate("window.told") == [["kit-row", None]]
    tell(page, pairs, row("Debrief"))
    expect(page.get_by_text("Now: In pairs, 7 minutes")).to_be_visible()
    expect(page.get_by_role("button")).to_have_text(["Start 2 \u00d7 3 minutes"])
    page.get_by_role("button").click()
    assert page.evaluate("window.sent")[1:] == [{"do": "talk", "turns": 2, "seconds": 180}]
    # All is done here, so what comes is shown.
    expect(page.get_by_text("Next: Debrief, 7 minutes")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_by_the_short_plan_people_talk_for_less(show: Show) -> None:
    page = draw(show, minutes=20)
    tell(page, row("In pairs", TALK), None)
    expect(page.get_by_text("Now: In pairs, 2 minutes")).to_be_visible()
    page.get_by_role("button", name="Start 2 \u00d7 2 minutes").click()
    assert page.evaluate("window.sent") == [{"do": "talk", "turns": 2, "seconds": 120}]


def test_while_people_talk_no_other_talk_is_offered(show: Show) -> None:
    page = draw(show)
    stop_clock(page)
    tell(page, row("In corners", TALK), None)
    expect(page.get_by_role("button")).to_have_count(1)
    page.evaluate("window.change({ ends_at: Date.now() / 1000 + 60 })")
    expect(page.get_by_role("button")).to_have_count(0)
    page.clock.run_for(61_000)
    expect(page.get_by_role("button")).to_have_count(1)


def test_pictures_are_turned_to_once_there_is_a_result_and_never_before_their_row(
    show: Show,
) -> None:
    page = draw(show, phase="closed")
    shown, later = row("What we see", TURN), row("Once more", {**TURN, "picture": "Why"})
    tell(page, shown, later)
    expect(page.get_by_text("Next: Once more")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.evaluate("window.change({ turns: true })")
    page.get_by_role("button", name="Show “How safe”").click()
    assert page.evaluate("window.told") == [["kit-turn", "How safe"]]
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_row_that_waits_for_the_large_button_says_so(show: Show) -> None:
    page = draw(show)
    tell(page, row("Welcome"), row("Everyone answers", presses="Open"))
    expect(page.get_by_text("Next: Everyone answers, 7 minutes. Press Open.")).to_be_visible()
    page.evaluate("window.change({ shown: false })")
    expect(page.locator("section")).to_be_hidden()


def test_the_focus_stays_in_the_row_when_a_button_goes(show: Show) -> None:
    page = draw(show)
    tell(page, row("In pairs", PAIRS, TALK), None)
    page.get_by_role("button", name="Draw pairs and fours").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Start 2 \u00d7 3 minutes")).to_be_focused()


def test_of_a_result_that_was_left_unseen_no_row_is_now(show: Show) -> None:
    page = draw(show, phase="revealed", turns=True)
    tell(page, row("What we see", PAIRS, TURN), row("Debrief", presses="Next exercise"))
    expect(page.get_by_text("Now: What we see")).to_be_visible()
    page.evaluate("window.change({ turns: false })")
    expect(page.get_by_text("Next: Debrief, 7 minutes. Press Next exercise.")).to_be_visible()
    expect(page.get_by_text("Now:")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
