from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kit.charts.bars import draw_bars
from kit.charts.captions import describe_marginal, make_table
from kit.charts.marginal import draw_marginal
from kit.charts.svg import render_svg
from kit.charts.theme import PHONE
from kit.gate.marginals import Marginal, Shape
from kit.widgets.live_chart import LiveChart
from tests.browser.people import expect_unseen
from tests.drawings import GUESS, answer, answer_yes

pytestmark = pytest.mark.browser

QUESTION = "What earned your trust lately?"
LABELS = ("kept their word", "owned a mistake", "showed up when it was hard")

Show = Callable[..., Page]


def make_traits(*counts: int) -> dict[str, Any]:
    kinds = tuple(
        (label.replace(" ", "-"), label, count) for label, count in zip(LABELS, counts, strict=True)
    )
    marginal = Marginal("kind", "Choice", QUESTION, 12, kinds, Shape.COUNTS)
    return {
        "title": QUESTION,
        "svg": render_svg(draw_bars(marginal, bare=True)),
        "svg_narrow": render_svg(draw_bars(marginal, bare=True, size=PHONE)),
        "alt": describe_marginal(marginal),
        "columns": ["Answer", "Count"],
        "rows": make_table(marginal).rows,
        "note": "12 answers",
    }


def make_traits_of(marginal: Marginal) -> dict[str, Any]:
    wide, narrow = draw_marginal(marginal), draw_marginal(marginal, size=PHONE)
    assert wide is not None
    assert narrow is not None
    return {
        "title": marginal.text,
        "svg": render_svg(wide),
        "svg_narrow": render_svg(narrow),
        "alt": describe_marginal(marginal),
        "columns": make_table(marginal).columns,
        "rows": make_table(marginal).rows,
        "note": f"{marginal.n} answers",
    }


LONG_ENDS = ("I would rather keep everything to myself", "I say whatever I think at any time")
PICTURES = {
    "aligned": replace(answer(4, 5, 4, 4, 5, 4), ends=LONG_ENDS),
    "split": answer(1, 1, 1, 1, 5, 5),
    "thirds": replace(answer(*[1, 3, 4] * 4), ends=LONG_ENDS),
    "full": replace(answer(*[1, 3, 4] * 5), ends=LONG_ENDS),
    "yes": answer_yes(3, 6),
    "estimate": replace(GUESS, estimate=(88, 96, 100)),
}


@pytest.mark.parametrize("marginal", PICTURES.values(), ids=PICTURES)
@pytest.mark.parametrize(("width", "least"), [(1200, 24), (690, 24), (340, 16)])
def test_every_picture_is_readable_from_afar_and_whole(
    show: Show, marginal: Marginal, width: int, least: int
) -> None:
    traits = make_traits_of(marginal)
    page = show(LiveChart(**traits), viewport={"width": width + 16, "height": 720})
    letters = page.evaluate(
        """() => [...document.querySelectorAll("svg text")]
          .filter((text) => text.checkVisibility())
          .map((text) => {
            const [box, around] = [text, text.closest("svg")].map((each) =>
              each.getBoundingClientRect());
            const outside = Math.max(around.left - box.left, box.right - around.right, 0);
            return [text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize), outside];
          })"""
    )
    assert letters
    assert min(size for size, _ in letters) >= least
    assert max(outside for _, outside in letters) < 1


# From what share of its length each mark that is seen grows, and when and for how long.
READ_MOTION = """(traits) => {
  window.change(traits);
  const motions = document.getAnimations().filter(({ effect }) => effect.target.checkVisibility());
  return motions.map(({ effect }) => {
    const [{ transform, opacity }] = effect.getKeyframes();
    const { delay, duration } = effect.getTiming();
    const from = transform && transform !== "none" ? Number(/[\\d.]+/.exec(transform)[0]) : null;
    const name = effect.target.getAttribute("class") ?? "";
    return { name, from, opacity, delay, duration };
  });
}"""


def test_columns_grow_from_where_they_were(show: Show) -> None:
    before, after = (answer(*[1] * low, *[3] * 8, *[5] * 4) for low in (4, 8))
    page = show(LiveChart(**make_traits_of(before)), reduced_motion="no-preference")
    motions = page.evaluate(READ_MOTION, make_traits_of(after))
    shares = [each["from"] for each in motions if each["from"] is not None]
    assert shares == pytest.approx([0.5, 1, 1])
    assert {each["delay"] for each in motions} == {0}


def test_a_reveal_begins_with_a_breath_and_the_picture_is_there_after_its_sentence(
    show: Show,
) -> None:
    page = show(LiveChart(title=QUESTION), reduced_motion="no-preference")
    page.add_style_tag(content=".kit-live-chart .kit-headline { display: block; }")
    traits = make_traits(4, 1, 4) | {"headline": "Two share the first place."}
    motions = page.evaluate(READ_MOTION, traits)
    delays = {each["name"]: each["delay"] for each in motions if each["from"] is None}
    marks = [each for each in motions if each["from"] is not None]
    assert {each["from"] for each in marks} == {0}
    built = {each["delay"] + each["duration"] for each in marks}
    assert min(delays.values()) >= 200
    assert delays["kit-headline"] < min(each["delay"] for each in marks)
    assert delays["kit-note"] >= max(built)
    assert 300 <= max(each["duration"] for each in marks) <= 900
    assert max(each["delay"] + each["duration"] for each in motions) <= 2000


def test_what_is_drawn_again_or_shown_again_does_not_move(show: Show) -> None:
    traits = make_traits(4, 1, 4)
    page = show(LiveChart(**traits), reduced_motion="no-preference")
    assert page.evaluate(READ_MOTION, traits) == []
    page.evaluate(
        """() => {
          const place = document.getElementById("place");
          place.style.display = "none";
          place.getBoundingClientRect();
          place.style.display = "";
          place.getBoundingClientRect();
        }"""
    )
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(
    ("scheme", "colour"), [("light", "rgb(15, 107, 107)"), ("dark", "rgb(102, 198, 190)")]
)
def test_the_marked_zone_follows_light_and_dark(show: Show, scheme: str, colour: str) -> None:
    page = show(LiveChart(**make_traits_of(PICTURES["split"])), color_scheme=scheme)
    assert get_fill(page, ".zones_marks path[fill]") == colour


def test_before_the_reveal_a_calm_sentence_stands_in_the_bars_place(show: Show) -> None:
    page = show(LiveChart(title=QUESTION))
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_text("The picture appears when the facilitator reveals it")).to_be_visible()
    expect(page.get_by_role("img")).to_be_hidden()
    expect_unseen(page, "Show as table")


def test_bars_stand_under_their_question_with_words_note_and_numbers(show: Show) -> None:
    page = show(LiveChart(**make_traits(7, 3, 5)))
    picture = page.get_by_role("img", name="Kept their word comes first with 7 of 12")
    expect(picture).to_be_visible()
    for text in (*LABELS, "7", "3", "5"):
        expect(picture.get_by_text(text, exact=True).first).to_be_visible()
    expect(page.get_by_text("12 answers")).to_be_visible()
    expect_unseen(page, "The picture appears")


def test_the_same_numbers_are_one_key_away_as_a_table(show: Show) -> None:
    page = show(LiveChart(**make_traits(7, 3, 5)))
    page.keyboard.press("Tab")
    expect(page.get_by_text("Show as table")).to_be_focused()
    page.keyboard.press("Enter")
    rows = page.get_by_role("table", name=QUESTION).get_by_role("row").all_text_contents()
    assert rows == ["AnswerCount", f"{LABELS[0]}7", f"{LABELS[2]}5", f"{LABELS[1]}3"]


@pytest.mark.parametrize(("width", "least"), [(1148, 24), (360, 15)])
def test_letters_are_large_enough_on_a_screen_and_on_a_phone(
    show: Show, width: int, least: int
) -> None:
    page = show(LiveChart(**make_traits(7, 3, 5)), viewport={"width": width, "height": 720})
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("svg text")]
          .filter((text) => text.checkVisibility() && text.textContent.length > 1)
          .map((text) => text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize))"""
    )
    assert len(sizes) == 3
    assert min(sizes) >= least
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_bars_grow_from_where_they_were_and_only_when_they_change(show: Show) -> None:
    page = show(LiveChart(**make_traits(2, 1, 4)), reduced_motion="no-preference")
    assert page.evaluate("document.getAnimations().length") == 0
    motions = page.evaluate(READ_MOTION, make_traits(4, 1, 4))
    shares = [each["from"] for each in motions if each["from"] is not None]
    assert shares == pytest.approx([0.5, 1, 1])


def test_whoever_wants_less_motion_sees_the_bars_simply_there(show: Show) -> None:
    page = show(LiveChart(title=QUESTION))
    page.evaluate("traits => window.change(traits)", make_traits(4, 1, 4))
    expect(page.get_by_role("img")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(
    ("scheme", "text", "bar"),
    [
        ("light", "rgb(31, 36, 48)", "rgb(23, 58, 112)"),
        ("dark", "rgb(236, 232, 224)", "rgb(141, 180, 245)"),
    ],
)
def test_a_chart_follows_light_and_dark(show: Show, scheme: str, text: str, bar: str) -> None:
    page = show(LiveChart(**make_traits(7, 3, 5)), color_scheme=scheme)
    assert get_fill(page, "svg text >> text='kept their word'") == text
    assert get_fill(page, ".bars_marks path") == bar


def get_fill(page: Page, place: str) -> str:
    return str(page.locator(place).first.evaluate("(part) => getComputedStyle(part).fill"))


def test_a_picture_that_is_withdrawn_leaves_its_sentence(show: Show) -> None:
    page = show(LiveChart(**make_traits(7, 3, 5)))
    words = "Not enough answers to protect you. Talk about it instead."
    page.evaluate(
        "traits => window.change(traits)",
        {"svg": "", "svg_narrow": "", "rows": [], "message": words},
    )
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("img")).to_be_hidden()
