"""`kit new`: what it lists, and what it writes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kit.cli import main
from tests.places import WORKSHOPS


def test_the_list_has_a_line_for_each_exercise_and_each_agenda(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["new", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    agendas = tomllib.loads((WORKSHOPS / "agenda.toml").read_text("utf-8"))
    for name in [*(path.stem for path in WORKSHOPS.glob("*.ipynb")), *agendas]:
        assert len([line for line in lines if line.split()[:1] == [name]]) == 1, name


def test_what_is_written_is_named_and_so_is_what_to_do_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "our team"
    assert main(["new", str(folder), "--exercises", "marble-jar", "--blank", "my-topic"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        str(folder / name)
        for name in ("marble_jar.ipynb", "my_topic.ipynb", "agenda.toml", "README.md")
    ]
    assert lines[-2:] == [f"Change it: kit edit '{folder}'", f"Play it:   kit serve '{folder}'"]
    assert main(["check", str(folder)]) == 0


def test_a_folder_has_to_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new"]) == 1
    assert "Name the folder, as in" in capsys.readouterr().err
