"""A published result as the phones show it."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from kit.marginals import TOO_FEW, Marginal
from kit.results import Snapshot
from kit.tables import render_marginal, render_snapshot, render_texts
from kit.texts import ReleasedText
from tests.store.sample import make_exercise

SCRIPT = "<script>alert(1)</script>"
COUNTS = (("a", "kept their word", 3), ("b", "gave credit", 9), ("c", "other", 0))
KINDS = Marginal("kind", "Choice", "Which act?", 12, COUNTS, "counts")
STEPS = tuple((str(step), str(step), count) for step, count in enumerate((2, 0, 7, 1, 5), start=1))
SAFE = Marginal("safe", "Scale", "How safe is it?", 15, STEPS, "full")
BAND = Marginal("safe", "Scale", "How safe is it?", 6, (), "band", "The middle is high.")
FEW = Marginal("safe", "Scale", "How safe is it?", 0, (), "withheld", TOO_FEW)

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
    return list(zip(reader.read("th"), reader.read("span"), strict=True))


def test_kinds_stand_below_each_other_the_most_frequent_first() -> None:
    assert list_rows(KINDS) == [("gave credit", "9"), ("kept their word", "3"), ("other", "0")]
    assert Reader(render_marginal(KINDS)).read("caption") == ["Which act?"]


def test_the_steps_of_a_scale_stay_in_their_order() -> None:
    assert list_rows(SAFE) == [("1", "2"), ("2", "0"), ("3", "7"), ("4", "1"), ("5", "5")]


def test_the_longest_bar_is_the_most_frequent_answer() -> None:
    assert Reader(render_marginal(KINDS)).widths == ["width:100%", "width:33%", "width:0%"]


def test_a_result_nobody_chose_has_bars_of_no_length() -> None:
    nobody = replace(KINDS, counts=tuple((value, label, 0) for value, label, _ in COUNTS))
    assert Reader(render_marginal(nobody)).widths == ["width:0%"] * 3


def test_where_there_are_no_counts_there_are_words() -> None:
    assert Reader(render_marginal(BAND)).read("td") == ["The middle is high."]
    assert Reader(render_marginal(FEW)).read("td") == [TOO_FEW]


def test_a_script_in_a_label_is_a_label() -> None:
    marginal = replace(KINDS, text=SCRIPT, counts=(("a", SCRIPT, 5), ("b", 'x" onload="', 5)))
    reader = Reader(render_snapshot(Snapshot(1, 12, 12, (marginal,)), SCRIPT))
    assert "script" not in reader.tags
    assert reader.read("th") == [SCRIPT, 'x" onload="']
    assert reader.read("caption") == [SCRIPT]
    assert reader.read("p") == [SCRIPT]


@given(words, words, words)
def test_no_words_whatever_become_markup(text: str, label: str, note: str) -> None:
    marginal = Marginal("kind", "Choice", text, 9, (("a", label, 9),), "counts")
    band = Marginal("kind", "Scale", text, 9, (), "band", label)
    plain = Reader(render_snapshot(Snapshot(1, 9, 9, (marginal, band)), "x"))
    reader = Reader(render_snapshot(Snapshot(1, 9, 9, (marginal, band)), note))
    assert reader.tags == plain.tags
    assert set(reader.tags) == {"section", "table", "caption", "tr", "th", "td", "span", "p"}


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


def test_where_no_sentence_is_shown_there_is_not_even_a_heading() -> None:
    assert render_texts(make_exercise(), [ReleasedText(2, "story", "hidden", False)]) == ""
