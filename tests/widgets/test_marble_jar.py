from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import hypot
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kit.widgets.marble_jar import MarbleJar
from kit.widgets.palette import get_category
from tests.widgets.conftest import stop_clock

pytestmark = pytest.mark.browser

KINDS = ("kept their word", "owned a mistake", "asked for help")
PHONE = {"width": 360, "height": 740}

Show = Callable[..., Page]


def make_marbles(*counts: int) -> list[dict[str, Any]]:
    return [
        {
            "value": label.replace(" ", "-"),
            "label": label,
            "letter": get_category(place).letter,
            "colour": get_category(place).name,
            "count": count,
        }
        for place, (label, count) in enumerate(zip(KINDS, counts, strict=True))
    ]


def change(page: Page, **traits: Any) -> None:
    page.evaluate("traits => window.change(traits)", traits)


def find_balls(page: Page) -> list[dict[str, float]]:
    """Where the marbles rest, in the units of the drawing."""
    balls: list[dict[str, float]] = page.evaluate(
        """() => [...document.querySelectorAll(".kit-marble")].map((group) => {
          const [x, y] = group.getAttribute("transform").match(/[\\d.]+/g).map(Number);
          return { x, y, r: Number(group.querySelector("circle").getAttribute("r")) };
        })"""
    )
    return balls


def test_an_empty_jar_says_so_and_names_the_kinds_without_numbers(show: Show) -> None:
    page = show(MarbleJar(marbles=make_marbles(0, 0, 0)))
    expect(page.get_by_text("The jar is empty for now")).to_be_visible()
    expect(page.get_by_role("row", name="asked for help")).to_be_visible()
    assert page.get_by_role("cell").all_text_contents() == ["", "", ""]
    expect(page.get_by_role("img", name="A glass jar. The jar is empty for now.")).to_be_visible()


def test_every_marble_counts_in_the_jar_in_the_table_and_in_the_words(show: Show) -> None:
    page = show(MarbleJar(marbles=make_marbles(7, 0, 5), note="9 answers"))
    assert page.get_by_role("cell").all_text_contents() == ["7", "0", "5"]
    expect(page.get_by_text("12 marbles")).to_be_visible()
    expect(page.get_by_text("9 answers")).to_be_visible()
    words = "A glass jar with 12 marbles: kept their word 7, asked for help 5."
    picture = page.get_by_role("img", name=words)
    expect(picture).to_be_visible()
    assert picture.locator("text=A").count() == 7


def test_the_leaders_marble_is_gold_named_and_in_no_count(show: Show) -> None:
    page = show(MarbleJar(marbles=make_marbles(1, 0, 0), gold="Ada"))
    expect(page.get_by_text("1 marble", exact=True)).to_be_visible()
    expect(page.get_by_text("Ada", exact=True)).to_be_visible()
    expect(page.get_by_text("★")).to_be_visible()
    expect(page.get_by_role("img")).to_have_accessible_name(
        "A glass jar with 1 marble: kept their word 1. A gold marble at the bottom stands for Ada."
    )


def test_only_new_marbles_fall_and_the_numbers_follow_them(show: Show) -> None:
    page = show(MarbleJar(marbles=make_marbles(4, 0, 0)), reduced_motion="no-preference")
    stop_clock(page)
    before = find_balls(page)
    change(page, marbles=make_marbles(4, 3, 0))
    assert find_balls(page)[:4] == before
    assert count_waiting(page) == 3
    assert page.get_by_role("cell").all_text_contents() == ["4", "0", "0"]
    page.clock.run_for(240)
    page.evaluate("document.getAnimations().forEach((motion) => motion.finish())")
    expect(page.get_by_role("cell").nth(1)).to_have_text("3")
    expect(page.get_by_text("7 marbles")).to_be_visible()


def count_waiting(page: Page) -> int:
    """How many marbles have not begun to fall."""
    styles = "(all) => all.map((one) => getComputedStyle(one).visibility)"
    return int(page.locator(".kit-marble").evaluate_all(styles).count("hidden"))


def test_a_marble_falls_for_600_ms_and_the_next_comes_120_ms_later(show: Show) -> None:
    page = show(MarbleJar(marbles=make_marbles(0, 0, 0)), reduced_motion="no-preference")
    stop_clock(page)
    change(page, marbles=make_marbles(10, 0, 0))
    for past, waiting in ((1, 9), (118, 9), (2, 8), (118, 8), (2, 7)):
        page.clock.run_for(past)
        assert count_waiting(page) == waiting
    durations = "document.getAnimations().map((one) => one.effect.getTiming().duration)"
    assert set(page.evaluate(durations)) == {600}


def test_the_last_of_many_marbles_has_landed_after_twelve_seconds(show: Show) -> None:
    page = show(MarbleJar(marbles=make_marbles(0, 0, 0)), reduced_motion="no-preference")
    stop_clock(page)
    change(page, marbles=make_marbles(300, 150, 50))
    page.clock.run_for(6_000)
    assert 200 < count_waiting(page) < 300
    page.clock.run_for(5_400)
    assert count_waiting(page) == 0


def test_whoever_wants_less_motion_sees_the_marbles_simply_there(show: Show) -> None:
    page = show(MarbleJar(marbles=make_marbles(0, 0, 0)))
    change(page, marbles=make_marbles(3, 2, 1))
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.get_by_role("cell").all_text_contents() == ["3", "2", "1"]


def test_counts_that_shrink_empty_the_jar_before_the_new_ones_come(show: Show) -> None:
    page = show(MarbleJar(marbles=make_marbles(9, 9, 9), gold="Ada"))
    change(page, marbles=make_marbles(0, 0, 0), gold="")
    assert find_balls(page) == []
    change(page, marbles=make_marbles(0, 2, 0))
    assert len(find_balls(page)) == 2
    assert page.get_by_role("cell").all_text_contents() == ["0", "2", "0"]


def test_a_result_that_is_withheld_is_told_inside_the_jar(show: Show) -> None:
    words = "Not enough answers to protect you. Talk about it instead."
    page = show(MarbleJar(marbles=make_marbles(0, 0, 0), message=words), viewport=PHONE)
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("img", name=words)).to_be_visible()


@pytest.mark.parametrize("counts", [(1, 0, 0), (6, 7, 5), (20, 25, 15), (200, 180, 120)])
@pytest.mark.parametrize("gold", ["", "Ada"])
def test_marbles_lie_inside_the_glass_and_beside_each_other(
    show: Show, counts: tuple[int, int, int], gold: str
) -> None:
    balls = find_balls(show(MarbleJar(marbles=make_marbles(*counts), gold=gold)))
    assert len(balls) == sum(counts) + bool(gold)
    for ball in balls:
        assert ball["x"] - ball["r"] > 52
        assert ball["x"] + ball["r"] < 508
        assert ball["y"] - ball["r"] > 140
        assert ball["y"] + ball["r"] < 464
    for one, other in combinations(balls, 2):
        apart = hypot(one["x"] - other["x"], one["y"] - other["y"])
        assert apart > one["r"] + other["r"] - 0.1


def test_the_same_counts_make_the_same_heap(show: Show) -> None:
    jar = MarbleJar(marbles=make_marbles(20, 3, 9), gold="Ada")
    assert find_balls(show(jar)) == find_balls(show(jar))


@pytest.mark.parametrize("width", [360, 1280])
def test_the_picture_never_makes_a_page_scroll_sideways(show: Show, width: int) -> None:
    jar = MarbleJar(marbles=make_marbles(200, 180, 120), gold="Ada Lovelace", note="250 answers")
    page = show(jar, viewport={"width": width, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_words_from_outside_are_never_read_as_markup(show: Show) -> None:
    marbles = make_marbles(1, 0, 0)
    marbles[0] |= {"label": "<b id=bad>kept</b>", "colour": "red;} #bad {"}
    page = show(MarbleJar(marbles=marbles, gold="<b id=bad>", note="<b id=bad>"))
    expect(page.get_by_text("<b id=bad>kept</b>")).to_be_visible()
    assert page.locator("#bad").count() == 0


def test_a_jar_that_is_taken_off_the_page_leaves_nothing_behind(show: Show) -> None:
    page = show(MarbleJar(marbles=make_marbles(1, 1, 1)), reduced_motion="no-preference")
    change(page, marbles=make_marbles(5, 5, 5))
    page.evaluate("window.leave()")
    change(page, marbles=make_marbles(9, 9, 9))
    expect(page.locator("#place")).to_be_empty()
    assert page.evaluate("document.getAnimations().length") == 0
