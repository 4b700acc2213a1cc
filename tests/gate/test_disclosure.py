"""Which cross-tables are open: what is asked in the rows or in the columns changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

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

small_tables = st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=3)


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


def list_alike(table: Table) -> Iterator[tuple[int, ...]]:
    """Every table with the same sums that is shown alike, row after row."""
    flat = [n for row in table for n in row]
    width = len(table[0])

    def add_up(cells: Sequence[int]) -> tuple[list[int], list[int]]:
        rows = [sum(cells[start : start + width]) for start in range(0, len(cells), width)]
        return rows, [sum(cells[column::width]) for column in range(width)]

    for cells in product(*(range(n - n % STEP, n - n % STEP + STEP) for n in flat)):
        if add_up(cells) == add_up(flat):
            yield cells


def may_all_be_empty(tables: list[tuple[int, ...]], least: list[int]) -> bool:
    cells = range(len(least))
    return all(any(t[cell] == 0 for t in tables) for cell in cells if least[cell] == 0)


@given(small_tables)
def test_a_table_is_open_if_whoever_goes_through_all_that_look_alike_finds_nobody(
    table: list[list[int]],
) -> None:
    alike = list(list_alike(table))
    least = [n - n % STEP for row in table for n in row]
    is_safe = may_all_be_empty(alike, least)
    for own in range(len(least)):  # and so does whoever leaves out their own answer
        others = [
            tuple(n - (cell == own) for cell, n in enumerate(each)) for each in alike if each[own]
        ]
        known = [max(0, n - (cell == own)) for cell, n in enumerate(least)]
        is_safe = is_safe and (not others or may_all_be_empty(others, known))
    assert look(table) is is_safe
