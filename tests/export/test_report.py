"""The report says what the export says, in one page that needs nothing else."""

from __future__ import annotations

import random
import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from kit.charts.shares import describe_slope
from kit.charts.slope import draw_slope
from kit.charts.svg import render_svg
from kit.exercise.energy import EnergyShares
from kit.exercise.energy_map import EnergyMap
from kit.exercise.exercise import Exercise
from kit.export.export import build_export
from kit.export.report import SHEET, draw_result, gather_promises, quote_style, render_report
from kit.export.tables import list_words
from kit.gate.publication import build_snapshot
from kit.language import use_language
from kit.store import Store
from tests.export.test_export import (
    HIDDEN,
    SHOWN,
    TOLD,
    begin,
    go_on,
    make_exercise,
    play,
    send,
    sign,
)

EMPTY: dict[str, Any] = {
    "title": "Team",
    "code": "BCDFGHJK",
    "rounds": [],
    "commitments": {"now": [], "last_time": [], "follow_through": []},
}
TAGS = re.compile(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", re.DOTALL)


class Reader(HTMLParser):
    """Collects what a page would load, and which elements it opens and closes."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        addresses = ("src", "href", "xlink:href")
        self.loads += [value or "" for name, value in attrs if name in addresses]
        self.loads += [tag] if tag in ("script", "link", "iframe", "img", "object") else []
        self.open += [] if tag in ("meta", "br") else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: bytes) -> list[str]:
    """The lines a person reads."""
    text = unescape(TAGS.sub("\n", page.decode()))
    return [line.strip() for line in text.splitlines() if line.strip()]


def play_session(store: Store, count: int, phases: int = 3) -> bytes:
    code = begin(store, make_exercise(), title="Süd & <b>West</b>")
    send(store, code, count, random.Random(4))
    for _ in range(phases):
        go_on(store, code)
    return render_report(build_export(store, code))


def test_every_number_and_sentence_of_the_export_stands_in_the_report(store: Store) -> None:
    code = begin(store, make_exercise())
    send(store, code, 30, random.Random(4))
    for _ in range(2):
        go_on(store, code)
    exported = build_export(store, code)
    lines = read(render_report(exported))
    (told,) = exported["rounds"]
    for marginal in told["result"]["marginals"]:
        assert marginal["text"] in lines
        for _value, label, count in marginal["counts"]:
            assert (label, str(count)) in pairwise(lines)
    sentences = [each["text"] for each in told["sentences"]]
    assert {told["note"], TOLD, *told["promise"], *sentences} <= set(lines)
    assert any(SHOWN in line for line in lines)
    assert not any(HIDDEN in line for line in lines)


def test_what_several_people_said_stands_once_and_the_export_keeps_each(store: Store) -> None:
    code = begin(store, make_exercise())
    send(store, code, 20, random.Random(4))
    for _ in range(2):
        go_on(store, code)
    exported = build_export(store, code)
    (told,) = exported["rounds"]
    first = told["sentences"][0]
    told["sentences"] = [{**first, "text": text} for text in ("Calm", "tired", "calm", "CALM ")]
    lines = [line for line in read(render_report(exported)) if "alm" in line or "times" in line]
    assert lines == ["Calm", "3 times"]
    assert len(list(list_words(told))) >= 4


def test_a_name_that_somebody_put_below_a_sentence_stands_below_it(store: Store) -> None:
    code = begin(store, make_exercise())
    send(store, code, 20, random.Random(4))
    for _ in range(2):
        go_on(store, code)
    exported = build_export(store, code)
    (told,) = exported["rounds"]
    first = told["sentences"][0]
    told["sentences"] = [{**first, "text": "calm"}, {**first, "text": "Calm", "name": "<b>Ada"}]
    page = render_report(exported)
    assert b"&lt;b&gt;Ada" in page
    lines = read(page)
    place = lines.index("Calm")
    assert lines[place + 1] == "<b>Ada"
    assert "2 times" not in lines
    rows = [row for row in list_words(told) if row[2] == "sentence"]
    assert [row[3] for row in rows] == ["", "<b>Ada"]


def test_the_page_is_whole_loads_nothing_and_shows_words_as_letters(store: Store) -> None:
    page = play_session(store, 20)
    reader = Reader()
    reader.feed(page.decode())
    assert reader.open == []
    assert [each for each in reader.loads if not each.startswith("#")] == []
    assert "Süd & <b>West</b>" in read(page)
    assert page == render_report(build_export(store, store.list_sessions()[0].code))


def test_too_few_answers_and_rounds_without_a_reveal_have_no_number(store: Store) -> None:
    page = play_session(store, 3)
    assert any("Not enough answers to protect you" in line for line in read(page))
    assert b"<svg" not in page
    code = store.list_sessions()[0].code
    play(store, code, make_exercise())
    send(store, code, 20, random.Random(1))
    page = render_report(build_export(store, code))
    assert "Not revealed, so nothing of it stands here." in read(page)
    assert b"<svg" not in page


def test_an_energy_map_is_a_slope_with_its_table() -> None:
    exercise = Exercise("energy", prompts=[EnergyMap("energy", "Where does it go?")])
    shares = EnergyShares(giving_now=40, draining_now=30, giving_next=60, draining_next=10)
    snapshot = build_snapshot(exercise, [exercise.clean({"energy": shares})] * 9)
    marginal = snapshot.get_marginal("energy")
    figure = draw_result(marginal)
    assert figure["svg"] == render_svg(draw_slope(marginal))
    assert figure["alt"] == describe_slope(marginal)
    assert figure["rows"][0] == ["Gives energy", "40 %", "60 %"]


def test_commitments_are_a_section_of_their_own_with_what_became_of_them(store: Store) -> None:
    later = sign(store, begin(store, make_exercise()))
    page = render_report(build_export(store, later))
    reader = Reader()
    reader.feed(page.decode())
    assert (reader.open, reader.loads) == ([], [])
    lines = read(page)
    assert lines.index("What was decided") < lines.index("Signed in this session")
    place = lines.index("Signed last time")
    assert lines.index("begin on time") < place < lines.index("what was kept")
    assert "=Ada, Friday; Ben <b> will notice" in lines
    assert lines[lines.index("Not told", lines.index("Session")) + 1 :][:5] == [
        "Last time",
        *("1", "0", "1", "1"),
    ]


def test_its_head_says_when_it_was_under_which_code_and_what_was_played(store: Store) -> None:
    code = begin(store, make_exercise(), "Team Blue")
    sign(store, code)
    exported = build_export(store, code) | {"held_on": "2026-03-02", "minutes": 90}
    lines = read(render_report(exported))
    assert "2 March 2026" in lines
    assert f"{code[:4]} {code[4:]}" in lines
    assert "90 minutes planned" in lines
    head = lines[
        1 : next(place for place, line in enumerate(lines) if line[:13] == "What the room")
    ]
    assert head.count("Any exercise") == 1
    assert head[-1] == "not played"  # the second exercise of the agenda
    assert lines.index("Signed in this session") < lines.index(
        "Not revealed, so nothing of it stands here."
    )


def test_a_session_of_old_has_no_day_and_no_agenda(store: Store) -> None:
    exported = build_export(store, begin(store, make_exercise()))
    for name in ("held_on", "minutes", "agenda"):
        del exported[name]
    assert "Any exercise" in read(render_report(exported))


def test_an_exercise_that_is_played_again_says_which_time_it_was(store: Store) -> None:
    code = begin(store, make_exercise())
    while store.get_round(code).number == 1:
        go_on(store, code)
    play(store, code, make_exercise())
    lines = read(render_report(build_export(store, code)))
    assert (lines.count("Any exercise"), lines.count("Any exercise, time 2")) == (2, 2)


def test_every_line_of_the_promises_stands_once_with_the_exercises_it_was_made_in() -> None:
    rounds = [
        {"exercise": "One", "promise": ["for all", "for two", "for one"]},
        {"exercise": "Two", "promise": ["for two", "for all"]},
        {"exercise": "Three", "promise": ["for all", "for three"]},
        {"exercise": "Four", "promise": []},
    ]
    assert gather_promises(rounds) == [
        {"line": "for all", "exercises": ""},
        {"line": "for two", "exercises": "all but Three"},
        {"line": "for one", "exercises": "One"},
        {"line": "for three", "exercises": "Three"},
    ]


def test_headings_go_down_one_step_at_a_time(store: Store) -> None:
    later = sign(store, begin(store, make_exercise()))
    page = render_report(build_export(store, later)).decode()
    levels = [int(each) for each in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(("tag", "between"), [("en", " of "), ("de", " von "), ("fr", " sur ")])
def test_the_pages_are_counted_in_the_language_of_the_report(tag: str, between: str) -> None:
    with use_language(tag):
        page = render_report(EMPTY).decode()
    quoted = "".join(f"\\{ord(each):06x}" for each in between)
    assert f'@bottom-right {{ content: counter(page) "{quoted}" counter(pages); }}' in page
    assert "counter(page" not in SHEET.read_text("utf-8")


@pytest.mark.parametrize("title", ['"; } </style><script>', "\\", "a\nb", "\U0001f600 \u05d0"])
def test_no_title_ends_the_style_it_stands_in(store: Store, title: str) -> None:
    written = quote_style(title)
    assert re.fullmatch(r"(\\[0-9a-f]{6})+", written)
    assert "".join(chr(int(each, 16)) for each in written[1:].split("\\")) == title
    page = render_report(build_export(store, begin(store, make_exercise(), title)))
    assert b"<script" not in page
    assert page.count(b"</style>") == 1
