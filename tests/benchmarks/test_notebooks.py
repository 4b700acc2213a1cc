"""The notebooks that are measured are in good shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.notebooks import FORM, LIVE, Cell, number_cells, write_notebook
from kit.check.notebook import find_faults


@pytest.mark.parametrize("cells", [FORM, LIVE, number_cells(FORM, 2)])
def test_the_kits_notebooks_compile_and_have_known_tags(tmp_path: Path, cells: list[Cell]) -> None:
    path = write_notebook(tmp_path / "form.ipynb", cells)
    assert list(find_faults(path)) == []


def test_a_misspelt_tag_would_be_found(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "form.ipynb", [*FORM[:1], ("participants", "room.form()")])
    assert list(find_faults(path))


def test_a_form_that_comes_again_is_an_exercise_of_its_own() -> None:
    (_, first), (_, second) = number_cells(FORM, 1)[0], number_cells(FORM, 2)[0]
    assert 'kit.Exercise("form-1", title="Form 1"' in first
    assert 'kit.Exercise("form-2", title="Form 2"' in second
