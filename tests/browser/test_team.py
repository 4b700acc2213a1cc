"""A team over time: its page, its picture on the screen, and a session with one person fewer."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kit.charts.history import TITLE
from kit.gate.publication import submit
from kit.lifecycle import advance_round, move_to
from kit.session.commitments import Commitment, State
from kit.session.session import Phase
from kit.store import Store, open_store
from tests.browser.accessibility import find_violations
from tests.browser.conftest import OpenPage, Serve
from tests.browser.people import (
    close_round,
    open_console,
    open_screen,
    open_sessions,
    press,
)
from tests.browser.windows import resize
from tests.exercises import read_parts
from tests.places import WORKSHOPS
from tests.store.sample import add_seats

TEAM = "North"
PLAYED = ("welcome.ipynb", "safety_pulse.ipynb", "check_out.ipynb")
SIZES = ((360, 740), (1280, 720))
SHOTS = os.environ.get("KIT_SHOTS", "")  # a folder for pictures of what a test has seen
SMALLEST = 23.5  # pixels of letters on a screen of 1280x720
READ_SMALL = """(least) => [...document.querySelectorAll(".kit-history-chart *")]
  .filter((each) => each.checkVisibility() && !each.closest(".kit-unseen"))
  .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) < least)
  .map((each) => [each.textContent, getComputedStyle(each).fontSize])"""
FIND_CUT = """() => [...document.querySelectorAll(".kit-history-chart")]
  .filter((each) => each.checkVisibility())
  .filter((each) => each.scrollHeight > each.clientHeight + 1
    || each.scrollWidth > each.clientWidth + 1)
  .map((each) => [each.scrollHeight, each.clientHeight, each.scrollWidth, each.clientWidth])"""
WIDER = "document.documentElement.scrollWidth - innerWidth"


def answer(exercise: str, person: int, mood: int) -> Mapping[str, object]:
    """What a simulated person says in one of the exercises; more mood, higher steps."""
    step = 1 + (person + mood) % 5
    if exercise == "welcome":
        return {"energy": step}
    if exercise == "check-out":
        return {"energy": min(5, step + 1), "safe": max(1, min(5, mood + person % 2))}
    rows = ["mistake-held", "bring-up", "take-risk"]
    return {"safety": {row: min(7, 1 + mood + person % 3) for row in rows}}


def play(store: Store, code: str, people: int, mood: int, *, most: int = 3) -> None:
    """Play the exercises of a session, each to its reveal."""
    tokens = add_seats(store, code, people)
    for place, notebook in enumerate(PLAYED[:most]):
        if place:
            move_to(store, store.get_round(code).id, place, expected=Phase.REVEALED)
        current = store.get_round(code)
        (exercise, *later) = read_parts(WORKSHOPS / notebook)
        store.set_definition(current.id, exercise, later)
        while store.get_round(code).phase is not Phase.OPEN:
            advance_round(store, current.id, store.get_round(code).phase)
        for person, token in enumerate(tokens):
            submit(
                store,
                current.id,
                token,
                exercise.clean(answer(exercise.slug, person, mood)).to_json(),
            )
        advance_round(store, current.id, Phase.OPEN)
        advance_round(store, current.id, Phase.CLOSED)


def begin(store: Store, days: int, team: str = TEAM) -> str:
    """A session of the team, so many days ago."""
    code = store.add_session("Retrospective", PLAYED, team=team).code
    store.add_round(code, PLAYED[0])
    day = (date(2026, 11, 30) - timedelta(days=days)).isoformat()
    with store.database.write() as connection:
        connection.exec_driver_sql("UPDATE sessions SET held_on = ? WHERE code = ?", (day, code))
    return code


def shoot(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a picture of a page, where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"{name}.png"), full_page=whole)


@pytest.fixture
def data(tmp_path: Path) -> str:
    """A team of three sessions before."""
    path = str(tmp_path / "kit.db")
    store = open_store(path)
    codes = [begin(store, days) for days in (150, 100, 50)]
    for code, people, mood in zip(codes, (12, 18, 24), (1, 2, 3), strict=True):
        play(store, code, people, mood)
        store.end_session(code)
    store.close()
    return path


def test_a_team_over_time_at_every_size_and_as_a_file(
    serve: Serve, open_page: OpenPage, data: str
) -> None:
    store = open_store(data)
    (last, *_) = sorted(store.list_sessions(), key=lambda each: each.held_on, reverse=True)
    now = begin(store, 0)
    play(store, now, 23, 4)
    cards = [
        store.add_commitment(now, Commitment("Ana", "call", "Friday", "Ben")) for _ in range(3)
    ]
    later = store.add_session("Next", PLAYED, team=TEAM).code
    store.mark_commitment(later, cards[0], State.KEPT)
    server = serve("serve", str(WORKSHOPS), "--data", data, "--team", TEAM)
    page = open_sessions(open_page, server)
    home = page.url.partition("?")[0]
    page.goto(f"{home}/new?follows={now}")
    expect(page.get_by_role("combobox", name="Team", exact=True)).to_have_value(TEAM)
    for width, height in SIZES:
        resize(page, {"width": width, "height": height})
        assert page.evaluate(WIDER) <= 0
        assert find_violations(page) == []
        shoot(page, f"new-{width}", whole=True)
    page.goto(f"{home}/{now}/team")
    expect(page.get_by_role("heading", name="North over time")).to_be_visible()
    for width, height in SIZES:
        resize(page, {"width": width, "height": height})
        assert page.evaluate(WIDER) <= 0
        assert find_violations(page) == []
        shoot(page, f"team-{width}", whole=True)
        shoot(page, f"team-{width}-top")
    energy = page.get_by_role("figure").filter(has_text="How much energy do you have right now?")
    rows = energy.get_by_role("row")
    expect(rows).to_have_count(5)
    # 24 and 23 are too close, so both are told in thirds; 12 and 18 are not.
    expect(rows.nth(1)).to_contain_text(
        re.compile(r"\d low, \d in the middle, \d high; [\w ]+ 12 answers")
    )
    expect(rows.nth(3)).to_contain_text(
        re.compile(r"^3?\d? ?[^;]*(low|in the middle|high), [\w ]+ 24 answers$")
    )
    expect(rows.nth(4)).not_to_contain_text("; ")
    expect(page.get_by_role("figure").filter(has_text="What became of the cards")).to_contain_text(
        "1"
    )
    with page.expect_download() as saved:
        page.get_by_role("link", name="The same as a table").click()
    text = Path(saved.value.path()).read_text("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert {each["answers"] for each in table if each["prompt"] == "energy"} == {
        "12",
        "18",
        "24",
        "23",
    }
    page.get_by_role("textbox", name="Team").fill("Northern lights")
    press(page, "Keep the name")
    expect(page.get_by_role("heading", name="Northern lights over time")).to_be_visible()
    assert now not in [each.code for each in store.list_team(last.code)]
    assert store.get_session(now).team == "Northern lights"
    store.close()


def test_with_one_person_fewer_the_screen_shows_thirds_of_both_sessions(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    path = str(tmp_path / "kit.db")
    store = open_store(path)
    first = begin(store, 60)
    play(store, first, 16, 2)
    store.end_session(first)
    server = serve("serve", str(WORKSHOPS), "--data", path, "--agenda", "30", "--team", TEAM)
    assert store.get_session(server.code).follows == first
    console, screen = open_console(open_page, server), open_screen(open_page, server)
    # Before anything is played the team has one line, and one line is no history.
    expect(screen.locator(".kit-history-chart")).to_be_hidden()
    expect(console.locator("#kit-team summary")).to_have_text(TITLE)
    play_here(store, console, server.code, 15)
    expect(screen.get_by_text("How much energy do you have right now?").first).to_be_visible()
    after = console.get_by_role("button", name="Picture after")
    while TITLE not in (console.locator(".turner").text_content() or ""):
        after.click()
    chart = screen.locator(".kit-history-chart")
    expect(chart).to_be_visible()
    expect(chart.get_by_role("row")).to_have_count(3)
    expect(chart).to_contain_text("16 answers")
    expect(chart).to_contain_text("15 answers")
    expect(chart).to_contain_text("In thirds, because nearly as many answered another time.")
    expect(chart.locator("td .kit-here")).to_have_count(2)
    assert all(
        not re.search(r"\d", each) for each in chart.locator("td.kit-where").all_text_contents()
    )
    expect(chart.locator("line")).to_have_count(0)
    for page in (screen, console):
        assert page.evaluate(FIND_CUT) == []
    assert screen.evaluate(READ_SMALL, SMALLEST) == []
    assert find_violations(screen) == []
    shoot(screen, "screen")
    shoot(console, "console")
    # The same in the fold, and for whoever reads it aloud.
    console.locator("#kit-team summary").click()
    shoot(console, "console-fold", whole=True)
    link = console.get_by_role("link", name="As a page of its own")
    assert (link.get_attribute("href") or "").endswith(f"/facilitate/{server.code}/team")
    store.close()


def play_here(store: Store, console: Page, code: str, people: int) -> None:
    """Have the round of a session that is served answered, and show its result."""
    current = store.get_round(code)
    press(console, "Open")
    press(console, "Leader has gone first")
    expect(console.get_by_role("button", name="Close")).to_be_visible()
    for person, token in enumerate(add_seats(store, code, people)):
        submit(store, current.id, token, answer("welcome", person, 3))
    close_round(console)
    press(console, "Reveal")
