"""A folder is looked at as a whole: what is no notebook there stops nothing."""

from __future__ import annotations

import os
from pathlib import Path

from kit.check.fault import Fault
from kit.check.folder import can_be_tried, drop_known, find_folder_faults
from kit.notebooks.notebook import list_notebooks
from tests.exercises import DEFINITION, code, list_cells, write_notebook


def test_hidden_and_foreign_files_are_no_notebooks(tmp_path: Path) -> None:
    write_notebook(tmp_path / "jar.ipynb")
    for name in (".jar.ipynb", "~$jar.ipynb", ".~jar.ipynb", ".DS_Store", "jar.ipynb.bak"):
        (tmp_path / name).write_text("")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    write_notebook(tmp_path / ".ipynb_checkpoints" / "jar-checkpoint.ipynb", [])
    assert list_notebooks(tmp_path) == ["jar.ipynb"]
    assert find_folder_faults(tmp_path) == []


def test_what_is_called_like_a_notebook_and_is_none_is_advice(tmp_path: Path) -> None:
    write_notebook(tmp_path / "jar.ipynb")
    (tmp_path / "dir.ipynb").mkdir()
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "nowhere")
    assert list_notebooks(tmp_path) == ["jar.ipynb"]
    faults = find_folder_faults(tmp_path)
    assert [(fault.file, fault.grave) for fault in faults] == [
        ("dir.ipynb", False),
        ("link.ipynb", False),
    ]


def test_names_that_are_no_text_or_have_a_second_ending_are_advice(tmp_path: Path) -> None:
    write_notebook(tmp_path / "jar.ipynb")
    for name in ("more.ipynb.json", "agenda.toml.txt", os.fsdecode(b"\xdcbung.ipynb")):
        (tmp_path / name).write_text("{}")
    write_notebook(tmp_path / "\N{WOMAN}\u200d\N{PERSONAL COMPUTER}.ipynb")
    assert list_notebooks(tmp_path) == ["jar.ipynb", "\N{WOMAN}\u200d\N{PERSONAL COMPUTER}.ipynb"]
    faults = find_folder_faults(tmp_path)
    assert [(fault.file, fault.grave) for fault in faults] == [
        ("\\udcdcbung.ipynb", False),
        ("agenda.toml.txt", False),
        ("more.ipynb.json", False),
    ]
    assert str(faults[2]).endswith("so it is not read. Rename it to more.ipynb.")
    "\n".join(map(str, faults)).encode()


def test_agendas_and_rehearsals_are_told_in_their_own_words(tmp_path: Path) -> None:
    write_notebook(tmp_path / "jar.ipynb")
    (tmp_path / "agenda.toml").write_text('[late]\nexercises=[{notebook="no.ipynb"}]\n')
    (tmp_path / "rehearsal").mkdir()
    (tmp_path / "rehearsal" / "small-acts.toml").write_text("kind = 3\n")
    told = [str(fault) for fault in find_folder_faults(tmp_path)]
    assert [line.partition(":")[0] for line in told] == [
        "agenda.toml, line 2, [late], entry 1",
        "rehearsal/small-acts.toml, line 1, 'kind'",
    ]


def test_an_agenda_in_a_code_page_of_windows_is_advice(tmp_path: Path) -> None:
    write_notebook(tmp_path / "jar.ipynb")
    text = '[late]\ntitle="Über Mut"\nexercises=[{notebook="jar.ipynb"}]\n'
    (tmp_path / "agenda.toml").write_bytes(text.encode("cp1252"))
    (advice,) = find_folder_faults(tmp_path)
    assert (advice.file, advice.grave) == ("agenda.toml", False)
    assert "Windows-1252" in str(advice)


def test_only_what_can_be_read_and_joins_a_room_is_tried(tmp_path: Path) -> None:
    good = write_notebook(tmp_path / "good.ipynb")
    empty = write_notebook(tmp_path / "empty.ipynb", [])
    broken = write_notebook(tmp_path / "broken.ipynb", [code(DEFINITION), code("x = (")])
    assert [can_be_tried(path) for path in (good, empty, broken)] == [True, False, False]


def test_what_follows_from_a_fault_that_was_read_is_not_told_again() -> None:
    known = [
        Fault("a", 5, 1, "room.form() is called a second time."),
        Fault("a", 4, 0, "the parameters cell stands below cell 3, which uses 'minutes'."),
        Fault("d", 5, 0, "the tag 'Participant' is unknown. Did you mean 'participant'?"),
        Fault("b", 2, 3, "a loop stands here.", grave=False),
    ]
    new = [
        Fault("a", 5, 2, "the name 'who' is not known here."),
        Fault("b", 2, 3, "this does not come to an end."),
        Fault("c", 0, 0, "c is no exercise."),
    ]
    follows = [
        Fault("a", 5, 1, "there is no seat for it."),
        Fault("d", 5, 1, "there is no seat for it."),
        Fault("a", 3, 4, "the name 'minutes' is not known here. Set it in a cell above."),
    ]
    assert drop_known([*new, *follows], known) == new


def test_a_room_that_nobody_could_join_is_told_once(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", [*list_cells()[:3], code(DEFINITION, "screen")])
    known = find_folder_faults(tmp_path)
    assert drop_known([Fault(path.name, 0, 0, "a.ipynb is no exercise.")], known) == []
