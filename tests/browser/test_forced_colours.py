"""In a person's own few colours: focus, what was chosen, what is now, and kinds are still seen."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.people import join, open_console, press
from tests.browser.stages import SIZES, make_chart, make_jar, open_stage
from tests.browser.test_contrast import CHARTS
from tests.browser.windows import draw
from tests.processes import Server

Scheme = Literal["light", "dark"]

AROUND: Final = 6  # pixels around a control in which a ring may lie
# How many pixels two pictures of the same place differ by.
COUNT_CHANGED = """async (pictures) => {
  const [one, other] = await Promise.all(pictures.map(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const { width, height } = image;
    const brush = Object.assign(document.createElement("canvas"), { width, height })
      .getContext("2d", { willReadFrequently: true });
    brush.drawImage(image, 0, 0);
    return brush.getImageData(0, 0, width, height).data;
  }));
  let changed = 0;
  for (let at = 0; at < one.length; at += 4) {
    const far = [0, 1, 2].some((part) => Math.abs(one[at + part] - other[at + part]) > 60);
    if (far) changed += 1;
  }
  return changed;
}"""
CONTROLS: Final = "a[href], button:not(:disabled), summary, input:not(:disabled), textarea"


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Scheme:
    scheme: Scheme = request.param
    return scheme


def force(page: Page, scheme: Scheme) -> None:
    """A person's own colours, on light or dark paper, as Windows' contrast themes set them."""
    page.emulate_media(forced_colors="active", reduced_motion="reduce", color_scheme=scheme)
    draw(page)


def measure(place: Locator) -> FloatRect:
    box = place.bounding_box()
    assert box is not None
    return box


def paint(page: Page, place: Locator, around: int = 0) -> str:
    """A place as it is painted, with some pixels around it."""
    draw(page)
    box = measure(place)
    clip = FloatRect(
        x=max(0, box["x"] - around),
        y=max(0, box["y"] - around),
        width=box["width"] + 2 * around,
        height=box["height"] + 2 * around,
    )
    return base64.b64encode(page.screenshot(clip=clip)).decode()


def find_unseen_focus(page: Page) -> Iterator[str]:
    """Controls that look the same with the focus and without."""
    page.keyboard.press("Tab")  # whoever uses keys sees where they are
    for control in page.locator(CONTROLS).all():
        if not control.is_visible() or control.evaluate("each => !!each.closest('.stage')"):
            continue
        page.evaluate("document.activeElement.blur()")
        control.scroll_into_view_if_needed()
        seen = control
        if control.get_attribute("type") in ("radio", "checkbox"):
            seen = control.locator("xpath=ancestor::*[self::label or contains(@class, 'kit-row')]")
            seen = seen.last if seen.count() else control
        before = paint(page, seen, AROUND)
        control.evaluate("each => each.focus({ preventScroll: true })")
        changed = page.evaluate(COUNT_CHANGED, [before, paint(page, seen, AROUND)])
        box = measure(seen)
        if changed < box["width"] + box["height"]:
            yield f"{control.evaluate('each => each.outerHTML.slice(0, 100)')}: {changed}"


def test_on_a_phone_focus_and_choice_are_seen(
    server: Server, open_page: OpenPage, scheme: Scheme
) -> None:
    phone, console = join(open_page, server), open_console(open_page, server)
    press(console, "Open")
    press(console, "Leader has gone first")
    expect(phone.get_by_role("button", name="Send", exact=True)).to_be_visible()
    for page in (phone, console):
        force(page, scheme)
    assert list(find_unseen_focus(phone)) == []
    phone.evaluate("document.activeElement.blur()")
    row = phone.locator(".kit-choice-input .kit-row").nth(1)
    letter = row.locator(".kit-letter")
    row.scroll_into_view_if_needed()
    before = paint(phone, letter)
    row.get_by_role("checkbox").check()
    phone.evaluate("document.activeElement.blur()")
    phone.mouse.move(0, 0)
    changed = phone.evaluate(COUNT_CHANGED, [before, paint(phone, letter)])
    box = measure(letter)
    assert changed > 0.2 * box["width"] * box["height"]


def test_on_the_dashboard_focus_and_what_is_now_are_seen(
    server: Server, open_page: OpenPage, scheme: Scheme
) -> None:
    console = open_console(open_page, server)
    force(console, scheme)
    assert list(find_unseen_focus(console)) == []
    for now, other in (
        (".kit-steps li[aria-current]", ".kit-steps li:not([aria-current])"),
        (".sheet tr[aria-current]", ".sheet tr:not([aria-current]):has(td)"),
    ):
        looks = [read_edges(console.locator(each).first) for each in (now, other)]
        assert looks[0] != looks[1], now


def read_edges(place: Locator) -> list[str]:
    """The colours of an element's edges and ground, and of its first cell."""
    found: list[str] = place.evaluate(
        """(each) => [each, each.querySelector("td") ?? each].flatMap((part) => {
          const { borderBottomColor, borderInlineStartColor, backgroundColor, outlineStyle } =
            getComputedStyle(part);
          return [borderBottomColor, borderInlineStartColor, backgroundColor, outlineStyle];
        })"""
    )
    return found


def test_kinds_on_the_screen_have_letters_that_are_seen(chromium: Browser, scheme: Scheme) -> None:
    page = open_stage(chromium, [make_jar(*[1] * 9)], SIZES[2])
    force(page, scheme)
    letters = find_seen_letters(page, ".kit-marble-jar g:has(> .kit-ball):has(> text)")
    assert len(set(letters)) == 9
    page.context.close()
    page = open_stage(chromium, [make_chart(CHARTS["bars"])], SIZES[2])
    force(page, scheme)
    assert find_seen_letters(page, ".stage .kit-picture svg g:has(> text)")
    page.context.close()


def find_seen_letters(page: Page, groups: str) -> list[str]:
    """The letters of groups of marks; each can be told from what lies behind it."""
    found = []
    for group in page.locator(groups).locator("visible=true").all():
        for text in group.locator("> text").all():
            if not text.is_visible():
                continue
            before = paint(page, group)
            text.evaluate("each => { each.style.visibility = 'hidden'; }")
            assert page.evaluate(COUNT_CHANGED, [before, paint(page, group)]) > 5
            found.append(text.text_content() or "")
    return found
