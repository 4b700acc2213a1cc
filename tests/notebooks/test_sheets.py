"""Cells for the printer: on paper, and on nobody's page."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from kit.errors import DefinitionError
from kit.notebooks.notebook import is_for, list_notebooks, load_notebook, select_cells
from kit.notebooks.sheets import read_briefing, read_sheets
from kit.session.session import Role
from tests.places import WORKSHOPS

SECRET = "# For the *wall* & door\n\nFive of us <b>at least</b>."


def write(folder: Path) -> Path:
    v4 = nbformat.v4
    cells = [
        v4.new_markdown_cell("# Jar"),
        v4.new_markdown_cell(SECRET, metadata={"tags": ["print"]}),
        v4.new_markdown_cell("Only words.", metadata={"tags": ["print", "facilitator"]}),
        v4.new_code_cell("1", metadata={"tags": ["print"]}),
        v4.new_markdown_cell("**Better not:** a lesson.", metadata={"tags": ["leader"]}),
        v4.new_code_cell("2", metadata={"tags": ["leader"]}),
    ]
    path = folder / "jar.ipynb"
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def test_sheets_have_the_name_of_their_first_heading(tmp_path: Path) -> None:
    (first, words), (second, _) = read_sheets(write(tmp_path))
    assert (first, second) == ("For the wall & door", "")
    assert "<em>wall</em>" in words
    assert "<b>at least</b>" in words


@pytest.mark.parametrize("role", Role)
def test_a_sheet_is_on_nobodys_page_unless_it_is_a_roles_too(tmp_path: Path, role: Role) -> None:
    notebook = load_notebook(write(tmp_path))
    wanted = ["# Jar", *(["Only words."] if role is Role.FACILITATOR else [])]
    assert [cell.source for cell in select_cells(notebook, role)] == wanted
    assert not is_for(notebook.cells[1], role)


def test_a_file_that_is_no_notebook_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError):
        read_sheets(tmp_path / "nothing.ipynb")


def test_the_kits_own_sheets_have_names_of_their_own() -> None:
    found = {name: read_sheets(WORKSHOPS / name) for name in list_notebooks(WORKSHOPS)}
    assert sum(bool(sheets) for sheets in found.values()) >= 10
    for name, sheets in found.items():
        names = [each for each, _ in sheets]
        assert all(names), name
        assert len(names) == len(set(names)), name


def test_a_leader_reads_the_cells_for_leaders_and_no_others(tmp_path: Path) -> None:
    words = read_briefing(write(tmp_path))
    assert words.striptags() == "Better not: a lesson."
    assert "<strong>" in words
    path = tmp_path / "bare.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    assert read_briefing(path) == ""


def test_each_of_the_kits_own_exercises_tells_its_leader_the_same_four_things() -> None:
    for name in list_notebooks(WORKSHOPS):
        words = read_briefing(WORKSHOPS / name).striptags()
        if not words:  # nobody leads it
            continue
        assert "What you are asked." in words, name
        assert "Better not:" in words, name
        assert "If " in words, name
