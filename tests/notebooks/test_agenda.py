"""Agendas: the order of a folder's notebooks, and faults that name the place and the cure."""

# Holds kit/notebooks/agenda_file.py too: a file is read for the agendas in it.
# Holds kit/notebooks/agenda_fields.py too: what a table holds is read as an agenda.

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from kit.errors import DefinitionError
from kit.notebooks.agenda import (
    WELCOME,
    describe_times,
    find_welcome,
    get_agenda,
    list_agendas,
    plan_rows,
    sum_minutes,
)
from kit.notebooks.notebook import list_notebooks
from kit.session.plan import Row
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
    assert agenda.entries == (
        Row("a.ipynb", 5),
        Row("", 7, "Break", "break"),
        Row("", 30, "Lunch", "slack"),
    )
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
        ("[late", "", r"line 1: the name of an agenda is not understood. .* hyphens: \[late\]"),
        ("", "", "holds no agenda"),
        (LATE, "lat", None),
        (LATE, "lathe", "Did you mean 'late'"),
        (LATE + LATE.replace("late", "lake"), "la", "'la' may be late or lake. Name one of them."),
        (
            LATE.replace("]", "]\nlength=5", 1) + LATE.replace("late]", "lake]\nlength=5", 1),
            "5",
            "'5' may be late or lake. Name one of them.",
        ),
        (LATE.replace("]", "]\nwelcome=5", 1), "", "welcome is 5"),
        (LATE.replace("]", "]\nwelcome=' '", 1), "", "Write words, such as welcome"),
        (LATE.replace("]", f"]\nwelcome='{'a' * 61}'", 1), "", "61 characters"),
        ("[late]", "", "exercises is a list"),
        ('[late]\nexercises=["b.ipynb"]', "", "entry 1: an exercise is written"),
        ('[late]\nexercises=[{notebook="c.ipynb"}]', "", "'c.ipynb' is not in this folder"),
        ("[late]\nexercises=[{notebook=3}]", "", "3 is not in this folder"),
        ('[late]\nexercises=[{notebooc="b.ipynb"}]', "", "Did you mean 'notebook'"),
        ('[late]\nexercises=[{notebook="a.ipynb",minutez=4}]', "", "Did you mean 'minutes'"),
        ('[late]\nexercises=[{notebook="a.ipynb",minutes=0}]', "", "minutes is 0. Write whole"),
        ("[late]\nexercises=[{break=-5}]", "", "break is -5. Write whole minutes, 1 to 480"),
        ("[late]\nexercises=[{break=true}]", "", "break is True"),
        (
            '[late]\nexercises=[{title="Lunch"}]',
            "",
            "has its minutes once. Write { break = 5 }",
        ),
        ("[late]\nexercises=[{break=5}]", "", "nothing but breaks"),
        ('[late]\nexercises=[{notebook="a.ipynb",break=5}]', "", "as an entry of its own"),
        ('[late]\nexercises=[{title="Lunch",break=5,minutes=5}]', "", "has its minutes once"),
        ("[late]\nexercises=[{title=5,minutes=5}]", "", "title is 5. Write words, such as title"),
        (
            '[late]\nexercises=[{notebook="a.ipynb",droppable="yes"}]',
            "",
            "entry 1: droppable is 'yes'. Write droppable = true",
        ),
        ("[late]\nexercises=[{break=5,droppable=true}]", "", "Take droppable out"),
        (
            '[late]\nexercises=[{notebook="a.ipynb"},{notebook="a.ipynb",droppable=true},{break=5}]',
            "",
            "entry 2: with the last exercise a session ends, so it is never left out",
        ),
        (LATE + "preparation=0", "", "preparation is 0. Write whole minutes, 1 to 480"),
        (LATE + "when=20", "", "when is 20. Write words, such as when = "),
        (LATE + f"when='{'a' * 121}'", "", "when has 121 characters"),
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


def test_slack_counts_against_the_length_and_all_parts_are_told(tmp_path: Path) -> None:
    for name in ("marble_jar.ipynb", "check_out.ipynb"):
        shutil.copy(WORKSHOPS / name, tmp_path)
    entries = (
        '{notebook="marble_jar.ipynb",droppable=true},{break=6},{title="Slack",minutes=3},'
        '{notebook="check_out.ipynb"}'
    )
    more = 'length=53\npreparation=20\nwhen="Take this when the team is new."'
    write(tmp_path, f"[late]\n{more}\nexercises=[{entries}]")
    assert list(describe_times(tmp_path)) == [
        "agenda.toml, [late]: 53 of 53 minutes (44 in exercises, 6 of breaks, 3 of slack). "
        "Preparation: 20 minutes. Take this when the team is new."
    ]
    (agenda,) = list_agendas(tmp_path)
    assert (agenda.preparation, agenda.when) == (20, "Take this when the team is new.")
    jar = plan_rows(tmp_path, agenda)[0]
    assert jar == Row("marble_jar.ipynb", 40, title="The marble jar", droppable=True)


def test_an_agenda_without_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="no such file"):
        get_agenda(tmp_path, NOTEBOOKS, "late")


def test_every_agenda_that_is_shipped_can_be_played_in_the_time_it_promises() -> None:
    agendas = tomllib.loads((WORKSHOPS / "agenda.toml").read_text("utf-8"))
    for name, table in agendas.items():
        agenda = get_agenda(WORKSHOPS, list_notebooks(WORKSHOPS), name)
        assert agenda.length
        assert agenda.when
        assert agenda.preparation
        assert agenda.title
        assert agenda.notebooks == [
            each["notebook"] for each in table["exercises"] if "notebook" in each
        ]
