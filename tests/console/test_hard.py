"""The words for hard moments: on the console in every phase, and the same in the documentation."""

from __future__ import annotations

import re

from kit.console.hard import MOMENTS
from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.store import Store
from tests.console.desk import Desk
from tests.pages import read_markup
from tests.places import ROOT

ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def list_documented() -> list[tuple[str, ...]]:
    page = (ROOT / "docs/facilitators.md").read_text(encoding="utf-8")
    part = page.split("\n## When it gets hard\n")[1].split("\n## ")[0].replace("**", "")
    quoted = re.sub(r'"([^"]*)"', r"“\1”", part)
    return ROW.findall(quoted)[1:]


def test_the_documentation_has_the_same_moments_in_the_same_words() -> None:
    assert list_documented() == [(each.happens, each.do, each.say) for each in MOMENTS]


def test_every_phase_has_them_under_one_line(store: Store) -> None:
    desk = Desk(store, Exercise("talk", prompts=[Text("words", "What was it?")]))
    for _ in range(4):
        told = read_markup(desk.console)
        assert "<summary>When it gets hard</summary>" in told
        assert MOMENTS[0].say in told
        desk.press()
