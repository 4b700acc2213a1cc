"""The calls of a notebook's cells are found whatever the kit is called in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from kit.errors import ServerError
from kit.notebooks.code import Code, is_exercise, list_exercises
from tests.exercises import DEFINITION, code, list_cells, words, write_notebook


def read(*cells: NotebookNode) -> Code:
    return Code(new_notebook(cells=list(cells)))


@pytest.mark.parametrize(
    "source",
    [
        "import kit\nroom = kit.join(exercise)",
        "import kit as k\nroom = k.join(exercise)",
        "from kit import Exercise, join\nroom = join(exercise)",
        "from kit import join as enter\nroom = enter(exercise)",
        "from kit import *\nroom = join(exercise)",
        "import kit\n\nroom = (\n    kit.join(exercise)\n)",
    ],
)
def test_a_join_is_found_under_every_name(source: str) -> None:
    assert len(read(code(source)).list_kit_calls("join")) == 1


@pytest.mark.parametrize(
    "source", ["# room = kit.join(exercise)", "','.join(names)", "x = 'kit.join(exercise)'"]
)
def test_comments_texts_and_other_things_are_no_join(source: str) -> None:
    assert read(code(source)).list_kit_calls("join") == []


def test_a_call_is_told_by_its_cell_and_line() -> None:
    (call,) = read(words("# Jar"), code("x = 1\nroom.form()")).list_methods("form")
    assert (call.cell.number, call.line) == (2, 2)


def test_names_of_one_cell_hold_in_the_others() -> None:
    cells = code("import kit as k"), code("k.join(exercise)")
    assert len(read(*cells).list_kit_calls("join")) == 1


def test_an_exercise_joins_a_room_or_may_do_so(tmp_path: Path) -> None:
    cases = {
        "good": (list_cells(), True),
        "broken": (list_cells(DEFINITION.replace('"other"]),', '"other"])')), True),
        "empty": ([], False),
        "notes": ([words("kit.join(exercise)"), code("x = 1")], False),
        "comment": (list_cells(DEFINITION.replace("room =", "# room =")), False),
    }
    for name, (cells, expected) in cases.items():
        assert is_exercise(write_notebook(tmp_path / f"{name}.ipynb", cells)) is expected, name
    assert list_exercises(tmp_path) == ["broken.ipynb", "good.ipynb"]


def test_a_folder_without_an_exercise_is_told(tmp_path: Path) -> None:
    write_notebook(tmp_path / "empty.ipynb", [])
    with pytest.raises(ServerError, match=r"holds no exercise: no notebook in it calls kit\.join"):
        list_exercises(tmp_path)


def test_a_notebook_that_is_changed_is_looked_at_anew(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "jar.ipynb", [])
    assert not is_exercise(path)
    assert is_exercise(write_notebook(path))
