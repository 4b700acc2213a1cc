"""Which questions a notebook shows as a marble jar."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.exercise.choice import Choice
from kit.exercise.exercise import Exercise
from kit.exercise.text import Text
from kit.notebooks.jars import list_jars
from kit.notebooks.notebook import load_notebook
from tests.exercises import code, list_cells, write_notebook
from tests.places import WORKSHOPS

EXERCISE = Exercise(
    "jars",
    title="Jars",
    prompts=[
        Text("why", "Why?"),
        Choice("kind", "Which?", ["a", "b"]),
        Choice("other", "And?", ["a", "b"]),
    ],
)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([], []),
        (['kit.Bars(room.results, "kind")'], []),
        (["kit.MarbleJar(room.results)"], ["kind"]),
        (['kit.MarbleJar(room.results, "other")'], ["other"]),
        (['kit.MarbleJar(room.results, prompt="other")', "kit.MarbleJar(room.results)"], None),
        (['# kit.MarbleJar(room.results, "other")'], []),
        (["this is no Python: kit.MarbleJar(room.results)"], []),
        (['kit.MarbleJar(room.results, "why")'], []),
    ],
)
def test_the_jars_of_the_screen_are_found(
    cells: list[str], found: list[str] | None, tmp_path: Path
) -> None:
    path = tmp_path / "jars.ipynb"
    shown = [code(each, "facilitator", "screen") for each in cells]
    write_notebook(path, [*list_cells(), *shown])
    expected = ["kind", "other"] if found is None else found
    assert list_jars(load_notebook(path), EXERCISE) == expected


def test_what_only_the_facilitator_sees_gives_no_colours(tmp_path: Path) -> None:
    path = tmp_path / "jars.ipynb"
    jar = code("kit.MarbleJar(room.results)", "facilitator")
    write_notebook(path, [*list_cells(), jar])
    assert list_jars(load_notebook(path), EXERCISE) == []


def test_the_shipped_jar_is_found() -> None:
    exercise = Exercise("jar", title="Jar", prompts=[Choice("kind", "Which?", ["a", "b"])])
    assert list_jars(load_notebook(WORKSHOPS / "marble_jar.ipynb"), exercise) == ["kind"]
