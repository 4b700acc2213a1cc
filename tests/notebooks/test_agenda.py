"""Agendas: the order of a folder's notebooks, and faults that name the place and the cure."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from kit.errors import DefinitionError
from kit.notebooks.agenda import (
    WELCOME,
    Entry,
    find_agenda_faults,
    find_welcome,
    get_agenda,
    sum_minutes,
)
from kit.notebooks.notebook import list_notebooks
from tests.places import WORKSHOPS

NOTEBOOKS = ["a.ipynb", "b.ipynb"]


def write(folder: Path, text: str) -> Path:
    (folder / "agenda.toml").write_text(text, "utf-8")
    return folder


def test_without_a_file_every_notebook_is_played(tmp_path: Path) -> None:
    assert get_agenda(tmp_path, NOTEBOOKS).notebooks == NOTEBOOKS


def test_the_first_agenda_is_played_unless_another_is_named(tmp_path: Path) -> None:
    both = '[late]\nexercises=[{notebook="b.ipynb"},{notebook="a.ipynb"}]\n'
    write(tmp_path, both + '[short]\nexercises=[{notebook="a.ipynb"}]\n')
    assert get_agenda(tmp_path, NOTEBOOKS).notebooks == ["b.ipynb", "a.ipynb"]
    assert get_agenda(tmp_path, NOTEBOOKS, "short").notebooks == ["a.ipynb"]


def test_breaks_are_counted_and_not_played(tmp_path: Path) -> None:
    entries = '{notebook="a.ipynb",minutes=5},{break=7},{title="Lunch",minutes=30}'
    write(tmp_path, f'[late]\ntitle="Later"\nlength=45\nexercises=[{entries}]')
    agenda = get_agenda(tmp_path, NOTEBOOKS)
    assert agenda.entries == (Entry("a.ipynb", 5), Entry("", 7, "Break"), Entry("", 30, "Lunch"))
    assert (agenda.title, agenda.length, agenda.notebooks) == ("Later", 45, ["a.ipynb"])
    assert sum_minutes(tmp_path, agenda) == 42


def test_a_session_is_welcomed_in_the_words_of_its_agenda(tmp_path: Path) -> None:
    for name in NOTEBOOKS:
        (tmp_path / name).touch()
    assert find_welcome(tmp_path, NOTEBOOKS, get_agenda(tmp_path, NOTEBOOKS)) == WELCOME
    both = 'exercises=[{notebook="b.ipynb"},{notebook="a.ipynb"}]\n'
    write(
        tmp_path,
        f'[early]\nwelcome="Good morning."\n{both}[late]\nwelcome="Good   evening."\n{both}'
        '[short]\nexercises=[{notebook="a.ipynb"}]\n',
    )
    first, late = get_agenda(tmp_path, NOTEBOOKS), get_agenda(tmp_path, NOTEBOOKS, "late")
    assert find_welcome(tmp_path, NOTEBOOKS, first) == "Good morning."
    assert find_welcome(tmp_path, NOTEBOOKS, late) == "Good evening."
    assert find_welcome(tmp_path, ["a.ipynb"], first) == WELCOME
    assert find_welcome(tmp_path, ["b.ipynb"], first) == WELCOME
    write(tmp_path, "[late")  # while the room gathers, somebody is writing in it
    assert find_welcome(tmp_path, NOTEBOOKS, first) == WELCOME


@pytest.mark.parametrize("name", ["ninety-minutes", "90", "nine"])
def test_an_agenda_is_found_by_its_name_its_length_or_its_beginning(name: str) -> None:
    assert get_agenda(WORKSHOPS, list_notebooks(WORKSHOPS), name).name == "ninety-minutes"


LATE = '[late]\nexercises=[{notebook="a.ipynb",minutes=5}]\n'


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("[late", "", "cannot be read"),
        ("", "", "holds no agenda"),
        (LATE, "lat", None),
        (LATE, "lathe", "Did you mean 'late'"),
        (LATE + LATE.replace("late", "lake"), "la", "'la' is no agenda"),
        (LATE.replace("]", "]\nwelcome=5", 1), "", "welcome is 5"),
        (LATE.replace("]", "]\nwelcome=' '", 1), "", "Write words, such as welcome"),
        (LATE.replace("]", f"]\nwelcome='{'a' * 61}'", 1), "", "61 characters"),
        ("[late]", "", "exercises is a list"),
        ('[late]\nexercises=["b.ipynb"]', "", "entry 1: an exercise is written"),
        ('[late]\nexercises=[{notebook="c.ipynb"}]', "", "'c.ipynb' is not in this folder"),
        ("[late]\nexercises=[{notebook=3}]", "", "3 is not in this folder"),
        ('[late]\nexercises=[{notebooc="b.ipynb"}]', "", "an exercise is written"),
        ('[late]\nexercises=[{notebook="a.ipynb",minutez=4}]', "", "Did you mean 'minutes'"),
        ('[late]\nexercises=[{notebook="a.ipynb",minutes=0}]', "", "minutes is 0. Write whole"),
        ("[late]\nexercises=[{break=-5}]", "", "break is -5. Write whole minutes, 1 to 480"),
        ("[late]\nexercises=[{break=true}]", "", "break is True"),
        ('[late]\nexercises=[{title="Lunch"}]', "", "a break has its minutes once"),
        ("[late]\nexercises=[{break=5}]", "", "nothing but breaks"),
        ('[late]\nexercises=[{notebook="a.ipynb",break=5}]', "", "as an entry of its own"),
        (LATE + "length=2.5", "", "length is 2.5"),
        (LATE + "lengthy=25", "", "Did you mean 'length'"),
        (LATE + "length=1" + "0" * 1500, "", f"length is 1{'0' * 39}\u2026. Write whole minutes"),
        (LATE + "length=0x" + "f" * 1980, "", "length is "),
        (LATE + "length=1e999", "", "length is inf. Write whole minutes, 1 to 10080"),
        (LATE + '"' + "k" * 1900 + '"=1', "", f"'{'k' * 39}\u2026 means nothing here"),
        (
            "[late]\nexercises=[{notebook=" + "[" * 200 + "]" * 200 + "}]",
            "",
            "\u2026 is not in this",
        ),
        ("[late]\nx=" + "[\n" * 3000 + "]\n" * 3000, "", "line 3001: too many brackets"),
        ("[late]\nx=" + "{a=" * 600, "", "line 2: too many brackets"),
        (LATE + "." * 2001, "", "line 3 is longer than 2000 characters"),
        ("[late]\n" + ".".join("a" * 20_000) + "=1", "", "is larger than 32 KB"),
        ("[late]\nexercises=[\n" + "{break=1},\n" * 101 + "]", "", "exercises has 101 entries"),
        ("#" * 100_000_000, "", "is larger than 32 KB"),
    ],
    ids=lambda given: str(given)[:40],
)
def test_a_fault_is_told_with_its_cure(
    tmp_path: Path, text: str, name: str, message: str | None
) -> None:
    write(tmp_path, text)
    if message is None:
        assert get_agenda(tmp_path, NOTEBOOKS, name).notebooks
        return
    with pytest.raises(DefinitionError, match=message):
        get_agenda(tmp_path, NOTEBOOKS, name)


def find_faults(folder: Path, exercises: str, more: str = "") -> list[str]:
    """The faults of an agenda played with the marble jar (40 minutes, 16 at the shortest)."""
    shutil.copy(WORKSHOPS / "marble_jar.ipynb", folder)
    shutil.copy(WORKSHOPS / "check_out.ipynb", folder)
    return list(find_agenda_faults(write(folder, f"[late]\n{more}\nexercises=[{exercises}]")))


@pytest.mark.parametrize(
    ("notebook", "minutes", "fault"),
    [
        ("marble_jar.ipynb", 16, ""),
        ("marble_jar.ipynb", 60, ""),
        (
            "marble_jar.ipynb",
            15,
            "minutes = 15 is too few for marble_jar.ipynb. Its own plan takes "
            "40, its shorter plan 16. Give it 16 to 60.",
        ),
        ("marble_jar.ipynb", 61, "minutes = 61 is too many for marble_jar.ipynb"),
        ("check_out.ipynb", 2, ""),
        (
            "check_out.ipynb",
            1,
            "minutes = 1 is too few for check_out.ipynb. Its own plan takes 4. Give it 2 to 6.",
        ),
    ],
)
def test_an_exercise_gets_the_minutes_it_needs(
    tmp_path: Path, notebook: str, minutes: int, fault: str
) -> None:
    found = find_faults(tmp_path, f'{{notebook="{notebook}",minutes={minutes}}}')
    assert len(found) == bool(fault)
    assert all(each.startswith(f"agenda.toml, [late], entry 1: {fault}") for each in found)


def test_an_agenda_keeps_the_length_it_promises(tmp_path: Path) -> None:
    entries = '{notebook="marble_jar.ipynb"},{break=6},{notebook="check_out.ipynb",minutes=4}'
    assert find_faults(tmp_path, entries, "length=50") == []
    assert find_faults(tmp_path, entries, "length=45") == [
        "agenda.toml, [late]: its entries take 50 minutes, and length promises 45. "
        "Take 5 off, or write length = 50."
    ]


def test_every_agenda_is_checked_and_not_only_the_first_with_a_fault(tmp_path: Path) -> None:
    shutil.copy(WORKSHOPS / "check_out.ipynb", tmp_path)
    two = '[one]\nexercises=[{break=0}]\n[two]\nexercises=[{notebook="check_out.ipynb",minutes=9}]'
    found = list(find_agenda_faults(write(tmp_path, two)))
    assert [each.split(":")[0] for each in found] == [
        "agenda.toml, [one], entry 1",
        "agenda.toml, [two], entry 1",
    ]


def test_an_agenda_without_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="no such file"):
        get_agenda(tmp_path, NOTEBOOKS, "late")


def test_every_agenda_that_is_shipped_can_be_played_in_the_time_it_promises() -> None:
    agendas = tomllib.loads((WORKSHOPS / "agenda.toml").read_text("utf-8"))
    assert list(find_agenda_faults(WORKSHOPS)) == []
    for name, table in agendas.items():
        agenda = get_agenda(WORKSHOPS, list_notebooks(WORKSHOPS), name)
        assert agenda.length
        assert agenda.title
        assert agenda.notebooks == [
            each["notebook"] for each in table["exercises"] if "notebook" in each
        ]
