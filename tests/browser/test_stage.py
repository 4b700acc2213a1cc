"""The projected screen: one picture at a time, readable from the back row, nothing to press."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECTOR, OpenPage, Serve
from tests.browser.scenes import Scene, write_workshop

SMALLEST = 23.9  # pixels: 24, less what scaling rounds away

# Text that is too small or off the page; letters on marbles and their signs are marks, not text.
READ_TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const owner = walker.currentNode.parentElement;
    const marks = ".kit-marble, .kit-sign, .layer_4_marks, .shared .kit-words, .kit-unseen";
    if (!walker.currentNode.textContent.trim() || owner.closest(marks)) continue;
    if (owner.matches("script, style")) continue;
    if (!owner.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNode(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.width < 3) continue;
    const matrix = owner.getScreenCTM?.();
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    const size = parseFloat(getComputedStyle(owner).fontSize) * scale;
    const inside = box.right <= innerWidth && box.bottom <= innerHeight;
    found.push({ text: walker.currentNode.textContent, size, inside });
  }
  return found;
}"""
FIND_OVERLAPS = """() => {
  const parts = [...document.querySelectorAll("main > .part")];
  const seen = parts.filter((part) => part.checkVisibility());
  const boxes = seen.map((part) => part.getBoundingClientRect());
  return boxes.flatMap((one, place) => boxes.slice(place + 1).filter((other) =>
    one.left < other.right - 1 && other.left < one.right - 1 &&
    one.top < other.bottom - 1 && other.top < one.bottom - 1)).length;
}"""


def check_stage(screen: Page) -> None:
    """Nothing overlaps, nothing scrolls, nothing is small, nothing can be pressed."""
    controls = screen.locator("button:visible, summary:visible, input:visible, a:visible")
    expect(controls).to_have_count(0)
    assert screen.evaluate(FIND_OVERLAPS) == 0
    assert [each for each in screen.evaluate(READ_TEXTS) if each["size"] < SMALLEST] == []
    assert [each for each in screen.evaluate(READ_TEXTS) if not each["inside"]] == []
    assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight")


def check_picture(page: Page, title: str, titles: Sequence[str]) -> None:
    """One picture stands on the stage, and no other."""
    for other in titles:
        shown = page.locator("main").get_by_role("figure").get_by_text(other).first
        expect(shown).to_be_visible(visible=other == title)


def turn_pages(screen: Page, console: Page, other: Page, titles: Sequence[str]) -> None:
    """The screen's keys turn that screen alone; the facilitator turns every page there is."""
    for turned, followed in ((screen, [screen]), (console, [console, screen, other])):
        for place, title in enumerate(titles):
            for page in followed:
                check_picture(page, title, titles)
            check_stage(screen)
            if place < 2:
                turned.keyboard.press("ArrowRight")
        if turned is screen:
            screen.keyboard.press("PageUp")
            screen.keyboard.press("PageUp")
    other.keyboard.press("ArrowLeft")


def test_pictures_take_turns_on_the_screen(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    workshop, data = write_workshop(tmp_path / "workshop"), tmp_path / "kit.db"
    server = serve("serve", str(workshop), "--data", str(data))
    scene = Scene(server, data, open_page)
    screen, key = scene.screen, "?" + server.links["facilitator_url"].split("?")[1]
    titles = ("Which act did you see", "How safe is it", "Did you ask for help last week?")
    for stop in scene.play():
        check_stage(screen)
        if stop != "6-revealed":
            continue
        turn_pages(screen, scene.console, open_page(scene.console.url + key, PROJECTOR), titles)
        late = open_page(server.links["screen_url"], PROJECTOR)
        screen.reload()
        for page in (late, screen, scene.console):
            check_picture(page, titles[1], titles)
        late.context.close()
    # Sentences took the stage when they were shown.
    expect(screen.get_by_role("figure", name="What happened")).to_be_visible()
    for title in titles:
        expect(screen.get_by_role("figure").get_by_text(title).first).to_be_hidden()
    scene.close()
