"""The sample sessions: marked as made up, and good enough to try a report out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kit.export.report import render_report
from kit.notebooks.notebook import list_notebooks
from tests.places import ROOT

SAMPLES = sorted(ROOT.glob("data/sample-sessions/*.json"))
assert SAMPLES


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_session_is_marked_as_made_up_and_gives_a_report(path: Path) -> None:
    sample = json.loads(path.read_text("utf-8"))
    assert next(iter(sample)) == "made_up"
    assert sample["code"] == "SAMPLE"
    played = [each["notebook"] for each in sample["rounds"]]
    assert set(played) <= set(list_notebooks(ROOT / "workshops"))
    assert all(each["state"] == "revealed" for each in sample["rounds"])
    report = render_report(sample).decode()
    assert "Made-up sample" in report
    assert "Welcome" in report
