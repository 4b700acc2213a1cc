"""Agendas: the order of a folder's notebooks, and faults that name the place and the cure."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kit.agenda import load_agenda
from kit.errors import DefinitionError
from kit.notebook import list_notebooks

WORKSHOPS = Path(__file__).parent.parent / "workshops"
NOTEBOOKS = ["a.ipynb", "b.ipynb"]


def write(folder: Path, text: str) -> Path:
    (folder / "agenda.toml").write_text(text, "utf-8")
    return folder


def test_without_a_file_every_notebook_is_played(tmp_path: Path) -> None:
    assert load_agenda(tmp_path, NOTEBOOKS) == NOTEBOOKS


def test_the_first_agenda_is_played_unless_another_is_named(tmp_path: Path) -> None:
    both = '[late]\nexercises=[{notebook="b.ipynb"},{notebook="a.ipynb"}]\n'
    write(tmp_path, both + '[short]\nexercises=[{notebook="a.ipynb"}]\n')
    assert load_agenda(tmp_path, NOTEBOOKS) == ["b.ipynb", "a.ipynb"]
    assert load_agenda(tmp_path, NOTEBOOKS, "short") == ["a.ipynb"]


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("[late", "", "cannot be read"),
        ("", "", "holds no agenda"),
        ('[late]\nexercises=[{notebook="b.ipynb"}]', "lat", "Did you mean 'late'"),
        ("[late]", "", "exercises is a list"),
        ('[late]\nexercises=["b.ipynb"]', "", "an exercise is written"),
        ('[late]\nexercises=[{notebook="c.ipynb"}]', "", "'c.ipynb' is not in this folder"),
    ],
)
def test_a_fault_is_told_with_its_cure(tmp_path: Path, text: str, name: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        load_agenda(write(tmp_path, text), NOTEBOOKS, name)


def test_an_agenda_without_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="no such file"):
        load_agenda(tmp_path, NOTEBOOKS, "late")


def test_every_agenda_that_is_shipped_can_be_played() -> None:
    agendas = tomllib.loads((WORKSHOPS / "agenda.toml").read_text("utf-8"))
    for name, agenda in agendas.items():
        played = load_agenda(WORKSHOPS, list_notebooks(WORKSHOPS), name)
        assert played == [each["notebook"] for each in agenda["exercises"]]
        assert all(each["minutes"] >= 4 for each in agenda["exercises"])
