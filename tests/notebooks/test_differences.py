"""What a room cannot show or run is named with its cell, before anybody runs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kit.notebooks.differences import find_differences
from kit.notebooks.notebook import load_notebook
from kit.notebooks.pictures import MOST_PHONE
from tests.exercises import code, list_cells, words, write_notebook
from tests.image_files import PNG
from tests.places import WORKSHOPS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pic.png").write_bytes(PNG)
    (tmp_path / "large.png").write_bytes(PNG.ljust(MOST_PHONE + 1, b"\0"))
    for name in ("random.py", "jinja2.py", "helper.py"):
        (tmp_path / name).write_text("")
    (tmp_path / "site").mkdir()  # a folder of files, and no module
    return tmp_path


def look(folder: Path, *cells: object) -> list[str]:
    path = write_notebook(folder / "jar.ipynb", [*list_cells(), *cells])  # type: ignore[list-item]
    return list(find_differences(path, load_notebook(path)))


@pytest.mark.parametrize(
    "cell",
    [
        words("![a](pic.png) <img src='pic.png'>", "participant"),
        words("![a](large.png)", "facilitator"),
        code("%matplotlib inline\n!ls\n%%time\nx = 1"),
        code("%%html\n<img src='pic.png'>"),
        code("import helper, json, site\nawait helper.wait()"),
        code("HTML('<img src=\"pic.png\">'); Image('pic.png')"),
        code("x = = 1"),
        code("!grep install notes.txt"),
    ],
)
def test_what_works_in_a_room_is_not_named(folder: Path, cell: object) -> None:
    assert look(folder, cell) == []


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (words("![a](no.png)"), "The picture 'no.png' is not beside the notebook"),
        (words("![a](large.png)", "participant"), "The picture 'large.png' is 500 kB large"),
        (words("<img src='https://x.test/a.png'>"), "lies on another server"),
        (code("HTML('<img src=\"../a.png\">')"), "does not lie beside the notebook"),
        (code("%%html\n<img src='/etc/passwd'>"), "does not lie beside the notebook"),
        (code("Image('https://x.test/a.png')"), "lies on another server"),
        (code("%%javascript\nalert(1)"), "%%javascript runs in no page"),
        (code("%matplotlib widget"), "Write %matplotlib inline"),
        (code("%debug"), "waits for a keyboard"),
        (code("%pip install foo"), "installed once and not by a cell"),
        (code("!pip install foo"), "installed once and not by a cell"),
        (code("!python -m pip install foo"), "installed once and not by a cell"),
        (code("import random"), "Python's own module, and not 'random.py'"),
        (code("from jinja2 import x"), "'jinja2.py' beside the notebook has the name of a package"),
    ],
)
def test_what_does_not_is_named_with_its_cell(folder: Path, cell: object, said: str) -> None:
    (told,) = look(folder, cell)
    assert told.startswith("jar.ipynb, cell 10: ")
    assert re.search(said, told)


@pytest.mark.parametrize("path", sorted(WORKSHOPS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_of_the_shipped_notebooks_nothing_is_named(path: Path) -> None:
    assert list(find_differences(path, load_notebook(path))) == []
