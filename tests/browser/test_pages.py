"""Words, sentences and cards: all of them are shown, as large as fits, page after page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale
from kit.gate.counts import build_marginal
from kit.gate.marginals import Marginal
from kit.widgets.commitment_board import CommitmentBoard
from kit.widgets.note_wall import NoteWall
from kit.widgets.picture import Picture
from kit.widgets.text_wall import TextWall
from kit.widgets.word_tiles import WordTiles
from tests.browser.stages import SIZES, make_chart, make_jar, open_stage
from tests.browser.windows import View, draw, resize
from tests.drawings import GUESS, answer, answer_yes, make_marginal, make_means

SENTENCES = (
    "Ben stayed late so that I could go home.",
    "She told me on Monday that the date would slip, and not on Friday when it was too late.",
    "Nobody laughed.",
    "They asked me before they changed my part, and gave me the credit in front of the client, "
    "which nobody else has done for me in the four years that I have been here.",
    "\u05e9\u05dc\u05d5\u05dd \u05dc\u05db\u05d5\u05dc\u05dd, \u05ea\u05d5\u05d3\u05d4 "
    "\u05e2\u05dc \u05d4\u05e2\u05d6\u05e8\u05d4.",
    "\u0421\u043f\u0430\u0441\u0438\u0431\u043e, \u0447\u0442\u043e \u0432\u044b\u0441"
    "\u043b\u0443\u0448\u0430\u043b\u0438 \u043c\u0435\u043d\u044f \u0434\u043e \u043a"
    "\u043e\u043d\u0446\u0430.",
    "\u6211\u4eec\u4e00\u8d77\u89e3\u51b3\u4e86\u95ee\u9898\u3002",
)
LONG = "Donaudampfschiffahrt" * 7


def make_wall(count: int) -> TextWall:
    texts = [f"{place}: {SENTENCES[place % len(SENTENCES)]}" for place in range(count)]
    sentences = [{"id": place, "text": text} for place, text in enumerate(texts)]
    return TextWall(title="What happened, in one sentence?", sentences=sentences)


def make_words(*words: tuple[str, int]) -> WordTiles:
    made = [{"text": text, "count": count} for text, count in words]
    return WordTiles(title="One word for how you are now", words=made)


def make_cards(count: int) -> CommitmentBoard:
    card = {"by": "Friday", "notice": "Ben", "owner": "Linus van der Berg", "state": ""}
    what = "We begin meetings with what went wrong"
    cards = [{"id": f"{place}", "what": f"{place}: {what}", **card} for place in range(count)]
    return CommitmentBoard(title="What we sign today", cards=cards)


def make_notes(count: int) -> NoteWall:
    mark = {"letter": "G", "label": "gave credit to others", "colour": "lemon"}
    parts = ("name", "words", "words", "name")
    told = ("Linus van der Berg", *SENTENCES[1:3], SENTENCES[4])
    lines = [{"text": text, "part": part} for text, part in zip(told, parts, strict=True)]
    return NoteWall(
        title="Thanks",
        cards=[
            {"id": f"{place}", "lines": lines, "mark": mark if place % 2 else {}, "gold": not place}
            for place in range(count)
        ],
    )


MAKERS: dict[str, tuple[Callable[[], Picture], int]] = {
    "one sentence": (lambda: make_wall(1), 1),
    "seven sentences": (lambda: make_wall(7), 7),
    "sixty sentences": (lambda: make_wall(60), 60),
    "long words": (
        lambda: TextWall(sentences=[{"id": 1, "text": LONG}, {"id": 2, "text": "a"}]),
        2,
    ),
    "one word": (lambda: make_words(("calm", 1)), 1),
    "one word often": (lambda: make_words(("calm", 40), *((f"w{n}", 1) for n in range(9))), 10),
    "sixty words": (lambda: make_words(*((f"word number {n}", 1 + n % 2) for n in range(60))), 60),
    "a long word": (lambda: make_words((LONG, 2), ("ok", 1)), 2),
    "seven cards": (lambda: make_cards(7), 7),
    "thirty cards": (lambda: make_cards(30), 30),
    "eight notes": (lambda: make_notes(8), 8),
    "thirty notes": (lambda: make_notes(30), 30),
}
# What can be seen: the items, each with its box, and whatever is small, cut or off the stage.
LOOK = """() => {
  const unit = parseFloat(getComputedStyle(document.querySelector("main")).getPropertyValue("--u"));
  const root = document.querySelector(".kit-figure");
  const stage = root.getBoundingClientRect();
  const list = root.querySelector("ul").getBoundingClientRect();
  const items = [...root.querySelectorAll("li")].filter((item) => item.checkVisibility());
  const boxes = items.map((item) => item.getBoundingClientRect());
  const hit = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 &&
    a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let smallest = 99;
  while (walker.nextNode()) {
    const owner = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || owner.closest(".kit-unseen")) continue;
    if (owner.checkVisibility()) {
      smallest = Math.min(smallest, parseFloat(getComputedStyle(owner).fontSize) / unit);
    }
  }
  return {
    seen: items.map((item) => [...item.parentElement.children].indexOf(item)),
    overlaps: boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => hit(one, other)))
      .length,
    outside: boxes.filter((box) => box.left < stage.left - 1 || box.right > stage.right + 1 ||
      box.top < stage.top - 1 || box.bottom > stage.bottom + 1).length,
    cut: items.filter((item) => item.scrollWidth > item.clientWidth + 1).length +
      boxes.filter((box) => box.left < list.left - 0.05 || box.right > list.right + 0.05).length,
    smallest,
    filled: boxes.reduce((sum, { width, height }) => sum + width * height, 0) /
      (stage.width * stage.height),
  };
}"""
# The places of the items on a page of a wall.
TURN = """(page) => {
  const wall = document.querySelector(".kit-wall");
  wall.dispatchEvent(new CustomEvent("kit-page", { detail: page }));
  const items = [...wall.querySelector("ul").children];
  return items.flatMap((item, place) => (item.checkVisibility() ? [place] : []));
}"""
WINDOWS = (*SIZES, ViewportSize(width=640, height=360))
each_size = pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s['width']}x{s['height']}")


def read_pages(page: View) -> int:
    """How many pages the picture has told."""
    return int(page.evaluate("window.pages"))


def listen(page: View, size: ViewportSize) -> None:
    """Hear what the picture tells, from a change of the window's size on."""
    page.evaluate(
        """() => document.addEventListener("kit-picture", ({ detail }) => {
          window.pages = detail.pages;
        })"""
    )
    resize(page, {**size, "height": size["height"] - 8})
    page.wait_for_function("window.pages")
    draw(page)


def turn(page: View, to: int) -> dict[str, Any]:
    """Show a page, as the stage does, and look at it."""
    page.evaluate(
        """(detail) => document.querySelector(".kit-figure")
          .dispatchEvent(new CustomEvent("kit-page", { detail }))""",
        to,
    )
    seen: dict[str, Any] = page.evaluate(LOOK)
    return seen


def turn_through(page: View, size: ViewportSize) -> Iterator[list[int]]:
    """Look at each page of a picture in a window of this size; give the places of its items."""
    resize(page, size)
    for number in range(read_pages(page)):
        look = turn(page, number)
        assert (look["overlaps"], look["outside"], look["cut"]) == (0, 0, 0), size
        assert look["smallest"] > 1.87, size
        assert look["seen"], size
        yield look["seen"]
    assert turn(page, 99)["seen"] == look["seen"], size  # what is beyond the last is the last


@pytest.mark.parametrize("name", MAKERS)
def test_every_item_is_whole_and_readable_on_one_page_or_another_the_same_in_every_window(
    chromium: Browser, name: str
) -> None:
    make, count = MAKERS[name]
    page = open_stage(chromium, [make()], SIZES[0])
    listen(page, SIZES[0])
    found: list[list[list[int]]] = []
    for size in WINDOWS:
        found.append([])
        for seen in turn_through(page, size):
            found[-1].append(seen)
            told = page.get_by_text(f"{len(found[-1])} of {read_pages(page)}", exact=True)
            expect(told).to_be_visible(visible=read_pages(page) > 1)
    assert sorted(place for shown in found[0] for place in shown) == list(range(count))
    assert found == [found[0]] * len(found)
    assert page.locator("button:visible").count() == 0
    page.context.close()


@each_size
def test_what_fits_has_one_page_and_fills_it(chromium: Browser, size: ViewportSize) -> None:
    for make, least in ((lambda: make_wall(7), 0.4), (lambda: make_cards(6), 0.4)):
        page = open_stage(chromium, [make()], size)
        listen(page, size)
        assert read_pages(page) == 1
        assert page.evaluate(LOOK)["filled"] > least
        page.context.close()


LABELS = ("kept their word", "said a hard thing kindly, early enough")
CHARTS: dict[str, Marginal] = {
    "two": answer_yes(6, 15),
    "seven": make_marginal(*((f"{LABELS[0]} {place}", 9 - place) for place in range(7))),
    "nine": make_marginal(*((f"{LABELS[1]} {place}", 9 - place) for place in range(9))),
    "sixteen": make_marginal(*((f"{LABELS[0]} {place}", 20 - place) for place in range(16))),
    "steps": answer(*[1] * 3, *[3] * 7, *[5] * 5),
    "ten steps": build_marginal(
        Scale("deep", "How?", low=1, high=10), [1, 5, 9] * 6, AnonymityPolicy()
    ),
    "thirds": answer(*[1, 3, 4] * 4),
    "split": answer(1, 1, 1, 1, 5, 5),
    "estimate": GUESS,
    "now and next": make_means(2, 90, 96, 5),
}
READ_LETTERS = """() => {
  const unit = parseFloat(getComputedStyle(document.querySelector("main")).getPropertyValue("--u"));
  const root = document.querySelector(".kit-live-chart");
  const stage = root.getBoundingClientRect();
  // Letters in the circles of answers are marks, a little smaller than the words beside them.
  const found = [...root.querySelectorAll("svg text, p, figcaption")].filter(
    (each) => each.checkVisibility() && each.textContent.trim().length > 1,
  );
  return found.map((each) => {
    const box = each.getBoundingClientRect();
    const scale = each.getScreenCTM?.().a ?? 1;
    return {
      text: each.textContent,
      size: (scale * parseFloat(getComputedStyle(each).fontSize)) / unit,
      inside: box.left > stage.left - 2 && box.right < stage.right + 2 &&
        box.top > stage.top - 2 && box.bottom < stage.bottom + 2,
    };
  });
}"""


@pytest.mark.parametrize("jar", [False, True], ids=["alone", "jar"])
@pytest.mark.parametrize("name", CHARTS)
def test_every_word_of_a_chart_can_be_read_and_none_is_cut(
    chromium: Browser, name: str, jar: bool
) -> None:
    pictures: list[Picture] = [make_chart(CHARTS[name])]
    page = open_stage(chromium, [make_jar(3, 2, 1), *pictures] if jar else pictures, SIZES[0])
    for size in SIZES:
        resize(page, size)
        letters = page.evaluate(READ_LETTERS)
        assert letters, size
        assert [each for each in letters if not each["inside"]] == [], size
        assert [each for each in letters if each["size"] < 1.87] == [], size
    page.context.close()


@pytest.mark.parametrize("name", ["sixty sentences", "sixty words", "seven cards", "thirty notes"])
def test_beside_a_jar_items_are_on_the_same_page_in_every_window(
    chromium: Browser, name: str
) -> None:
    make, count = MAKERS[name]
    page = open_stage(chromium, [make_jar(3, 2, 1), make()], SIZES[0])
    listen(page, SIZES[0])
    found = []
    for size in WINDOWS:
        resize(page, size)
        found.append([page.evaluate(TURN, number) for number in range(read_pages(page))])
    assert sum(len(shown) for shown in found[0]) == count
    assert len(found[0]) > 1
    assert found == [found[0]] * len(found)
    page.context.close()


def test_a_window_that_changes_its_size_is_filled_again(chromium: Browser) -> None:
    page = open_stage(chromium, [make_wall(12)], SIZES[2])
    before = page.evaluate(LOOK)
    resize(page, ViewportSize(width=1024, height=768))
    after = page.evaluate(LOOK)
    assert (after["overlaps"], after["outside"]) == (0, 0)
    resize(page, SIZES[2])
    assert page.evaluate(LOOK) == before
    page.context.close()


@pytest.mark.parametrize(
    ("few", "many", "trait"),
    [
        (make_wall(7), make_wall(30), "sentences"),
        (make_words(("calm", 1)), make_words(*((f"word {n}", 1) for n in range(60))), "words"),
    ],
    ids=["sentences", "words"],
)
def test_what_comes_while_the_pages_are_turned_has_its_place(
    chromium: Browser, few: Picture, many: Picture, trait: str
) -> None:
    page = open_stage(chromium, [few], SIZES[2])
    listen(page, SIZES[2])
    turn(page, 1)
    resize(page, SIZES[2])
    page.evaluate("(state) => window.models[0].change(state)", {trait: getattr(many, trait)})
    shown = list(turn_through(page, SIZES[2]))
    assert sorted(place for seen in shown for place in seen) == [*range(len(getattr(many, trait)))]
    assert len(shown) > 1
    page.context.close()


def test_what_is_shown_only_later_fits_when_it_comes(chromium: Browser) -> None:
    page = open_stage(chromium, [make_words(("calm", 1)), make_wall(8)], SIZES[2])
    page.keyboard.press("ArrowRight")
    draw(page)
    wall = page.locator(".kit-text-wall")
    expect(wall).to_be_visible()
    boxes = [item.bounding_box() for item in wall.get_by_role("listitem").all()]
    assert all(box and box["y"] + box["height"] < 720 for box in boxes)
    assert len({(box["x"], box["y"]) for box in boxes if box}) == 8
    page.context.close()


def test_outside_a_stage_a_button_turns_the_pages(chromium: Browser) -> None:
    page = open_stage(chromium, [make_wall(60)], SIZES[2])
    page.evaluate("() => document.querySelector('main').classList.remove('stage')")
    resize(page, ViewportSize(width=700, height=720))
    first = page.evaluate(LOOK)["seen"]
    button = page.get_by_role("button", name="Next page")
    expect(page.get_by_text("1 of", exact=False)).to_be_visible()
    button.click()
    second = page.evaluate(LOOK)["seen"]
    assert second[0] == first[-1] + 1
    expect(page.get_by_text("2 of", exact=False)).to_be_visible()
    page.context.close()
