"""Axe looks where there is something that it has not seen: it goes by mark-up, not by words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from playwright.sync_api import Page

from tests.browser.accessibility import SCHEMES, check_contrast, check_markup

# Every element that can be seen, as axe tells it from others: what it is and stands in, which
# attributes it has and whether what they name is there, whether it has words, whether it is a small
# thing to press, and its colours. And every element with words of its own as its contrast goes by
# them: the colour of its letters, whether they are large (18 points, or 14 and bold), and whatever
# it stands in that lies behind them or makes them paler.
LOOK: Final = """() => {
  const words = (each) => Boolean(each.textContent.trim() || each.getAttribute("aria-label"));
  const named = /^aria-(labelledby|describedby|controls|owns)$/;
  const told = /^(role|type|tabindex|aria-(hidden|disabled|current|live))$/;
  const say = ({ name, value }) => named.test(name)
    ? name + value.split(" ").every((id) => document.getElementById(id))
    : told.test(name) ? name + value : name;
  const own = /^(id|style|class|data-.*)$/;
  const once = (find) => {
    const found = new Map();
    return (each) => {
      if (!found.has(each)) found.set(each, find(each));
      return found.get(each);
    };
  };
  const spell = once((each) => {
    const said = [...each.attributes].filter(({ name }) => !own.test(name));
    return [each.localName, ...[...each.classList].sort(), ...said.map(say).sort()].join();
  });
  const styled = once((each) => getComputedStyle(each));
  const behind = once((each) => {
    if (!each) return "";
    const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode } = styled(each);
    const layer = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join();
    const clear = layer === "rgba(0, 0, 0, 0),none,1,none,normal";
    return clear ? behind(each.parentElement) : `${layer};${behind(each.parentElement)}`;
  });
  const pressed = "a, button, input, select, textarea, summary, [role=button], [tabindex]";
  const small = (each) => {
    if (!each.matches(pressed)) return "";
    const { width, height } = each.getBoundingClientRect();
    return width < 24 || height < 24;
  };
  const worded = (each) => each.matches("input, select, textarea") ||
    [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const [seen, painted] = [new Set(), {}];
  for (const each of document.body.querySelectorAll("*")) {
    if (!each.checkVisibility()) continue;
    const { color, backgroundColor, fontSize, fontWeight } = styled(each);
    const points = Math.ceil(parseFloat(fontSize) * 72) / 96;
    const letters = [color, points >= (parseFloat(fontWeight) >= 700 ? 14 : 18)];
    const around = [each, each.parentElement, each.parentElement.parentElement ?? each].map(spell);
    if (!each.parentElement.closest("svg"))
      seen.add([...around, words(each), small(each), backgroundColor, color].join(" < "));
    if (worded(each))
      (painted[[...around, ...letters, behind(each)].join(" < ")] ??= []).push(each);
  }
  window.kitPainted = painted;
  return [[...seen], Object.keys(painted)];
}"""


class Eyes:
    """Remembers what it has seen, and looks with axe where something is new.

    Args:
        seen: What it has seen so far, to which it adds, each with where it was.
    """

    def __init__(self, seen: set[tuple[str, str]]) -> None:
        self._seen = seen

    def find_violations(self, page: Page, kind: str) -> list[str]:
        """What axe finds where something is new; pages of one kind have everything in common.

        All rules but one go through a whole page on which there is something that no page of its
        kind has had. Contrast takes four times as long as they do together. It goes by letters and
        what lies behind them, so these are looked at where they are new, on whichever page.
        """
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        seen, painted = page.evaluate(LOOK)
        found = check_markup(page) if self._add(kind, seen) else []
        if new := self._add("paint", painted):
            for scheme in SCHEMES:
                found += check_contrast(page, scheme, new)
        return found

    def is_new(self, kind: str, words: str) -> bool:
        """Whether no page of this kind has had these words."""
        return bool(self._add(kind, [words]))

    def _add(self, kind: str, told: Iterable[str]) -> list[str]:
        """Remember what is told of a page; gives what is new of it."""
        new = [each for each in told if (kind, each) not in self._seen]
        self._seen.update((kind, each) for each in new)
        return new
