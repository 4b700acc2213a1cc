"""Published instruments: their words, what is turned round, and files that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from kit.charts.rows import Row, read_rows
from kit.errors import DefinitionError
from kit.exercise.figures import find_folder
from kit.exercise.grid import Grid
from kit.exercise.instruments import read_instrument, read_instrument_file
from kit.exercise.policy import AnonymityPolicy
from kit.gate.counts import build_marginals

FILES = sorted((find_folder() / "instruments").glob("*.toml"))
PULSE = (find_folder() / "instruments" / "edmondson_1999.toml").read_text("utf-8")

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def draw(grid: Grid, *, best: bool, people: int = 15) -> tuple[Row, ...]:
    """The rows of a grid to which everybody gives the best answer, or the worst."""
    step = {
        row.value: grid.steps.high if best is (row.value not in grid.reverse) else grid.steps.low
        for row in grid.rows
    }
    shown = build_marginals(grid, [grid.clean(step) for _ in range(people)], AnonymityPolicy())
    return read_rows(shown, [grid.name_row(value) for value in grid.reverse], grid.better).rows


@each_file
def test_the_best_answer_to_all_lies_at_the_right_end_of_every_row_and_the_worst_at_the_left(
    path: Path,
) -> None:
    grid = read_instrument_file(path).ask("all")
    for row in draw(grid, best=True):
        assert row.steps[-1].count == row.n == 15
    for row in draw(grid, best=False):
        assert row.steps[0].count == row.n == 15
    assert {row.zone for row in draw(grid, best=True, people=5)} == {2}
    assert {row.zone for row in draw(grid, best=False, people=5)} == {0}


def test_the_seven_statements_stand_in_their_order_with_their_source() -> None:
    found = kit.read_instrument("edmondson_1999")
    assert [row.value for row in found.rows] == [
        "mistake-held",
        "bring-up",
        "reject-different",
        "take-risk",
        "hard-to-ask",
        "no-undermining",
        "valued",
    ]
    assert found.reverse == ("mistake-held", "reject-different", "hard-to-ask")
    assert (found.steps.low, found.steps.high) == (1, 7)
    assert found.source.year == 1999
    assert "no licence of its own was found" in found.licence_note
    assert all(label.endswith(".") for label in (row.label for row in found.rows))


def test_a_misspelt_name_is_answered_with_what_was_meant() -> None:
    with pytest.raises(DefinitionError, match="Did you mean 'edmondson_1999'"):
        read_instrument("edmondson-1999")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"hard-to-ask"]', '"hard-to-say"]', "'hard-to-say' is no row. Did you mean 'hard-to-ask'"),
        ('title = "Team', 'name = "Team', "'(title' is missing|name' is not a line of it)"),
        ('source = "edmondson-1999"', 'source = "edmondson"', "sources.toml has no 'edmondson'"),
        ("high = 7", "high = 70", "high=70 is not 1 to 10 above low=1"),
        ("high = 7", "top = 7", "'top' is not a setting of Steps"),
        ("high = 7", "high = ", "cannot be read"),
        ("[rows]", "[row]", "'(row' is not a line of it|rows' is missing)"),
        ('take-risk = "', 'take-risk = "" # ', "An option has no label"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(
    tmp_path: Path, before: str, after: str, told: str
) -> None:
    path = tmp_path / "pulse.toml"
    path.write_text(PULSE.replace(before, after), "utf-8")
    with pytest.raises(DefinitionError, match=told):
        read_instrument_file(path)
