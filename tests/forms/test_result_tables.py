"""A published result as the phones show it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.charts.captions import describe_marginal
from kit.charts.since import COARSE
from kit.exercise.grid import Grid
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.steps import Steps
from kit.forms.result_tables import render_marginal, render_snapshot, render_texts
from kit.gate.counts import ENERGY_LABELS, build_marginals
from kit.gate.marginals import TOO_FEW, Marginal, Shape
from kit.gate.sentences import ReleasedText
from kit.gate.since import LastTime
from kit.gate.snapshot import Snapshot
from tests.drawings import GUESS, answer, answer_yes
from tests.store.sample import make_exercise

SCRIPT = "<script>alert(1)</script>"
COUNTS = (("a", "kept their word", 3), ("b", "gave credit", 9), ("c", "other", 0))
KINDS = Marginal("kind", "Choice", "Which act?", 12, COUNTS, Shape.COUNTS)
STEPS = tuple((str(step), str(step), count) for step, count in enumerate((2, 0, 5, 1, 4), start=1))
SAFE = Marginal("safe", "Scale", "How safe is it?", 12, STEPS, Shape.FULL)
BAND = answer(4, 5, 4, 4, 5, 4)
FEW = Marginal("safe", "Scale", "How safe is it?", 0, (), Shape.WITHHELD, TOO_FEW)

words = st.text(min_size=1, max_size=30)


class Reader(HTMLParser):
    """What a browser makes of markup: elements in order, texts by element, bars' widths."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.widths: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if dict(attrs).get("class") == "kit-bar":
            self.widths.append(str(dict(attrs)["style"]))

    def handle_data(self, data: str) -> None:
        self.texts.append((self.tags[-1], data))

    def read(self, tag: str) -> list[str]:
        return [text for where, text in self.texts if where == tag]


def list_rows(marginal: Marginal) -> list[tuple[str, str]]:
    reader = Reader(render_marginal(marginal))
    return list(zip(reader.read("bdi"), reader.read("span"), strict=True))


def test_kinds_stand_below_each_other_the_most_frequent_first() -> None:
    assert list_rows(KINDS) == [("gave credit", "9"), ("kept their word", "3"), ("other", "0")]
    assert Reader(render_marginal(KINDS)).read("caption") == ["Which act?"]


def test_the_steps_of_a_scale_stay_in_their_order() -> None:
    assert list_rows(SAFE) == [("1", "2"), ("2", "0"), ("3", "5"), ("4", "1"), ("5", "4")]


def test_the_longest_bar_is_the_most_frequent_answer() -> None:
    assert Reader(render_marginal(KINDS)).widths == ["width:100.0%", "width:33.3%"]


def test_an_answer_nobody_chose_has_no_bar() -> None:
    nobody = replace(KINDS, counts=tuple((value, label, 0) for value, label, _ in COUNTS))
    assert Reader(render_marginal(nobody)).widths == []


def test_where_there_are_no_counts_there_are_words_under_the_question() -> None:
    reader = Reader(render_marginal(BAND))
    assert reader.read("h2") == [BAND.text]
    assert reader.read("p") == [describe_marginal(BAND)]
    assert Reader(render_marginal(FEW)).read("p") == [TOO_FEW]


@pytest.mark.parametrize(
    ("marginal", "brackets", "here"),
    [
        (BAND, ["grid-column:3"], "High\n4 to 5"),
        (answer(1, 3, 3, 3, 5, 5), ["grid-column:1 / 4"], "Middle\n3"),
        (answer(1, 1, 1, 1, 5, 5), ["grid-column:1", "grid-column:3"], "Low\n1 to 2"),
        (answer_yes(6, 13), [], "About half"),
    ],
)
def test_below_the_words_a_strip_marks_one_of_three_zones(
    marginal: Marginal, brackets: list[str], here: str
) -> None:
    markup = render_marginal(marginal)
    assert Reader(markup).read("span") == [zone.replace(": ", "\n") for zone in marginal.zones]
    assert re.findall(r'<i style="([^"]*)">', markup) == brackets
    assert re.findall(r'<span class="kit-here">([^<]*)', markup) == [here]
    assert 'class="kit-zones" aria-hidden="true"' in markup


def test_an_estimate_is_a_band_on_a_line_below_its_words() -> None:
    markup = render_marginal(GUESS)
    assert Reader(markup).read("p") == ["About a third said yes: between 20 and 50 %."]
    assert 'style="inset-inline-start:20%;width:30%"' in markup
    assert 'style="inset-inline-start:33%"' in markup
    assert Reader(markup).read("small") == ["0 %", "100 %"]


def test_thirds_say_what_they_mean_and_the_middle_of_a_full_scale_is_grey() -> None:
    thirds = Reader(render_marginal(answer(*[1, 3, 4] * 4)))
    assert thirds.read("bdi") == ["Low: 1 to 2 (not at all)", "Middle: 3", "High: 4 to 5 (very)"]
    grey = 'class="kit-bar kit-neutral"'
    assert render_marginal(SAFE).split(grey)[0].endswith("3</bdi></th><td><span ")
    assert render_marginal(SAFE).count(grey) == 1
    assert grey not in render_marginal(KINDS)


def test_how_many_answered_is_said_below_a_question_that_some_skipped() -> None:
    skipped = replace(SAFE, n=9)
    reader = Reader(render_snapshot(Snapshot(1, 12, 12, (KINDS, skipped, FEW)), "12 answers"))
    assert reader.read("p") == ["9 answers to this question", TOO_FEW, "12 answers"]


def test_a_script_in_a_label_is_a_label() -> None:
    marginal = replace(KINDS, text=SCRIPT, counts=(("a", SCRIPT, 5), ("b", 'x" onload="', 5)))
    reader = Reader(render_snapshot(Snapshot(1, 12, 12, (marginal,)), SCRIPT))
    assert "script" not in reader.tags
    assert reader.read("bdi") == [SCRIPT, 'x" onload="']
    assert reader.read("caption") == [SCRIPT]
    assert reader.read("p") == [SCRIPT]


@given(words, words, words)
def test_no_words_whatever_become_markup(text: str, label: str, note: str) -> None:
    marginal = Marginal("kind", "Choice", text, 9, (("a", label, 9),), Shape.COUNTS)
    band = replace(BAND, text=text, n=9, zones=(label,) * 3, ends=(label, note))
    plain = Reader(render_snapshot(Snapshot(1, 9, 9, (marginal, band)), "x"))
    reader = Reader(render_snapshot(Snapshot(1, 9, 9, (marginal, band)), note))
    assert reader.tags == plain.tags
    known = [
        "section",
        "table",
        "caption",
        "tr",
        "th",
        "bdi",
        "td",
        "span",
        "p",
        "h2",
        "div",
        "i",
        "small",
    ]
    assert set(reader.tags) == set(known)


def test_every_prompt_has_a_table_and_the_number_of_answers_stands_below() -> None:
    reader = Reader(render_snapshot(Snapshot(1, 12, 15, (KINDS, SAFE)), "shown 12 of 15"))
    assert reader.tags.count("table") == 2
    assert reader.tags[-1] == "p"
    assert reader.read("p") == ["shown 12 of 15"]


def test_only_shown_sentences_stand_below_their_question_as_letters() -> None:
    texts = [
        ReleasedText(1, "story", SCRIPT, True),
        ReleasedText(2, "story", "hidden", False),
        ReleasedText(3, "story", "two\nlines", True),
        ReleasedText(4, "elsewhere", "of another prompt", True),
    ]
    reader = Reader(render_texts(make_exercise(), texts))
    assert reader.read("h2") == ["What happened?"]
    assert reader.read("li") == [SCRIPT, "two\nlines"]
    assert "script" not in reader.tags


def test_what_several_people_said_stands_once_with_how_many_said_so() -> None:
    said = ["Calm", "tired", "calm ", "CALM"]
    texts = [ReleasedText(place, "story", text, True) for place, text in enumerate(said)]
    reader = Reader(render_texts(make_exercise(), texts))
    assert [reader.read("li"), reader.read("span")] == [["Calm ", "tired"], ["3 times"]]


def test_where_no_sentence_is_shown_there_is_not_even_a_heading() -> None:
    assert render_texts(make_exercise(), [ReleasedText(2, "story", "hidden", False)]) == ""


def test_shares_are_written_in_per_cent_and_drawn_against_the_whole() -> None:
    counts = tuple((name, label, 40) for name, label in ENERGY_LABELS.items())
    means = Marginal("energy", "EnergyMap", "Where does it go?", 9, counts, Shape.SHARES)
    markup = render_marginal(means)
    assert markup.count('<span class="kit-count">40 %</span>') == 4
    assert markup.count("width:40.0%") == 4
    assert "Gives energy, now" in markup


def make_rows(*numbers: int) -> tuple[Marginal, ...]:
    names = ["ask", "hide"]
    grid = Grid("pulse", "How true?", rows=names, steps=Steps(1, 7))
    said = [
        {name: 4 for name, most in zip(names, numbers, strict=True) if place < most}
        for place in range(max(numbers))
    ]
    return build_marginals(grid, said, AnonymityPolicy())


def test_the_rows_of_a_grid_stand_in_one_table_under_its_question() -> None:
    shown = (KINDS, *make_rows(12, 4), SAFE)
    markup = str(render_snapshot(Snapshot(1, 12, 12, shown), "12 answers"))
    assert markup.count("<caption>How true?</caption>") == 1
    assert '<th scope="row"><bdi>ask</bdi></th><td>0 low, 12 in the middle' in markup
    assert f'<th scope="row"><bdi>hide</bdi></th><td>{TOO_FEW}</td>' in markup
    assert markup.index("Which act?") < markup.index("How true?") < markup.index("How safe is it?")
    assert "to these lines" not in markup


def test_rows_tell_how_many_answered_them_where_others_left_them_out() -> None:
    markup = str(render_snapshot(Snapshot(1, 14, 14, make_rows(12, 6)), "14 answers"))
    assert "6 to 12 answers to these lines" in markup


def test_last_time_stands_below_a_scale_and_in_the_line_of_a_row() -> None:
    band = replace(answer(4, 5, 4, 4, 5, 4), n=12)
    row = replace(band, prompt="grid.ask", text="We ask", group="How true?")
    since = (LastTime(band.prompt, 14, 1, "mixed"), LastTime("grid.ask", 13, 0, "split"))
    markup = render_snapshot(Snapshot(1, 12, 12, (band, row), final=True), "12 answers", since)
    assert (
        f"Last time (14): middle, spread out. Today (12): high, close together.<br>{COARSE}</p>"
        in markup
    )
    cell = "Last time (13): low, far apart. Today (12): high, close together."
    assert f'<td><span class="kit-quiet">{cell}</span></td>' in markup
    plain = render_snapshot(Snapshot(1, 12, 12, (band, row), final=True), "12 answers")
    assert "Last time" not in plain
    assert "<td>high, close together</td>" in plain
