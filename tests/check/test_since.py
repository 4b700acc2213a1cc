"""A picture beside last time's, whose question says so too or does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.check.folder import find_folder_faults
from kit.check.notebook import find_faults
from tests.exercises import code, list_cells, write_notebook
from tests.places import WORKSHOPS

SAYS = 'kit.Scale("safe", "How safe?", since=True)'
GRID = 'kit.read_instrument("edmondson_1999").ask("pulse", help="Now.", since=True)'


@pytest.mark.parametrize(
    ("defined", "drawn", "missing"),
    [
        (SAYS, 'kit.Bars(room.results, "safe", since=True)', []),
        (GRID, 'kit.Rows(room.results, "pulse", since=True)', []),
        (f"{SAYS}\n{GRID}", 'kit.Rows(room.results, ["safe", "calm"], since=True)', ["calm"]),
        (SAYS, 'kit.Bars(room.results, "calm")', []),
        ('kit.Scale("safe", "How safe?")', 'kit.Bars(room.results, "safe", since=True)', ["safe"]),
        (SAYS, "this is no Python: since=True", []),
    ],
)
def test_a_picture_beside_last_times_needs_a_question_that_says_so(
    defined: str, drawn: str, missing: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "since.ipynb"
    write_notebook(path, [*list_cells(), code(defined), code(drawn, "facilitator", "screen")])
    found = [each.words for each in find_faults(path) if "since=True" in each.words]
    assert [each.partition(" shows ")[2].split("'")[1] for each in found] == missing
    assert all("Write since=True into the Scale or Grid" in each for each in found)


@pytest.mark.parametrize("name", ["safety_pulse", "check_out", "welcome"])
def test_the_shipped_ones_say_so(name: str) -> None:
    path = WORKSHOPS / f"{name}.ipynb"
    assert "since=True" in path.read_text("utf-8")
    assert list(find_faults(path)) == []


LEAVES = 'kit.Exercise("check-out", prompts=[kit.Scale("energy", "?", since="welcome")])'


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("welcome", None),
        ("welcom", "since='welcom': no notebook of the folder has an exercise of this short name."),
    ],
)
def test_a_result_of_today_is_of_an_exercise_that_the_folder_has(
    named: str, told: str | None, tmp_path: Path
) -> None:
    cells = list_cells()
    write_notebook(
        tmp_path / "welcome.ipynb", [*cells, code('kit.Exercise("welcome", prompts=[])')]
    )
    picture = code('kit.Bars(room.results, "energy", since=True)', "facilitator", "screen")
    leaves = code(LEAVES.replace('since="welcome"', f'since="{named}"'))
    write_notebook(tmp_path / "check_out.ipynb", [*cells, leaves, picture])
    found = [each for each in find_folder_faults(tmp_path) if "since=" in each.words]
    if told is None:
        assert found == []
    else:
        assert [each.file for each in found] == ["check_out.ipynb"]
        assert found[0].words.startswith(told)
        assert "Did you mean 'welcome'" in found[0].words
