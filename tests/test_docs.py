"""What the pages promise is held by tests that exist, and every sentence names its own."""

from __future__ import annotations

import ast
import re

import pytest

from tests.places import ROOT

PAGE = (ROOT / "docs" / "anonymity.md").read_text("utf-8")
NAMED = dict(re.findall(r"^(\d+)\. (`tests/[\w/]+\.py` \w+)$", PAGE, re.MULTILINE))
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
