"""Every mistake that docs/trainers.md lists is told with its place and its cure, word for word."""

# Holds kit/check/found.py too: a trial's faults come to the test through it.
# Holds kit/check/raised.py too: what code raises is told as a mistake.
# Holds kit/check/shown.py too: what is not shown is told as a mistake.
# Holds kit/check/trial.py too: a trial finds what mistakes raise.

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from kit.cli import main
from tests.check.mistakes import MISTAKES
from tests.exercises import write_notebook
from tests.places import ROOT

GUIDE = ROOT / "docs" / "trainers.md"
ROW = re.compile(r"^\| `(.+?)` \| (.+?) \|$", re.MULTILINE)


def write_mistakes(folder: Path) -> None:
    for name, mistake in MISTAKES.items():
        write_notebook(folder / f"{name}.ipynb", mistake.cells)
    path = folder / "outputs.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[3].outputs = [new_output("stream", text="1")]
    nbformat.write(notebook, path)


def read_told(text: str) -> dict[str, list[str]]:
    """What was told of each notebook."""
    told: dict[str, list[str]] = {name: [] for name in MISTAKES}
    for line in text.splitlines():
        name, end, rest = line.partition(".ipynb")
        if end and name in told:
            told[name].append(rest)
    return told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mistakes")
    write_mistakes(folder)
    return folder


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, list[str]]:
    """What `kit check` says of all of them, cells run."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert main(["check", str(folder)]) == 1
    return read_told(printed.getvalue())


@pytest.mark.parametrize("name", list(MISTAKES))
def test_a_mistake_is_told_once_with_its_place_and_its_cure(
    told: dict[str, list[str]], name: str
) -> None:
    mistake = MISTAKES[name]
    others = [line for line in told[name] if not line.endswith(mistake.told)]
    assert f"{mistake.place}: {mistake.told}" in told[name]
    assert len(told[name]) - len(others) == 1
    assert others == []


def test_without_running_the_others_are_told_all_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder), "--fast"]) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    for name, lines in read_told(printed.out).items():
        mistake = MISTAKES[name]
        expected = not mistake.runs
        assert any(line.endswith(mistake.told) for line in lines) == expected, name


def test_the_guide_lists_these_mistakes_and_no_others() -> None:
    guide = GUIDE.read_text("utf-8")
    start = guide.index("## Check it")
    section = guide[start : guide.index("\n## ", start + 1)]
    rows = {(message, cure.strip("`")) for message, cure in ROW.findall(section)}
    assert rows == {(each.message, each.cure) for each in MISTAKES.values()}
