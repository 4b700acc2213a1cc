"""`kit check`: every fault with its place, and nothing but the times where there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit.cli import main
from tests.places import WORKSHOPS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(WORKSHOPS / "marble_jar.ipynb", tmp_path)
    return tmp_path


def test_good_notebooks_are_called_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("All notebooks are in good shape.\n")


def test_each_fault_of_notebooks_and_agendas_is_a_line_of_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.ipynb").write_text("no JSON")
    entry = '{ notebook = "missing.ipynb", minutes = 4 }'
    (folder / "agenda.toml").write_text(f"[late]\nexercises = [{entry}]\n")
    assert main(["check", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("broken.ipynb is not a readable notebook") for line in lines)
    assert any(line.startswith("agenda.toml") and "missing" in line for line in lines)
    assert "All notebooks are in good shape." not in lines


def test_what_cannot_be_mended_is_told_beside_what_is_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jar = folder / "marble_jar.ipynb"
    text = jar.read_text("utf-8")
    jar.write_text(text.replace('"execution_count": null', '"execution_count": 1'), "utf-8")
    (folder / ".marble_jar.ipynb.part").mkdir()
    assert main(["check", "--fast", "--fix", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("marble_jar.ipynb cannot be written (")
    assert "marble_jar.ipynb, cell 3: it holds outputs" in said.out


def test_a_folder_that_is_empty_or_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        assert main(["check", str(place)]) != 0
        assert place.name in capsys.readouterr().err
