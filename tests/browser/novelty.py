"""Axe looks where there is something that it has not seen: it goes by mark-up, not by words."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.test_accessibility import find_violations

# Every element that can be seen, as axe tells it from others: what it is and stands in, which
# attributes it has and whether what they name is there, whether it has words, and its colours.
LOOK = """() => {
  const words = (each) => Boolean(each.textContent.trim() || each.getAttribute("aria-label"));
  const named = /^aria-(labelledby|describedby|controls|owns)$/;
  const told = /^(role|type|tabindex|aria-(hidden|disabled|current|live))$/;
  const say = ({ name, value }) => named.test(name)
    ? name + value.split(" ").every((id) => document.getElementById(id))
    : told.test(name) ? name + value : name;
  const own = /^(id|style|class|data-.*)$/;
  const spell = (each) => {
    const said = [...each.attributes].filter(({ name }) => !own.test(name));
    return [each.localName, ...[...each.classList].sort(), ...said.map(say).sort()].join();
  };
  const seen = new Set();
  for (const each of document.body.querySelectorAll("*")) {
    if (each.parentElement.closest("svg") || !each.checkVisibility()) continue;
    const { color, backgroundColor, fontSize, fontWeight } = getComputedStyle(each);
    const around = [each, each.parentElement, each.parentElement.parentElement ?? each];
    seen.add([...around.map(spell), words(each), color, backgroundColor,
      Math.round(parseFloat(fontSize)), fontWeight].join(" < "));
  }
  return [...seen];
}"""


class Eyes:
    """Remembers of which kind of page it has seen what, and looks with axe where something is new.

    Args:
        seen: What it has seen so far, to which it adds.
    """

    def __init__(self, seen: set[tuple[str, str]]) -> None:
        self._seen = seen

    def find_violations(self, page: Page, kind: str) -> list[str]:
        """What axe finds on a page that has something new; nothing elsewhere."""
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        there = {(kind, each) for each in page.evaluate(LOOK)}
        if there <= self._seen:
            return []
        self._seen |= there
        return find_violations(page)

    def is_new(self, kind: str, words: str) -> bool:
        """Whether no page of this kind has had these words."""
        before = len(self._seen)
        self._seen.add((kind, words))
        return len(self._seen) > before
