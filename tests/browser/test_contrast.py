"""What is drawn can be seen in a bright room, in black and white, and in a person's own colours."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kit.forms.result_tables import render_marginal
from kit.gate.marginals import Marginal
from kit.widgets.bundles import style
from kit.widgets.palette import CATEGORIES
from tests.browser.stages import SIZES, make_chart, make_jar, open_stage
from tests.browser.test_pages import MAKERS
from tests.drawings import GUESS, answer, answer_yes, make_marginal, make_means

LEAST = 4.5
CHARTS = {
    "bars": make_marginal(*((f"answer {place}", 12 - place) for place in range(10))),
    "yes and no": answer_yes(6, 15),
    "steps": answer(*[1, 2, 3, 4, 5] * 4),
    "thirds": answer(*[1, 3, 3, 5] * 3),
    "zones": answer(4, 5, 4, 4, 5, 4),
    "estimate": GUESS,
    "now and next": make_means(35, 45, 40, 30),
}
MARKS = ("bars", "columns", "zones", "band", "middle", "parts")
# Of each mark that is seen the best contrast of its fill and its line to the paper (WCAG 2).
READ_CONTRASTS = """(selectors) => {
  const read = (colour, opacity) => {
    const brush = document.createElement("canvas").getContext("2d");
    brush.fillStyle = getComputedStyle(document.body).backgroundColor;
    brush.fillRect(0, 0, 1, 1);
    brush.globalAlpha = opacity;
    if (colour && colour !== "none") {
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
    }
    const parts = [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const paper = read("none", 0);
  const compare = (light) =>
    (Math.max(light, paper) + 0.05) / (Math.min(light, paper) + 0.05);
  return [...document.querySelectorAll(selectors)]
    .filter((mark) => mark.checkVisibility() && mark.getBoundingClientRect().width > 0)
    .map((mark) => {
      const style = getComputedStyle(mark);
      const all = Number(style.opacity);
      const fill = compare(read(style.fill, style.fillOpacity * all));
      const line = style.stroke === "none" ? 1 : compare(read(style.stroke, all));
      return { fill, line };
    });
}"""
# Whether each mark has another colour than the paper, and whether each button has a frame.
READ_SHOWN = """() => {
  const paper = getComputedStyle(document.body).backgroundColor;
  const marks = document.querySelectorAll(".kit-bar, .kit-here, .kit-share :is(span, i)");
  return [
    [...marks].map((mark) => {
      const { backgroundColor, forcedColorAdjust } = getComputedStyle(mark);
      return forcedColorAdjust === "none" && backgroundColor !== paper;
    }),
    [...document.querySelectorAll("button")].map((button) => {
      const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(button);
      return borderTopWidth !== "0px" && borderTopStyle === "solid" && borderTopColor !== paper;
    }),
  ];
}"""
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def read_contrasts(page: Page, selectors: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(READ_CONTRASTS, selectors)
    page.context.close()
    assert found
    return found


@each_scheme
@pytest.mark.parametrize("name", CHARTS)
def test_every_mark_stands_out_from_the_paper(chromium: Browser, name: str, scheme: str) -> None:
    page = open_stage(chromium, [make_chart(CHARTS[name])], SIZES[2], color_scheme=scheme)
    layers = ", ".join(f".{layer}_marks > *" for layer in MARKS)
    for mark in read_contrasts(page, layers):
        # A zone that is not marked, and the soft band around a tick, are told by their lines.
        filled = name not in ("zones", "estimate")
        assert (mark["fill"] if filled else max(mark["fill"], mark["line"])) >= LEAST


@each_scheme
def test_every_marble_stands_out_from_the_paper_by_its_edge(chromium: Browser, scheme: str) -> None:
    page = open_stage(chromium, [make_jar(*[1] * 9)], SIZES[2], color_scheme=scheme)
    marbles = read_contrasts(page, ".kit-ball")
    assert len(marbles) == 9
    assert all(max(each["fill"], each["line"]) >= LEAST for each in marbles)


@each_scheme
@pytest.mark.parametrize("name", MAKERS)
def test_every_word_on_a_wall_stands_out_from_its_card(
    chromium: Browser, name: str, scheme: str
) -> None:
    make, _count = MAKERS[name]
    page = open_stage(chromium, [make()], SIZES[2], color_scheme=scheme)
    rules = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    found = Axe().run(page, options=rules).response["violations"]
    page.context.close()
    assert [node["html"] for each in found for node in each["nodes"]] == []


@each_scheme
def test_in_a_persons_own_colours_every_mark_is_drawn_in_the_colour_of_its_text(
    chromium: Browser, scheme: str
) -> None:
    for name in ("bars", "steps", "now and next"):
        page = open_stage(
            *(chromium, [make_chart(CHARTS[name])], SIZES[2]),
            color_scheme=scheme,
            forced_colors="active",
        )
        layers = ", ".join(f".{layer}_marks > path" for layer in MARKS)
        assert all(max(each["fill"], each["line"]) >= 7 for each in read_contrasts(page, layers))


def test_in_a_persons_own_colours_a_phones_bars_zones_and_buttons_are_seen(
    chromium: Browser,
) -> None:
    told = [render_marginal(CHARTS[name]) for name in ("bars", "zones", "estimate")]
    buttons = [
        f'<div class="{box}"><button class="{name}">Send</button></div>'
        for box, name in (("kit-form", "kit-send"), ("kit-console", "kit-next"))
    ]
    page = chromium.new_page(forced_colors="active", color_scheme="dark")
    page.set_content(
        f"<style>{style('page_style')}</style><body class='kit'>{' '.join([*told, *buttons])}"
    )
    marks, frames = page.evaluate(READ_SHOWN)
    page.close()
    assert len(marks) == 10 + 1 + 2
    assert all(marks)
    assert frames == [True, True]


def test_without_colours_a_letter_tells_each_kind_in_the_jar_and_on_its_bar(
    chromium: Browser,
) -> None:
    kinds: Marginal = make_marginal(*((f"kind {place}", 9 - place) for place in range(9)))
    page = open_stage(chromium, [make_jar(*range(9, 0, -1)), make_chart(kinds)], SIZES[2])
    letters = page.evaluate(
        """() => [".kit-marble text", ".kit-chosen .layer_4_marks text"].map((selector) => [
          ...new Set([...document.querySelectorAll(selector)].map((each) => each.textContent)),
        ].sort().join(""))"""
    )
    page.context.close()
    assert letters == ["ABCDEFGHI", "ABCDEFGHI"]


def test_bars_of_an_exercise_with_a_jar_have_the_hue_of_their_marbles(chromium: Browser) -> None:
    kinds = make_marginal(*((f"kind {place}", 9 - place) for place in range(9)))
    page = open_stage(chromium, [make_jar(*range(9, 0, -1)), make_chart(kinds)], SIZES[2])
    edges, bars = page.evaluate(
        """() => [".kit-ball", ".kit-chosen .bars_marks path"].map((selector) => [
          ...new Set([...document.querySelectorAll(selector)].map((each) => {
            const style = getComputedStyle(each);
            return selector === ".kit-ball" ? style.stroke : style.fill;
          })),
        ].sort())"""
    )
    page.context.close()
    assert edges == bars
    assert len(bars) == len(CATEGORIES)
