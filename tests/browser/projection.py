"""What is measured on the projected page: text that is small, cut, covered or beyond the window."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import ViewportSize

from tests.browser.windows import View, draw, resize

SIZES = [
    ViewportSize(width=width, height=height)
    for width, height in (
        (1280, 720),
        (800, 600),
        (1024, 768),
        (1920, 1080),
        (3840, 2160),
        (1080, 1920),
        (320, 180),  # 1280 by 720 at four times the browser's zoom
    )
]
SMALL, LARGE = 0, 4  # places of two that are of one shape, the second three times as wide
PICTURES = (
    ".kit-live-chart, .kit-word-tiles, .kit-text-wall, .kit-commitment-board, .kit-heat-table, "
    ".kit-marble-jar, .kit-row-chart, .kit-soil-table, .kit-still-card, .kit-figure-bars, "
    ".kit-gap-chart, .kit-note-wall, .kit-market"
)
SMALLEST = 1.875  # units: 24 px on a stage 1280 px wide
TOLERANCE = 0.02  # of the growth from one size to another
STEP = 0.06  # the same in a picture, whose letters go from size to size in steps
TIME = re.compile(r"\d+:\d\d")
SLACK = 0.02  # of a unit, for what is rounded
LONG = "https://workshops.some-long-organisation.example/trust/join/ABCDEFGH"
NUMBERS = "http://[2001:db8:85a3:8d3:1319:8a2e:370:7348]:8888/join/ABCDEFGH"

# Letters on marbles and signs are marks, not text; a table for screen readers is not seen.
MEASURE = """pictures => {
  const marks = ".kit-marble, .kit-sign, .layer_4_marks, .kit-unseen, .shared .kit-words, " +
    ".kit-closer .kit-title, .kit-terse .kit-least";
  const screen = getComputedStyle(document.querySelector(".kit-screen, .projected"));
  const unit = parseFloat(screen.getPropertyValue("--u"));
  const within = (box, outer) => box.left >= outer.left - 1 && box.top >= outer.top - 1 &&
    box.right <= outer.right + 1 && box.bottom <= outer.bottom + 1;
  const page = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  let blamed = false; // a picture covers it
  const look = (owner, box) => {
    if (!within(box, page)) return "beyond the window";
    for (let each = owner; each && each !== document.body; each = each.parentElement) {
      const { overflow, display } = getComputedStyle(each);
      const clips = overflow !== "visible" && display !== "inline" && each instanceof HTMLElement;
      if (clips && !within(box, each.getBoundingClientRect()))
        return `cut by ${each.className || each.tagName}`;
    }
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const svg = owner.closest("svg");
    if (top && !(top.contains(owner) || owner.contains(top) || (svg && svg.contains(top)))) {
      blamed ||= Boolean(top.closest(pictures));
      return `covered by ${top.className.baseVal ?? (top.className || top.tagName)}`;
    }
    return "";
  };
  const told = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const owner = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || owner.matches("script, style") || owner.closest(marks)) continue;
    if (!owner.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNode(walker.currentNode);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    if (!boxes.length) continue;
    const matrix = owner.getScreenCTM?.();
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    const size = parseFloat(getComputedStyle(owner).fontSize) * scale;
    blamed = Boolean(owner.closest(pictures));
    const fault = boxes.map((box) => look(owner, box)).find(Boolean) ?? "";
    told.push({ text, size, units: size / unit, fault, picture: blamed });
  }
  for (const qr of document.querySelectorAll(".qr")) {
    const box = qr.getBoundingClientRect();
    blamed = false;
    const fault = look(qr, box);
    told.push({ text: "the QR picture", size: box.width, units: 9, fault, picture: blamed });
  }
  const { scrollWidth, scrollHeight } = document.documentElement;
  const scrolls = scrollWidth > innerWidth || scrollHeight > innerHeight;
  const beyond = scrolls ? `the page scrolls: ${scrollWidth} by ${scrollHeight}` : "";
  told.push({ text: "the page", size: unit * 9, units: 9, fault: beyond, picture: false });
  return told;
}"""
SPELL = "host => { document.querySelector('.band .address').innerHTML = host; }"
MARK = """marked => {
  document.querySelector(".band .rehearsal")?.remove();
  if (marked) document.querySelector(".band").insertAdjacentHTML(
    "afterbegin", '<p class="rehearsal"><strong>Rehearsal</strong></p>');
}"""
PLAIN: Mapping[str, Callable[[], object]] = {"": lambda: None}
Text = dict[str, Any]
"""One that is seen: its size in pixels and in units, what is wrong with it, if in a picture."""


@dataclass(frozen=True)
class Finding:
    """One text that does not stand as it should.

    Attributes:
        where: Exercise, phase, size and band.
        text: The text.
        fault: What is wrong.
        picture: It stands in a picture.
    """

    where: str
    text: str
    fault: str
    picture: bool

    def __str__(self) -> str:
        return f"{self.where}: {self.text!r} is {self.fault}"


def measure(page: View) -> list[Text]:
    """Every text that is seen, with its size in units and what is wrong with it."""
    draw(page)
    told: list[Text] = page.evaluate(MEASURE, PICTURES)
    for each in told:
        if not each["fault"] and each["units"] < SMALLEST - SLACK:
            each["fault"] = f"{each['units']:.2f} units small"
    return told


def find_faults(page: View, where: str) -> list[Finding]:
    """What does not stand as it should on a page as it is now."""
    return list_findings(measure(page), where)


def list_findings(told: list[Text], where: str) -> list[Finding]:
    """What of the texts that were measured does not stand as it should."""
    return [
        Finding(where, each["text"], each["fault"], each["picture"])
        for each in told
        if each["fault"]
    ]


def find_everywhere(
    page: View, where: str, dresses: Mapping[str, Callable[[], object]] = PLAIN
) -> list[Finding]:
    """What does not stand as it should in a window of any size, or does not grow with it.

    Args:
        page: Shows what is measured.
        where: What it is, for the findings.
        dresses: What is changed on the page before it is measured, by what is then told; a window
            takes each size once.
    """
    told: dict[str, list[list[Text]]] = {dress: [] for dress in dresses}
    worn = ""
    for size in SIZES:
        page.set_viewport_size(size)
        for dress, put_on in dresses.items():
            if dress != worn:
                put_on()
                worn = dress
            told[dress].append(measure(page))
    found = []
    for dress, put_on in dresses.items():
        put_on()
        there = f"{where}{dress}"
        found += compare_sizes(page, there, told[dress][SMALL], told[dress][LARGE])
        for size, each in zip(SIZES, told[dress], strict=True):
            found += list_findings(each, f"{there}, {size['width']} by {size['height']}")
    return found


def find_growth(page: View, where: str) -> list[Finding]:
    """Texts that are not three times as large on a stage three times as wide."""
    small, large = (measure_at(page, SIZES[place]) for place in (SMALL, LARGE))
    return compare_sizes(page, where, small, large)


def compare_sizes(page: View, where: str, small: list[Text], large: list[Text]) -> list[Finding]:
    """Texts that are not three times as large on a stage three times as wide, as measured."""
    before, after = index_sizes(small), index_sizes(large)
    if before.keys() != after.keys():  # a count that was still on its way has come meanwhile
        before, after = (index_sizes(measure_at(page, SIZES[place])) for place in (SMALL, LARGE))
    found = []
    for key in before.keys() | after.keys():
        growth = after.get(key, 0) / before[key] if key in before else 0
        if abs(growth - 3) > 3 * (STEP if key[1] else TOLERANCE):
            found.append(Finding(where, key[0], f"{growth:.2f} times as large", key[1]))
    return found


def measure_at(page: View, size: ViewportSize) -> list[Text]:
    """Every text that is seen in a window of this size."""
    resize(page, size)
    return measure(page)


def index_sizes(told: list[Text]) -> dict[tuple[str, bool], float]:
    """The size of each text by what it says and whether it stands in a picture."""
    return {(TIME.sub("", each["text"]), each["picture"]): each["size"] for each in told}
