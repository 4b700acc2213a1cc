"""What `kit check` would refuse is told when serving begins, before anybody can join."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kit.errors import ServerError
from kit.notebooks.agenda import Agenda
from kit.server.look_ahead import find_refusals, list_playable, tell_left_out, tell_refusals
from kit.session.plan import Row
from tests.exercises import DEFINITION, code, list_cells, write_notebook


def test_faults_of_every_notebook_that_is_played_are_told_in_its_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictured = list_cells()
    pictured[6] = code('kit.Bars(room.results, "knid")', "facilitator", "screen")
    formless = [cell for cell in list_cells() if cell.source != "room.form()"]
    write_notebook(tmp_path / "b.ipynb", pictured)
    write_notebook(tmp_path / "a.ipynb", formless)
    write_notebook(tmp_path / "good.ipynb", list_cells(DEFINITION + "\ndef advice(): pass"))
    write_notebook(tmp_path / "other.ipynb", list_cells(DEFINITION + "\nnobody"))
    (tmp_path / "torn.ipynb").write_text("{")
    names = ("good.ipynb", "b.ipynb", "a.ipynb", "b.ipynb", "torn.ipynb")
    agenda = Agenda("late", "Late", None, tuple(Row(name) for name in names))
    tell_refusals(asyncio.run(find_refusals(tmp_path, agenda)), tmp_path)
    assert capsys.readouterr().err.splitlines() == [
        "kit: b.ipynb, cell 7, line 1: exercise 'small-acts': 'knid' is not a prompt. "
        "Did you mean 'kind'?",
        "kit: a.ipynb: no cell tagged 'participant' calls room.form(). Add one.",
        "kit: torn.ipynb is not a readable notebook: it breaks off in line 1. "
        "Take it from a backup or from git, or take it out of the folder.",
        f"kit: kit check {tmp_path} looks again.",
    ]


def test_nothing_is_told_where_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    tell_refusals([], Path("workshops"))
    assert capsys.readouterr() == ("", "")


def test_what_is_no_exercise_is_left_out_with_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_notebook(tmp_path / "Untitled.ipynb", [])
    write_notebook(tmp_path / "jar.ipynb")
    (tmp_path / "torn.ipynb").write_text("")
    (tmp_path / "dir.ipynb").mkdir()
    (tmp_path / ".jar.ipynb").write_text("")
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "nowhere")
    assert list_playable(tmp_path) == ["jar.ipynb"]
    tell_left_out(tmp_path, ["jar.ipynb"])
    told = capsys.readouterr().err
    assert "kit: Untitled.ipynb: it is no exercise: no cell calls kit.join(exercise)." in told
    assert "kit: torn.ipynb is not a readable notebook: it is empty." in told
    assert told.count("It is not played.") == 2


def test_an_agenda_says_itself_what_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_notebook(tmp_path / "Untitled.ipynb", [])
    write_notebook(tmp_path / "jar.ipynb")
    (tmp_path / "agenda.toml").write_text('[late]\nexercises=[{notebook="jar.ipynb"}]')
    playable = list_playable(tmp_path)
    assert playable == ["Untitled.ipynb", "jar.ipynb"]
    tell_left_out(tmp_path, playable)
    assert capsys.readouterr() == ("", "")


def test_a_folder_in_which_nothing_can_be_played_says_why(tmp_path: Path) -> None:
    (tmp_path / "torn.ipynb").write_text("")
    with pytest.raises(ServerError, match=r"^torn\.ipynb .*it is empty\. .* in its place\.$"):
        list_playable(tmp_path)
    write_notebook(tmp_path / "Untitled.ipynb", [])
    with pytest.raises(ServerError, match=r"^Untitled\.ipynb: .* No other notebook in '.*"):
        list_playable(tmp_path)
