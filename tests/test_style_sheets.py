"""Style sheets go by the direction of the page and by the size of letters that a browser has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

SHEETS = sorted(
    path
    for folder in ("kit", "workshops")
    for path in ROOT.joinpath(folder).rglob("*.css")
    if not {"node_modules", "static"}.intersection(path.parts)
)
# What has a left and a right of its own, whichever way words run: file -> the declarations.
PHYSICAL: dict[str, tuple[str, ...]] = {
    "choice_input.css": ("border-width: 0 3px 3px 0",),  # two edges of a box, turned to a tick
    "text_input.css": ("border-width: 0 2.5px 2.5px 0",),  # the same
    "figure_bars.css": ("left:",),  # numbers grow to the right in every language
}
SIDES = r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)"
SIDED = re.compile(
    rf"(?<![\w-])(?:{SIDES}-(?:left|right)(?:-\w+)?|left|right|border-\w+-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear|justify-content|justify-self|caption-side)\s*:\s*(?:left|right)\b"
)
FOUR = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width)\s*:\s*([^;}]+)")
LETTERS = re.compile(r"(?<![\w-])font(?:-size)?\s*:[^;}]*\d(?:px|pt)")
ON_PAPER = ("print.css", "leader_sheet.css")  # as large as the sheet has room for


def find_sided(text: str) -> Iterator[str]:
    """Declarations that tell left from right."""
    yield from (found[0] for found in SIDED.finditer(text))
    for found in FOUR.finditer(text):
        sides = re.findall(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+", found[1])
        if len(sides) == 4 and sides[1] != sides[3]:
            yield found[0]


def read(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sheet_tells_left_from_right(path: Path) -> None:
    """`margin-inline-start` is on the left in English and on the right in Arabic."""
    allowed = PHYSICAL.get(path.name, ())
    found = [each for each in find_sided(read(path)) if each not in allowed]
    assert found == [], f"{path.relative_to(ROOT)}: {found}. Write it with inline-start and -end."


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: str(path.relative_to(ROOT)))
def test_letters_are_as_large_as_a_browser_is_set_to(path: Path) -> None:
    found = [] if path.name in ON_PAPER else LETTERS.findall(read_for_screens(path))
    assert found == [], f"{path.relative_to(ROOT)}: {found}. Write it in rem: 16px are 1rem."


def read_for_screens(path: Path) -> str:
    """A sheet without what is for paper alone."""
    text = read(path)
    while paper := re.search(r"(?:@page|@media print)[^{]*", text):
        depth = 0
        for end in range(paper.end(), len(text)):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            if not depth:
                text = text[: paper.start()] + text[end + 1 :]
                break
    return text
