"""What the pages promise is held by tests that exist, and their links lead somewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.places import ROOT

PAGE = (ROOT / "docs" / "anonymity.md").read_text("utf-8")
NAMED = dict(re.findall(r"^(\d+)\. (`tests/[\w/]+\.py` \w+)$", PAGE, re.MULTILINE))
OWN = (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))
PAGES = [*(ROOT / "docs").glob("**/*.md"), *OWN]
PROTECTED = PAGE.split("## What is protected")[1].split("\n## ")[0]


@pytest.mark.parametrize("number", NAMED, ids=lambda number: NAMED[number].split()[1])
def test_every_named_test_exists(number: str) -> None:
    place, name = NAMED[number].replace("`", "").split()
    tree = ast.parse((ROOT / place).read_text("utf-8"))
    assert name in [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_every_number_in_the_text_is_in_the_list_and_the_other_way_round() -> None:
    used = re.findall(r"\[(\d+)\]", PROTECTED)
    assert list(dict.fromkeys(sorted(used, key=int))) == list(NAMED)


def test_every_paragraph_on_what_is_protected_ends_with_the_test_that_holds_it() -> None:
    paragraphs = [each for each in PROTECTED.split("\n\n") if each.strip()]
    assert [each for each in paragraphs if not re.search(r"\[\d+\]\.$", each.strip())] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_to_what_is_there(page: Path) -> None:
    text = re.sub(r"^```.*?^```|`[^`\n]+`", "", page.read_text("utf-8"), flags=re.M | re.DOTALL)
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        there = page.parent / path if path else page
        if not there.exists() or (anchor and anchor not in list_anchors(there)):
            lost.append(target)
    assert lost == []


def list_anchors(page: Path) -> set[str]:
    """The headings of a page as links name them, and what it names itself."""
    text = page.read_text("utf-8")
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    named = re.findall(r'<a id="([\w-]+)">', text)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads} | {*named}


def test_the_page_of_the_data_names_what_lies_there() -> None:
    data = ROOT / "data"
    table = re.findall(r"^\| `([^`]+)` \|", (data / "README.md").read_text("utf-8"), re.MULTILINE)
    told = {path for name in table for path in data.glob(name)}
    there = {path for path in data.rglob("*.*") if path.suffix not in (".md", ".pyc")}
    assert there - told == set()
