"""The copy of a folder that is being edited: what counts as a change, and what is taken over."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest

from kit.errors import DefinitionError
from kit.notebooks.new_folder import plan_folder, write_files
from kit.notebooks.notebook import load_notebook
from kit.server.working_copy import GONE, WorkingCopy

NAME = "my_topic.ipynb"


@pytest.fixture
def copy(tmp_path: Path) -> WorkingCopy:
    source, folder = tmp_path / "ours", tmp_path / "copy"
    write_files(plan_folder(source, blank="my-topic"))
    (source / "rehearsal").mkdir()
    (source / "rehearsal" / "my-topic.toml").write_text("[helps]\na-clear-decision = 5\n")
    (source / ".ipynb_checkpoints").mkdir()
    (source / ".ipynb_checkpoints" / NAME).write_text("old")
    (source / ".hidden").write_text("")
    folder.mkdir()
    return WorkingCopy(source, folder)


def list_names(folder: Path) -> list[str]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def test_the_copy_holds_what_is_played_and_nothing_hidden(copy: WorkingCopy) -> None:
    names = ["README.md", "agenda.toml", NAME, "rehearsal/my-topic.toml"]
    assert list_names(copy.folder) == sorted(names)
    assert copy.list_changed() == []


def test_the_folders_of_languages_are_followed_and_no_others(
    copy: WorkingCopy, tmp_path: Path
) -> None:
    write_files(plan_folder(copy.source / "de", blank="my-topic", language="de"))
    (copy.source / "de" / "rehearsal").mkdir()
    (copy.source / "de" / "rehearsal" / "my-topic.toml").write_text("")
    for name in ("xx", "data"):
        (copy.source / name).mkdir()
        (copy.source / name / NAME).write_bytes((copy.source / NAME).read_bytes())
    before = list_names(copy.folder)
    inside = [f"de/{each}" for each in before]
    assert sorted(copy.list_changed()) == inside
    for name in inside:
        copy.check(name)
        copy.take(name)
    assert list_names(copy.folder) == sorted([*before, *inside])
    (tmp_path / "second").mkdir()
    again = WorkingCopy(copy.source, tmp_path / "second")
    assert list_names(again.folder) == list_names(copy.folder)
    (copy.source / "de" / "agenda.toml").write_text("[ours\n")
    with pytest.raises(DefinitionError):
        copy.check("de/agenda.toml")


def test_a_file_is_new_that_took_the_place_of_another_with_its_time_and_size(
    copy: WorkingCopy,
) -> None:
    path = copy.source / "agenda.toml"
    about, text = path.stat(), path.read_text()
    fresh = path.with_name(".fresh")
    fresh.write_text(text.replace("Our", "OUR"))
    os.utime(fresh, ns=(about.st_atime_ns, about.st_mtime_ns))
    fresh.replace(path)
    assert copy.list_changed() == ["agenda.toml"]
    assert copy.list_changed() == []


def test_a_file_that_has_gone_stays_in_the_copy_and_is_new_when_it_is_back(
    copy: WorkingCopy,
) -> None:
    path = copy.source / NAME
    text = path.read_text()
    path.unlink()
    assert copy.list_changed() == []
    copy.take(NAME)
    assert (copy.folder / NAME).is_file()
    path.write_text(text + "\n")
    assert copy.list_changed() == [NAME]


def test_a_file_that_stays_away_is_told_once_and_leaves_the_copy_unless_it_is_a_notebook(
    copy: WorkingCopy,
) -> None:
    for name in ("agenda.toml", NAME):
        (copy.source / name).unlink()
    for _ in range(GONE - 1):
        assert copy.list_changed() == []
        assert copy.list_gone() == []
    (copy.source / NAME).write_bytes((copy.folder / NAME).read_bytes())
    assert copy.list_changed() == [NAME]
    assert copy.list_gone() == ["agenda.toml"]
    assert copy.list_gone() == []
    assert (copy.is_there("agenda.toml"), copy.is_there(NAME)) == (False, True)
    for name in ("agenda.toml", NAME):
        copy.drop(name)
    assert list_names(copy.folder) == ["README.md", NAME, "rehearsal/my-topic.toml"]


def test_only_cells_of_words_may_differ_in_a_notebook_that_is_reworded(copy: WorkingCopy) -> None:
    path = copy.source / NAME
    notebook = load_notebook(path)
    words = next(cell for cell in notebook.cells if cell.cell_type == "markdown")
    words.source += " More."
    nbformat.write(notebook, path)
    assert copy.is_new(NAME)
    assert copy.is_reworded(NAME)
    words.metadata["tags"] = ["facilitator", "participant"]
    nbformat.write(notebook, path)
    assert not copy.is_reworded(NAME)
    copy.take(NAME)
    code = next(cell for cell in notebook.cells if cell.cell_type == "code")
    code.source += " "
    nbformat.write(notebook, path)
    assert not copy.is_reworded(NAME)


def test_words_cells_and_tags_make_a_notebook_new_and_outputs_do_not(copy: WorkingCopy) -> None:
    path = copy.source / NAME
    notebook = load_notebook(path)
    notebook.cells[3].outputs = [nbformat.v4.new_output("stream", text="done")]
    notebook.cells[3].execution_count = 3
    notebook.metadata["toc"] = 1
    nbformat.write(notebook, path)
    assert not copy.is_new(NAME)
    notebook.cells[6].metadata["tags"] = ["facilitator"]
    nbformat.write(notebook, path)
    assert copy.is_new(NAME)
    copy.take(NAME)
    assert not copy.is_new(NAME)
    notebook.cells[0].source += " More."
    nbformat.write(notebook, path)
    assert copy.is_new(NAME)


def test_a_notebook_that_cannot_be_read_says_so_and_one_in_the_copy_does_not_matter(
    copy: WorkingCopy,
) -> None:
    text = (copy.source / NAME).read_text()
    (copy.source / NAME).write_text("{")
    with pytest.raises(DefinitionError, match="is not a readable notebook"):
        copy.is_new(NAME)
    copy.take(NAME)
    (copy.source / NAME).write_text(text)
    assert copy.is_new(NAME)


@pytest.mark.parametrize(
    ("name", "text"),
    [("agenda.toml", "[ours\n"), ("rehearsal/my-topic.toml", "cards = 4\n")],
)
def test_an_agenda_or_a_script_that_is_wrong_is_refused(
    copy: WorkingCopy, name: str, text: str
) -> None:
    copy.check(name)
    (copy.source / name).write_text(text)
    with pytest.raises(DefinitionError):
        copy.check(name)
