"""Agendas that cannot be read, or do not fit their minutes, are told with the line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit.check.agenda import find_agenda_faults
from tests.places import WORKSHOPS


def write(folder: Path, text: str) -> Path:
    (folder / "agenda.toml").write_text(text, "utf-8")
    return folder


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
    assert all(each.startswith(f"agenda.toml, line 3, [late], entry 1: {fault}") for each in found)


def test_an_agenda_keeps_the_length_it_promises(tmp_path: Path) -> None:
    entries = '{notebook="marble_jar.ipynb"},{break=6},{notebook="check_out.ipynb",minutes=4}'
    assert find_faults(tmp_path, entries, "length=50") == []
    assert find_faults(tmp_path, entries, "length=45") == [
        "agenda.toml, line 2, [late]: its entries take 50 minutes, and length promises 45. "
        "Take 5 off, or write length = 50."
    ]


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ('{break=5},{notebook="check_out.ipynb"}', "entry 1: no exercise comes before this break"),
        ('{notebook="check_out.ipynb"},{break=5}', "entry 2: no exercise comes after this break"),
        (
            '{notebook="check_out.ipynb"},{break=5},{title="Slack",minutes=2},{break=5},'
            '{notebook="check_out.ipynb"}',
            "entry 4: a break right after another one",
        ),
        ('{notebook="check_out.ipynb"},{break=5},{notebook="check_out.ipynb"}', ""),
    ],
)
def test_a_break_stands_between_two_exercises(tmp_path: Path, entries: str, fault: str) -> None:
    found = find_faults(tmp_path, entries)
    assert [each.split(".")[1] for each in found] == (
        [f"toml, line 3, [late], {fault}"] if fault else []
    )


def test_every_agenda_is_checked_and_not_only_the_first_with_a_fault(tmp_path: Path) -> None:
    shutil.copy(WORKSHOPS / "check_out.ipynb", tmp_path)
    two = '[one]\nexercises=[{break=0}]\n[two]\nexercises=[{notebook="check_out.ipynb",minutes=9}]'
    found = list(find_agenda_faults(write(tmp_path, two)))
    assert [each.split(":")[0] for each in found] == [
        "agenda.toml, line 2, [one], entry 1",
        "agenda.toml, line 4, [two], entry 1",
    ]


def test_slack_counts_against_the_length(tmp_path: Path) -> None:
    entries = (
        '{notebook="marble_jar.ipynb",droppable=true},{break=6},{title="Slack",minutes=3},'
        '{notebook="check_out.ipynb"}'
    )
    assert find_faults(tmp_path, entries, "length=52") == [
        "agenda.toml, line 2, [late]: its entries take 53 minutes, and length promises 52. "
        "Take 1 off, or write length = 53."
    ]


def test_every_agenda_that_is_shipped_fits_the_time_it_promises() -> None:
    assert list(find_agenda_faults(WORKSHOPS)) == []
