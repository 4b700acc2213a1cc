"""Old names of the kit: advice with the place, and written anew where that needs no judgement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kit.check.mending import RENAMED, mend_notebook
from kit.check.notebook import find_faults
from tests.exercises import code, list_cells, write_notebook

TOLD = (
    "kit.bars is called kit.Bars now. Write the new name: the old one goes with the next version."
)


def write(folder: Path, source: str) -> Path:
    cells = list_cells()
    return write_notebook(folder / "jar.ipynb", [*cells, code(source, "facilitator", "screen")])


def read_last(path: Path) -> str:
    return "".join(json.loads(path.read_text("utf-8"))["cells"][-1]["source"])


@pytest.mark.parametrize(
    ("source", "line", "after"),
    [
        ('kit.bars(room.results, "kind")', 1, 'kit.Bars(room.results, "kind")'),
        (
            '# "ä"\n"ä"; kit.bars(room.results, "kind")',
            2,
            '# "ä"\n"ä"; kit.Bars(room.results, "kind")',
        ),
        (
            'import kit as k\nk.bars(room.results, "kind")',
            2,
            'import kit as k\nk.Bars(room.results, "kind")',
        ),
        ("draw = [kit.bars, kit.bars]", 1, "draw = [kit.Bars, kit.Bars]"),
        ("kit.bars.__doc__  # kit.bars", 1, "kit.Bars.__doc__  # kit.bars"),
        ("%time kit.bars", 1, "%time kit.bars"),
    ],
)
def test_an_old_name_is_told_and_written_anew(
    source: str, line: int, after: str, tmp_path: Path
) -> None:
    path = write(tmp_path, source)
    found = find_faults(path)
    if after != source:
        assert [str(each) for each in found] == [f"jar.ipynb, cell 10, line {line}: {TOLD}"]
        assert not any(each.grave for each in found)
    told = [str(each) for each in mend_notebook(path)]
    assert told == ([f"jar.ipynb, cell 10: {RENAMED}"] if after != source else [])
    assert read_last(path) == after
    assert find_faults(path) == []


def test_one_that_was_imported_by_itself_is_told_and_left_to_its_writer(tmp_path: Path) -> None:
    source = 'from kit import bars\nbars(room.results, "kind")'
    path = write(tmp_path, source)
    before = path.read_bytes()
    assert [str(each) for each in find_faults(path)] == [f"jar.ipynb, cell 10, line 1: {TOLD}"]
    assert mend_notebook(path) == []
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "source", ["bars = 3\nbars", "mine.kit.bars", 'print("kit.bars")', "kit.Bars"]
)
def test_what_is_no_name_of_the_kit_is_left_alone(source: str, tmp_path: Path) -> None:
    path = write(tmp_path, source)
    before = path.read_bytes()
    assert find_faults(path) == []
    assert mend_notebook(path) == []
    assert path.read_bytes() == before


def test_nothing_else_in_the_file_changes(tmp_path: Path) -> None:
    path = write(tmp_path, 'kit.bars(room.results, "kind")\nkit.Rows')
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][0]["source"] = "# kit.bars"
    notebook["cells"][5]["source"] = ["room.console()"]
    path.write_text(json.dumps(notebook, indent=2) + "\n", "utf-8")
    before = path.read_text("utf-8")
    mend_notebook(path)
    assert path.read_text("utf-8") == before.replace("kit.bars(", "kit.Bars(")
