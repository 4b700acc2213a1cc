"""The report on paper and on screens: its pages, its bookmarks, and marks as long as their numbers.

What Chromium prints is read as it stands in the PDF, whose structure is not compressed.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from kit.exercise.exercise import Exercise
from kit.export.report import STATES, render_report
from kit.gate.promise import describe_promise
from kit.gate.publication import build_snapshot
from kit.language import use_language
from kit.notebooks.notebook import list_notebooks
from kit.rehearsal.answers import make_answers
from tests.browser.accessibility import find_violations
from tests.browser.windows import resize
from tests.exercises import read_parts
from tests.places import ROOT, WORKSHOPS

Paper = Literal["A4", "Letter"]
SAMPLE = ROOT / "data" / "sample-sessions" / "ninety-minutes-24-people.json"
PAPERS: dict[Paper, tuple[float, float]] = {"A4": (595, 842), "Letter": (612, 792)}  # points
POINTS = 0.75  # in a pixel
SIDES, FOOT = 2 * 15 * 72 / 25.4, 16 * 72 / 25.4  # margins, as the style sheet has them
MOST_PAGES = 4
OBJECT = re.compile(rb"(?<=\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
MARKED = re.compile(
    rb"/Title (\((?:\\.|[^\\)])*\)|<[0-9A-F]*>)\n/Dest \[(\d+) 0 R /XYZ \S+ (\S+) 0\]"
)
BLOCKS = """() => [...document.querySelectorAll("h3")].map((heading) => {
    const block = heading.closest("figure, .leader");
    return [heading.textContent, block ? block.getBoundingClientRect().height : 0];
})"""
MARKS = """(size) => [...document.querySelectorAll("figure:not(.crossed)")].map((figure) => {
    const cells = (row) => [...row.children].map((cell) => cell.textContent);
    const boxes = (name) => [...figure.querySelectorAll(`.${size} ${name}`)].map((mark) => {
        const box = mark.getBBox();
        return [box.width, box.height];
    });
    const named = ["bars", "columns", "zones", "band"].map((name) => `.${name}_marks`);
    return {
        rows: [...figure.querySelectorAll("table tr")].slice(1).map(cells),
        bars: boxes(".bars_marks path"),
        columns: boxes(".columns_marks path"),
        zones: boxes(".zones_marks path"),
        band: boxes(".band_marks path"),
        line: boxes(".mark-rule line"),
        parts: boxes(`.mark-rect:not(${named}) path`),
    };
})"""


LONG_QUESTION = "And in one sentence, as you would say it to a colleague: what came of it?"
# A box that goes on in another column has a part in each.
TORN = """() => [...document.querySelectorAll("h3")]
    .filter((heading) => heading.getClientRects().length > 1)
    .map((heading) => heading.textContent)"""


def open_report(chromium: Browser, session: dict[str, Any], width: int = 1280) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 740})
    page.set_content(render_report(session).decode())
    return page


def read_sample() -> dict[str, Any]:
    return dict(json.loads(SAMPLE.read_text("utf-8")))


def fill(session: dict[str, Any]) -> dict[str, Any]:
    """The sample with what a team adds: the leader's words, and cards of today and of last time."""
    words = "Somebody stayed late for me, twice, and did not mention it to anybody."
    told = [{"prompt": name, "question": "A small thing", "text": words} for name in ("a", "b")]
    for each in session["rounds"][1:3]:
        each["leader"] = {"name": "Ada", "told": told}
    card = session["commitments"]["now"][0]
    session["commitments"]["now"] = [card] * 8
    session["commitments"]["last_time"] = [card | {"state": each} for each in STATES]
    counts = dict.fromkeys(STATES, 1)
    session["commitments"]["follow_through"] = [{"session": "Last time", **counts}]
    return session


def read_title(written: bytes) -> str:
    if written.startswith(b"<"):
        return bytes.fromhex(written[1:-1].decode()).decode("utf-16")
    return re.sub(rb"\\(.)", rb"\1", written[1:-1]).decode("latin1")


def list_bookmarks(pdf: bytes) -> list[tuple[str, int, float]]:
    """The bookmarks of a PDF from above to below, each with its page and its height on it."""
    pages = [int(number) for number, body in OBJECT.findall(pdf) if b"/Type /Page\n" in body]
    found = [
        (pages.index(int(page)), -float(height), read_title(title))
        for _number, body in OBJECT.findall(pdf)
        for title, page, height in MARKED.findall(body)
    ]
    return [(title, page + 1, -height) for page, height, title in sorted(found)]


def count_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("session", [read_sample(), fill(read_sample())], ids=["bare", "full"])
def test_ninety_minutes_are_four_pages_with_bookmarks_and_no_picture_is_torn(
    chromium: Browser, session: dict[str, Any], paper: Paper
) -> None:
    page = open_report(chromium, session)
    headings = page.locator("h1, h2, h3").all_text_contents()
    pdf = page.pdf(format=paper, outline=True, tagged=True)
    assert count_pages(pdf) <= MOST_PAGES
    marked = list_bookmarks(pdf)
    assert sorted(title for title, _page, _height in marked) == sorted(headings)
    width, _height = PAPERS[paper]
    page.emulate_media(media="print")
    resize(page, {"width": round((width - SIDES) / POINTS), "height": 900})
    heights = dict(page.evaluate(BLOCKS))
    for title, number, top in marked:
        if height := heights.get(title):
            assert top - height * POINTS > FOOT - 3, (title, number)
    for exercise in session["rounds"]:
        (on,) = {number for title, number, _top in marked if title == exercise["exercise"]}
        first = exercise["result"]["marginals"][0]["text"]
        assert on == next(number for title, number, _top in marked if title == first)
    page.close()


def test_wherever_a_page_ends_a_title_stands_on_the_page_of_what_follows(
    chromium: Browser,
) -> None:
    page = open_report(chromium, fill(read_sample()))
    for shift in range(495, 675, 30):  # points, around the foot of the first page
        style = "shift => document.body.style.setProperty('padding-top', shift + 'pt', 'important')"
        page.evaluate(style, shift)
        marked = list_bookmarks(page.pdf(format="A4", outline=True, tagged=True))
        on = {title: number for title, number, _top in marked}
        assert on["What was decided"] == on["Signed in this session"], shift
        assert all(top > FOOT + 25 for _title, _number, top in marked), shift
    page.close()


@pytest.mark.parametrize("tag", ["es", "fr"])
def test_no_title_is_torn_between_two_columns(chromium: Browser, tag: str) -> None:
    session = read_sample()
    for each in session["rounds"]:
        for marginal in each["result"]["marginals"]:
            marginal["text"] = f"{marginal['text']} {LONG_QUESTION}"
    with use_language(tag):
        page = open_report(chromium, session)
    page.emulate_media(media="print")
    torn = {}
    for width in range(560, 760, 20):
        resize(page, {"width": width, "height": 900})
        torn[width] = page.evaluate(TORN)
    page.close()
    assert [*filter(None, torn.values())] == []


def play(path: Path, people: int) -> dict[str, Any]:
    """What an export holds of a session with one exercise of the kit, in all its parts."""
    chance = random.Random(people)
    rounds = [
        play_round(number, path.name, exercise, people, chance)
        for number, exercise in enumerate(read_parts(path), start=1)
    ]
    nothing: dict[str, Any] = {"now": [], "last_time": [], "follow_through": []}
    return {"title": "Team", "code": "BCDFGHJK", "rounds": rounds, "commitments": nothing}


def play_round(
    number: int, notebook: str, exercise: Exercise, people: int, chance: random.Random
) -> dict[str, Any]:
    answers = [exercise.clean(make_answers(exercise, chance, place)) for place in range(people)]
    coin = people >= 30 and bool(exercise.delicate)
    promise = describe_promise(exercise)
    return {
        "round": number,
        "notebook": notebook,
        "exercise": exercise.title,
        "state": "revealed",
        "note": f"{people} answers",
        "result": build_snapshot(exercise, answers, final=True, coin=coin).to_json(),
        "promise": [*promise.short, *promise.more],
    }


def check_lengths(lengths: list[float], numbers: list[float], stroke: float = 1.6) -> None:
    """Marks are as long as their numbers are large; of none there is no mark."""
    told = [each for each in numbers if each]
    assert len(lengths) == len(told)
    for length, number in zip(lengths, told, strict=True):
        assert length == pytest.approx(max(lengths) * number / max(told), abs=stroke)


@pytest.mark.parametrize("people", [6, 12, 24, 120])
@pytest.mark.parametrize("notebook", list_notebooks(WORKSHOPS))
def test_every_mark_of_every_exercise_is_as_large_as_its_number(
    chromium: Browser, notebook: str, people: int
) -> None:
    page = open_report(chromium, play(WORKSHOPS / notebook, people))
    measured = 0
    for figure in page.evaluate(MARKS, "wide") + page.evaluate(MARKS, "narrow"):
        rows = figure["rows"]
        if figure["bars"] or figure["columns"]:
            lengths = [box[0] for box in figure["bars"]] or [box[1] for box in figure["columns"]]
            check_lengths(lengths, [float(count) for _label, count in rows])
        elif figure["parts"]:
            shares = [float(row[place].rstrip(" %")) for row in rows for place in (1, 2)]
            check_lengths([box[1] for box in figure["parts"]], shares)
        elif figure["band"]:
            _middle, low, high = (float(row[1].rstrip(" %")) for row in rows[:3])
            line = max(box[0] for box in figure["line"])
            assert figure["band"][0][0] == pytest.approx(line * (high - low) / 100, abs=1)
            continue
        else:
            continue
        sides = [box[1] for box in figure["bars"]] + [
            box[0] for box in figure["columns"] + figure["parts"]
        ]
        assert max(sides) - min(sides) < 0.1  # so areas are in proportion too
        measured += 1
    page.close()
    assert measured or people < 15


def test_each_result_is_seen_once_and_its_numbers_one_key_away(chromium: Browser) -> None:
    page = open_report(chromium, read_sample())
    figures = page.locator("figure:not(.crossed)")
    assert figures.count() == 9
    for figure in figures.all():
        assert figure.locator("svg:visible").count() == 1
        assert figure.locator(".told, table:visible").count() == 0
        figure.locator("summary").press("Enter")
        assert figure.locator("table:visible").count() == 1
    page.emulate_media(media="print")
    assert page.locator("figure:not(.crossed) table:visible").count() == 0
    page.close()


@pytest.mark.parametrize("width", [320, 360, 820, 1280])
def test_it_is_read_on_every_screen_without_moving_sideways(chromium: Browser, width: int) -> None:
    session = read_sample()
    session["title"] = "Donaudampfschifffahrtsgesellschaftskapitänsversammlung" * 2
    page = open_report(chromium, session, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert find_violations(page) == []
    page.close()


def test_pictures_keep_their_paper_where_colours_are_forced(chromium: Browser) -> None:
    page = open_report(chromium, read_sample())
    page.emulate_media(forced_colors="active", color_scheme="dark")
    look = "(e) => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
    for picture in page.locator(".picture").all():
        assert picture.evaluate(look) == ["rgb(251, 250, 247)", "rgb(31, 36, 48)"]
    page.close()
