from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest

from kit.charts import describe_bars, draw_bars, list_rows, render_svg
from kit.marginals import Marginal
from kit.palette import get_category

QUESTION = "What earned your trust lately?"


def make_marginal(*kinds: tuple[str, int], shape: str = "counts", n: int = 12) -> Marginal:
    counts = tuple((label.replace(" ", "-"), label, count) for label, count in kinds)
    return Marginal("kind", "Choice", QUESTION, n, counts, shape)


KINDS = make_marginal(
    ("kept their word", 7), ("owned a mistake", 1), ("asked for help", 5), ("other", 0)
)
SCALE = make_marginal(("Low", 2), ("Middle", 6), ("High", 4), shape="buckets")


def get_rows(chart: alt.LayerChart) -> list[dict[str, Any]]:
    spec = chart.to_dict()
    return next(rows for rows in spec["datasets"].values() if len(rows) > 1)


def get_texts(chart: alt.LayerChart) -> list[str]:
    picture = ElementTree.fromstring(render_svg(chart))
    return ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]


def test_kinds_are_sorted_by_count_and_keep_letter_and_colour_of_the_jar() -> None:
    rows = get_rows(draw_bars(KINDS))
    assert [row["label"] for row in rows] == [
        "kept their word",
        "asked for help",
        "owned a mistake",
        "other",
    ]
    assert [row["letter"] for row in rows] == ["A", "C", "B", "D"]
    assert [row["fill"] for row in rows] == [
        get_category(place).light.fill for place in (0, 2, 1, 3)
    ]


def test_kinds_with_the_same_count_stay_in_the_order_of_the_question() -> None:
    equal = make_marginal(("b", 2), ("a", 2), ("c", 3))
    assert [row[0] for row in list_rows(equal)] == ["c", "b", "a"]


def test_steps_of_a_scale_keep_their_order_and_have_no_letters() -> None:
    assert [row["label"] for row in get_rows(draw_bars(SCALE))] == ["Low", "Middle", "High"]
    assert get_texts(draw_bars(SCALE, bare=True)) == ["2", "6", "4", "Low", "Middle", "High"]


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
    assert set(lengths) == {"kept-their-word", "asked-for-help", "owned-a-mistake"}
    assert lengths["kept-their-word"] == pytest.approx(7 * lengths["owned-a-mistake"])


@pytest.mark.parametrize("narrow", [True, False])
def test_a_long_label_is_broken_into_lines_and_never_cut(narrow: bool) -> None:
    label = "time to think before the meeting starts, with the agenda in hand"
    marginal = make_marginal((label, 3), ("help", 9))
    lines = get_texts(draw_bars(marginal, bare=True, narrow=narrow))
    assert any(" ".join(label.split()[:3]) in line for line in lines)
    assert label.replace(" ", "") in "".join(lines).replace(" ", "")


def test_a_picture_fills_its_place_and_takes_the_colours_of_the_page() -> None:
    svg = render_svg(draw_bars(KINDS, "12 answers"))
    root = ElementTree.fromstring(svg)
    assert root.get("width") == "100%"
    assert root.get("height") is None
    assert root.get("viewBox", "").startswith("0 0 764 ")
    assert 'fill="currentColor"' in svg
    assert 'fill="var(--kit-category-blue, #26549a)"' in svg
    assert set(re.findall(r'(?:fill|stroke)="(#[^"]*)"', svg)) <= {"#000"}


def test_a_picture_asks_for_nothing_from_elsewhere() -> None:
    svg = render_svg(draw_bars(KINDS, "12 answers"))
    assert not re.search(r"<(script|style|image|a|use|foreignObject)\b|url\(|@import", svg)


def test_markup_in_a_label_stays_a_label() -> None:
    marginal = make_marginal(("<script>a()</script> & co", 3), ("help", 9))
    assert "<script>a()</script> & co" in " ".join(get_texts(draw_bars(marginal)))


def test_words_tell_what_comes_first_what_follows_and_what_nobody_chose() -> None:
    assert describe_bars(KINDS) == (
        "Kept their word comes first with 7 of 12; then asked for help with 5, "
        "owned a mistake with 1. Nobody chose other."
    )


def test_words_name_equals_together() -> None:
    marginal = make_marginal(("gave credit", 5), ("asked for help", 5), ("a", 2), ("b", 2))
    assert describe_bars(marginal) == (
        "Gave credit and asked for help come first with 5 of 12 each; then a and b with 2 each."
    )


def test_words_for_a_scale_go_along_the_scale() -> None:
    assert describe_bars(SCALE) == "Of 12 answers: low 2, middle 6, high 4."


def test_a_result_in_words_is_told_in_its_own_words() -> None:
    words = "The middle of the answers is high; the group is aligned."
    marginal = Marginal("safe", "Scale", QUESTION, 6, (), "band", words)
    assert describe_bars(marginal) == words
    assert list_rows(marginal) == []


def test_the_table_has_the_numbers_of_the_bars_in_their_order() -> None:
    assert list_rows(KINDS) == [
        ["kept their word", "7"],
        ["asked for help", "5"],
        ["owned a mistake", "1"],
        ["other", "0"],
    ]


def test_our_theme_is_the_one_in_use() -> None:
    assert alt.theme.active == "kit"
