"""`kit new`: what it lists, what it writes, and that an installed package has all it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kit.cli import main
from tests.places import KIT, ROOT, WORKSHOPS


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


def test_an_installed_package_has_the_exercises_and_their_data(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    shutil.copytree(KIT, tmp_path / "kit", ignore=shutil.ignore_patterns("client"))
    for source, place in wheel["force-include"].items():
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / source, tmp_path / place)
    code = (
        "import kit, pathlib, sys; from kit.cli import main; from kit.rehearsal import scripts; "
        "assert kit.__file__.startswith(sys.argv[1]); "
        "status = main(['new', 'ours', '--exercises', 'safety_pulse', '--blank', 'own']); "
        "assert kit.read_instrument('edmondson_1999').rows; "
        "assert scripts.find_script('safety-pulse').told; "
        "sys.exit(status or main(['check', 'ours']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ours" / "safety_pulse.ipynb").is_file()
