from __future__ import annotations

from dataclasses import replace

import pytest

from kit.charts.theme import PHONE, SCREEN
from kit.charts.zones import draw_zones
from kit.gate.marginals import Marginal
from tests.drawings import answer, answer_yes, get_texts, list_boxes

HIGH = answer(4, 5, 4, 4, 5, 4)
MIXED = answer(1, 3, 3, 3, 5, 5)
SPLIT = answer(1, 1, 1, 1, 5, 5)


@pytest.mark.parametrize(
    ("marginal", "zone", "headline"),
    [
        (answer(1, 1, 2, 1, 1), 0, "The centre of the answers is low"),
        (MIXED, 1, "The centre of the answers is in the middle"),
        (HIGH, 2, "The centre of the answers is high"),
        (answer_yes(0, 6), 0, "Few said yes"),
        (answer_yes(6, 13), 1, "About half said yes"),
        (answer_yes(7, 7), 2, "Most said yes"),
    ],
)
def test_one_of_three_zones_is_marked_and_named_in_plain_words(
    marginal: Marginal, zone: int, headline: str
) -> None:
    chart = draw_zones(marginal)
    assert headline in get_texts(chart)
    zones = list_boxes(chart, "zones")
    assert ["--kit-accent" in each["fill"] for each in zones] == [at == zone for at in range(3)]
    widths = [each["width"] for each in zones]
    assert widths == pytest.approx([widths[0]] * 3)


def test_zones_of_a_scale_say_their_steps_and_the_ends_what_they_mean() -> None:
    texts = get_texts(draw_zones(HIGH))
    assert {"Low1 to 2", "Middle3", "High4 to 5", "not at all", "very"} <= set(texts)


def test_zones_of_yes_and_no_reach_from_nobody_to_everybody() -> None:
    texts = get_texts(draw_zones(answer_yes(2, 9)))
    assert {"Few", "About half", "Most", "nobody", "everybody"} <= set(texts)


def test_what_is_marked_stands_out_by_bold_letters_too() -> None:
    layers = draw_zones(HIGH).to_dict()["layer"]
    weights = {
        each["name"]: each["mark"]["fontWeight"]
        for each in layers
        if "name" in each and each["name"] in ("marked", "others")
    }
    assert weights == {"marked": 700, "others": 400}


def test_an_aligned_group_has_a_narrow_bracket_over_the_marked_zone() -> None:
    chart = draw_zones(HIGH)
    [bracket] = list_boxes(chart, "brackets")
    zone = list_boxes(chart, "zones")[2]
    assert zone["left"] <= bracket["left"]
    assert bracket["left"] + bracket["width"] <= zone["left"] + zone["width"]
    assert bracket["top"] + bracket["height"] < zone["top"]
    assert "close together" in get_texts(chart)


def test_a_mixed_group_has_one_wide_bracket() -> None:
    chart = draw_zones(MIXED)
    [bracket] = list_boxes(chart, "brackets")
    assert bracket["width"] > 0.9 * SCREEN.width
    assert "spread out" in get_texts(chart)


def test_a_split_group_has_a_bracket_at_either_end() -> None:
    chart = draw_zones(SPLIT)
    low, high = list_boxes(chart, "brackets")
    assert low["left"] + low["width"] < SCREEN.width / 3
    assert high["left"] > SCREEN.width * 2 / 3
    assert "far apart" in get_texts(chart)


def test_yes_and_no_have_no_bracket() -> None:
    assert list_boxes(draw_zones(answer_yes(2, 9)), "brackets") == []


@pytest.mark.parametrize("narrow", [True, False])
def test_long_ends_are_broken_into_lines_and_leave_each_other_room(narrow: bool) -> None:
    ends = ("I would rather keep everything to myself", "I say whatever I think at any time")
    size = PHONE if narrow else SCREEN
    texts = get_texts(draw_zones(replace(HIGH, ends=ends), size=PHONE if narrow else SCREEN))
    assert [each.replace(" ", "") for each in texts[-2:]] == [e.replace(" ", "") for e in ends]
    chart = draw_zones(replace(HIGH, ends=ends), size=PHONE if narrow else SCREEN).to_dict()
    written = [rows[0]["text"] for rows in chart["datasets"].values() if "text" in rows[0]]
    lines = [line for text in written for line in text.split("\n") if line in " ".join(ends)]
    assert max(map(len, lines)) <= size.count_letters(size.width / 2)
