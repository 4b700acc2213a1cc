"""What is measured on the facilitator's page: this minute, and the picture on the screen too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from playwright.sync_api import Page, ViewportSize, expect

from kit.session.phase_words import PHASE_WORDS
from kit.session.session import Phase
from tests.browser.conftest import PROJECTOR
from tests.browser.windows import View, resize

TABLET: Final = ViewportSize(width=820, height=1180)
TRIES = 100  # a tenth of a second each, for two pages to hear of a change
# Titles of what stands on the stage, or of the words that have it where no picture does.
READ_STAGE = """() => document.body.classList.contains("lobby")
  ? [document.querySelector(".band h1, .join-card .hello").textContent]
  : [...document.querySelectorAll(
    ".stage > *, .kit-screen main > .part.onstage")]
  .filter((part) => part.checkVisibility() && !part.matches(".foot, .link"))
  .map((part) => part.querySelector(".kit-title, h2")?.textContent ?? part.textContent)
  .filter(Boolean)"""
# What is told of the pages of the picture on the stage, and the items on the page that is shown.
READ_PAGE = """() => [...document.querySelectorAll(".stage .onstage:not(.offstage)")]
  .filter((part) => part.checkVisibility())
  .map((part) => [
    ...part.querySelectorAll(".kit-pages:not([hidden]) > span, .kit-cards > li, .kit-rows > li, "
      + ".kit-text-wall li, .kit-word-tiles li, .kit-line:not(.kit-head), .kit-gap-chart tbody tr")]
    .filter((each) => each.checkVisibility())
    .map((each) => (each.querySelector("p, th") ?? each).textContent))"""
FIND_OUTSIDE = """(selectors) => selectors.filter((selector) => {
  const found = [...document.querySelectorAll(selector)].find((each) => each.checkVisibility());
  if (!found) return true;
  const box = found.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const inside = box.left >= 0 && box.right <= innerWidth + 1 && box.top >= 0 && y <= innerHeight;
  const top = document.elementFromPoint(x, y);
  return !inside || !(found.contains(top) || top?.contains(found));
})"""
# Of the first two lines to say what cannot be read without scrolling, and of the small stage what
# it cuts.
FIND_CUT = """([selector, most]) => {
  const cut = new Set();
  for (const words of [...document.querySelectorAll(selector)].slice(0, most)) {
    const frame = words.closest(".stage, #say-words").getBoundingClientRect();
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const unseen = ".kit-unseen, details, .shared .kit-words, .kit-closer .kit-title";
      if (node.parentElement.closest(unseen)) continue;
      if (!node.parentElement.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNode(node);
      for (const { left, top, right, bottom, width } of range.getClientRects()) {
        if (width < 2) continue;
        const inside = left >= frame.left - 2 && right <= frame.right + 2 && top >= frame.top - 2 &&
          bottom <= Math.min(frame.bottom, innerHeight) + 2;
        if (!inside) cut.add(node.textContent.trim().slice(0, 60));
      }
    }
  }
  return [...cut];
}"""
SAY, STAGE = ["#say-words blockquote p", 2], [".stage .part.onstage:not(.offstage)", 9]
SCROLLS = "document.documentElement.scrollHeight - innerHeight"
RATIO = """() => {
  const stage = document.querySelector(".stage");
  return stage.clientWidth / stage.clientHeight;
}"""
WHOLE = """(selector) => {
  const all = [...document.querySelectorAll(selector)];
  const box = all.find((each) => each.checkVisibility()).getBoundingClientRect();
  return box.width > 0 && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight + 1 &&
    box.right <= innerWidth + 1;
}"""
SAID = ("#say-words > *", ".kit-lines blockquote")
CARDS = ".kit-card-desk:not(.kit-away) .kit-press"
DESK = (".kit-to-desk", ".kit-text-desk .kit-all button", ".kit-text-desk .kit-row button")


def find_below(console: View, needed: Sequence[str], *, speaks: bool = False) -> Iterator[str]:
    """What this minute needs and the window does not show, on a tablet and on a laptop.

    Args:
        console: The facilitator's page.
        needed: Selectors of what is needed.
        speaks: Nothing else is to be done beside what is said, so a laptop shows that too.
    """
    for size in (TABLET, PROJECTOR):
        resize(console, size)
        console.evaluate("scrollTo(0, 0)")
        where = f"{size['width']} by {size['height']}"
        for outside in console.evaluate(FIND_OUTSIDE, [*needed]):
            yield f"{outside} is not in the window, {where}"
        for whole in (".kit-next", ".stage"):
            if not console.evaluate(WHOLE, whole):
                yield f"{whole} is not whole, {where}"
        if abs(console.evaluate(RATIO) - 16 / 9) > 0.05:
            yield f"the stage is of another shape, {where}"
        for words in [SAY, STAGE] if size == TABLET or speaks else [STAGE]:
            yield from (f"{each!r} is cut, {where}" for each in console.evaluate(FIND_CUT, words))
        if size == PROJECTOR and (beyond := console.evaluate(SCROLLS)) > 0:
            yield f"the page scrolls by {beyond}, {where}"


def list_needed(console: Page, phase: str) -> list[str]:
    """What this minute needs in the window."""
    if phase == "done":
        return [".kit-next"]
    desk = list(DESK) if phase == "closed" and console.locator(".kit-to-desk").count() else []
    if phase == "prepare" and console.locator(CARDS).count():
        desk.append(CARDS)
    said = [each for each in SAID if console.locator(each).locator("visible=true").count()]
    return [".kit-next", ".seen .strip", "#say-where", *said, *desk]


def find_disagreement(console: Page, screen: Page, phase: str) -> list[str]:
    """Wait until both pages show the same, or the facilitator's says that it alone shows it."""
    words = PHASE_WORDS[Phase(phase)].screen
    expect(console.locator(".kit-now strong")).to_have_text(words)
    if phase != "done":  # which the screen says large
        expect(screen.locator(".kit-phase")).to_have_text(words)
    place = console.locator(".turner [role=status] span").first
    for _ in range(TRIES):
        shown = [
            (page.evaluate(READ_STAGE), page.evaluate(READ_PAGE)) for page in (console, screen)
        ]
        alone = place.is_visible() and "only you" in place.inner_text()
        if shown[0] == shown[1] or (alone and (phase == "closed" or is_own(console))):
            return []
        console.wait_for_timeout(100)
    return [f"the dashboard shows {shown[0]}, the screen {shown[1]}"]


def is_own(console: Page) -> bool:
    """Whether the picture that is shown is for the facilitator alone, whatever the phase."""
    return console.locator(".turner [role=status] span").first.inner_text().endswith("only you")


def find_marker_fault(console: Page, button: str) -> list[str]:
    """The row that is marked, and only this one, names the button that led here."""
    marked = console.locator(".sheet tr[aria-current]")
    expect(marked).to_have_count(1)
    return [] if button in marked.inner_text() else [f"the marked row does not name {button}"]
