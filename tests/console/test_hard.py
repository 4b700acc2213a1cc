"""The words for hard moments: on the console in every phase, and the same in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kit.console.hard import MOMENTS
from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.language import _, use_language
from kit.store import Store
from tests.console.desk import Desk
from tests.pages import read_markup
from tests.places import ROOT

HEAD = "When it gets hard"
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


GUIDES = {path.parent.name: path for path in (ROOT / "docs").glob("??/facilitators.md")}
"""The guides in other languages, by their tags."""


def list_documented(path: Path, head: str) -> list[tuple[str, ...]]:
    part = path.read_text("utf-8").split(f"\n## {head}\n")[1].split("\n## ")[0].replace("**", "")
    quoted = re.sub(r'"([^"]*)"', r"“\1”", part)
    return ROW.findall(quoted)[1:]


def test_the_documentation_has_the_same_moments_in_the_same_words() -> None:
    told = list_documented(ROOT / "docs/facilitators.md", HEAD)
    assert told == [(each.happens, each.do, each.say) for each in MOMENTS]


@pytest.mark.parametrize("tag", GUIDES)
def test_a_guide_in_another_language_has_them_in_the_words_of_its_catalogue(tag: str) -> None:
    with use_language(tag):
        told = [(_(each.happens), _(each.do), _(each.say)) for each in MOMENTS]
        assert list_documented(GUIDES[tag], _(HEAD)) == told


def test_every_phase_has_them_under_one_line(store: Store) -> None:
    desk = Desk(store, Exercise("talk", prompts=[Text("words", "What was it?")]))
    for _phase in range(4):
        told = read_markup(desk.console)
        assert "<summary>When it gets hard</summary>" in told
        assert MOMENTS[0].say in told
        desk.press()
