"""Which cross-tables are open: what is asked in the rows or in the columns changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.gate.disclosure import STEP, is_open

Table = Sequence[Sequence[int]]
tables = st.integers(2, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 7), min_size=columns, max_size=columns), min_size=2, max_size=3
    )
)


def look(table: Table) -> bool:
    return is_open({(i, j): n for i, row in enumerate(table) for j, n in enumerate(row)})


@pytest.mark.parametrize(
    "table",
    [
        [[9, 0, 0], [0, 9, 0], [0, 0, 1]],  # somebody alone in a row
        [[9, 9], [9, 1]],  # somebody alone in a cell
    ],
)
def test_a_table_that_gives_somebody_away_stays_closed(table: Table) -> None:
    assert not look(table)


def test_a_table_in_which_every_small_cell_may_be_empty_is_open() -> None:
    assert look([[6, 4, 3], [3, 7, 5], [0, 3, 9]])


def test_a_table_of_nobody_shows_nothing_of_anybody() -> None:
    assert look([[0, 0], [0, 0]])


@given(tables)
def test_rows_and_columns_may_change_places(table: list[list[int]]) -> None:
    assert look(list(zip(*table, strict=True))) == look(table)


@given(tables)
def test_the_order_of_rows_and_columns_does_not_matter(table: list[list[int]]) -> None:
    assert look(table[::-1]) == look([row[::-1] for row in table]) == look(table)


@given(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=2))
def test_cells_that_are_all_shown_as_something_are_always_open(table: list[list[int]]) -> None:
    assert look([[number + STEP + 1 for number in row] for row in table])
