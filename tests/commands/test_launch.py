"""What JupyterLab's tile starts: which folder, which database, and for whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.notebooks import FORM, write_notebook
from kit.cli import main
from kit.commands.launch import find_exercises, find_place
from kit.notebooks.workshops import find_workshops


def test_a_folder_with_an_exercise_is_served_and_any_other_gives_the_kits_own(
    tmp_path: Path,
) -> None:
    assert find_exercises(tmp_path) == find_workshops()
    write_notebook(tmp_path / "notes.ipynb", [("", "1 + 1")])
    assert find_exercises(tmp_path) == find_workshops()
    write_notebook(tmp_path / "form.ipynb", FORM)
    assert find_exercises(tmp_path) == tmp_path


def test_each_folder_has_a_database_of_its_own(tmp_path: Path) -> None:
    own = find_place(tmp_path)
    assert own == find_place(tmp_path / "." / "")
    assert own != find_place(tmp_path / "other")
    assert own.parent != tmp_path


def test_nobody_starts_it_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["launch", ".", "--base", "/trust-workshop"]) == 1
    assert "By yourself: kit serve FOLDER" in capsys.readouterr().err
