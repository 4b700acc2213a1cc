from __future__ import annotations

import re
from typing import Any

import altair as alt
import pytest

from kit.charts.bars import draw_bars
from kit.charts.captions import make_table
from kit.charts.svg import render_svg
from kit.charts.theme import PHONE, SCREEN
from kit.forms.result_tables import render_marginal
from kit.gate.snapshot import Snapshot
from kit.gate.spoken import say_snapshot
from kit.language import use_language
from kit.widgets.palette import get_category
from tests.drawings import KINDS, QUESTION, answer_yes, get_texts, list_marks, make_marginal


def get_rows(chart: alt.LayerChart) -> list[dict[str, Any]]:
    spec = chart.to_dict()
    return next(rows for rows in spec["datasets"].values() if len(rows) > 1)


def test_kinds_are_sorted_by_count_and_keep_letter_and_colour_of_the_jar() -> None:
    rows = get_rows(draw_bars(KINDS))
    assert [row["label"] for row in rows] == [
        "kept their word",
        "asked for help",
        "owned a mistake",
        "other",
    ]
    assert [row["letter"] for row in rows] == ["A", "C", "B", "D"]
    assert [row["bar"] for row in rows] == [
        get_category(place).light.edge for place in (0, 2, 1, 3)
    ]


def test_yes_and_no_keep_their_order_and_have_no_letters() -> None:
    chart = draw_bars(answer_yes(6, 15), bare=True)
    assert [row["label"] for row in get_rows(chart)] == ["Yes", "No"]
    assert get_texts(chart) == ["6", "9", "Yes", "No"]


def test_a_bar_is_called_by_all_the_words_of_its_label_in_the_language_of_the_page() -> None:
    label = "time to think before the meeting starts, with the agenda in hand"
    marks = list_marks(draw_bars(make_marginal((label, 3)), size=PHONE), "bars")
    assert [mark.get("aria-label") for mark in marks] == [label]
    with use_language("de"):
        told = say_snapshot(Snapshot(1, 15, 15, (answer_yes(6, 15),))).marginals[0]
        names = [mark.get("aria-label") for mark in list_marks(draw_bars(told), "bars")]
    assert names == ["Ja", "Nein"]


def test_large_numbers_are_grouped_as_the_language_has_it() -> None:
    many = make_marginal(("help", 1234), ("time", 900), n=1500)
    for tag, told in (("en", "1,234"), ("de", "1.234")):
        with use_language(tag):
            assert told in get_texts(draw_bars(many, bare=True))
            assert make_table(many).rows[0] == ["help", told]
            assert f">{told}</span>" in render_marginal(many)


def test_a_chart_on_its_own_says_question_numbers_and_note() -> None:
    texts = get_texts(draw_bars(KINDS, "12 answers"))
    assert {QUESTION, "12 answers", "7", "1", "5", "0", "kept their word"} <= set(texts)


def test_a_bare_chart_leaves_question_and_note_to_the_page() -> None:
    texts = get_texts(draw_bars(KINDS, "12 answers", bare=True))
    assert not {QUESTION, "12 answers"} & set(texts)


def test_bars_are_as_long_as_their_counts_and_a_kind_nobody_chose_has_none() -> None:
    svg = render_svg(draw_bars(KINDS))
    lengths = {
        name: float(length)
        for name, length in re.findall(r'aria-label="([^"]*)"[^>]* d="M[^h]*h([\d.]+)', svg)
    }
    assert set(lengths) == {"kept their word", "asked for help", "owned a mistake"}
    assert lengths["kept their word"] == pytest.approx(7 * lengths["owned a mistake"])


@pytest.mark.parametrize("narrow", [True, False])
def test_a_long_label_is_broken_into_lines_and_never_cut(narrow: bool) -> None:
    label = "time to think before the meeting starts, with the agenda in hand"
    marginal = make_marginal((label, 3), ("help", 9))
    lines = get_texts(draw_bars(marginal, bare=True, size=PHONE if narrow else SCREEN))
    assert any(" ".join(label.split()[:3]) in line for line in lines)
    assert label.replace(" ", "") in "".join(lines).replace(" ", "")


def test_markup_in_a_label_stays_a_label() -> None:
    marginal = make_marginal(("<script>a()</script> & co", 3), ("help", 9))
    assert "<script>a()</script> & co" in " ".join(get_texts(draw_bars(marginal)))
