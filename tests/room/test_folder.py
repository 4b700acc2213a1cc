"""A notebook's code stands in the notebook's folder, and has that folder's modules alone."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.errors import DefinitionError
from kit.room import folder as room_folder
from kit.room.folder import coming_back, enter_folder, forget_helpers


@pytest.fixture(autouse=True)
def looking_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a kernel, Python looks for modules where the process stands."""
    monkeypatch.syspath_prepend("")
    monkeypatch.setattr(room_folder, "_own", frozenset(sys.modules))
    yield
    forget_helpers()


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with modules of the same names."""
    for name in ("erste Übung", "zweite"):
        folder = tmp_path / name
        (folder / "kit_helpers").mkdir(parents=True)
        (folder / "kit_words.py").write_text(f"WORDS = {name!r}\nimport kit_other\n")
        (folder / "kit_other.py").write_text("")
        (folder / "kit_helpers" / "deep.py").write_text(f"WORDS = {name!r}\n")  # no __init__.py
        (folder / "options.txt").write_text(name)
    return tmp_path / "erste Übung", tmp_path / "zweite"


def read_words() -> list[str]:
    names = ("kit_words", "kit_helpers.deep")
    return [importlib.import_module(name).WORDS for name in names] + [
        Path("options.txt").read_text()
    ]


def test_two_folders_with_modules_of_the_same_name_do_not_mix(folders: tuple[Path, Path]) -> None:
    for folder in (*folders, folders[0]):
        enter_folder(str(folder))
        assert read_words() == [folder.name] * 3


def test_a_module_that_has_changed_is_read_anew_by_the_next_exercise(
    folders: tuple[Path, Path],
) -> None:
    enter_folder(str(folders[0]))
    read_words()
    (folders[0] / "kit_words.py").write_text("WORDS = 'other words'\n")
    enter_folder(str(folders[0]))
    assert read_words()[0] == "other words"


def test_modules_that_are_not_the_notebooks_stay(folders: tuple[Path, Path]) -> None:
    enter_folder(str(folders[0]))
    read_words()
    theirs = {"kit_words", "kit_other", "kit_helpers", "kit_helpers.deep"}
    before = set(sys.modules)
    forget_helpers()
    assert before - set(sys.modules) == theirs


def test_what_was_there_before_the_notebook_stays_wherever_it_lies(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_folder(str(folders[0]))
    package = importlib.import_module("kit_words")  # as kit itself, served from its checkout
    monkeypatch.setattr(room_folder, "_own", frozenset({*sys.modules}))
    forget_helpers()
    assert sys.modules.pop("kit_words") is package


def test_a_package_below_the_folder_is_no_helper(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = folders[0] / ".venv" / "site-packages"
    installed.mkdir(parents=True)
    (installed / "kit_installed.py").write_text("")
    monkeypatch.syspath_prepend(str(installed))
    enter_folder(str(folders[0]))
    package = importlib.import_module("kit_installed")
    forget_helpers()
    assert sys.modules.pop("kit_installed") is package


@pytest.mark.parametrize("kind", ["gone", "a file"])
def test_a_folder_that_cannot_be_entered_is_named_with_a_cure(tmp_path: Path, kind: str) -> None:
    here = Path.cwd()
    if kind == "a file":
        (tmp_path / "Übungen").write_text("")
    with pytest.raises(DefinitionError, match=r"The folder 'Übungen' cannot be entered.*Put it ba"):
        enter_folder(str(tmp_path / "Übungen"))
    assert Path.cwd() == here


def test_code_that_goes_elsewhere_is_brought_back(folders: tuple[Path, Path]) -> None:
    enter_folder(str(folders[0]))
    with coming_back():
        os.chdir(folders[1])
    assert Path.cwd() == folders[0]


def test_a_folder_that_may_not_be_written_is_no_hindrance(folders: tuple[Path, Path]) -> None:
    folders[0].chmod(0o500)
    try:
        enter_folder(str(folders[0]))
        assert read_words() == [folders[0].name] * 3
    finally:
        folders[0].chmod(0o700)
