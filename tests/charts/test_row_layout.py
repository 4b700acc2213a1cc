"""How rows share a stage: where their words stand, their pages, and how long their bars are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.charts.row_layout import ABOVE, BESIDE, ROOM, divide, find_longest, lay_out, measure
from kit.charts.rows import Row, Step


def make_row(letters: int, hint: str = "", counts: tuple[int, ...] = ()) -> Row:
    half, odd = divmod(len(counts), 2)
    sides = [*[-1] * half, *[0] * odd, *[1] * half]
    steps = tuple(Step("", n, side, False) for n, side in zip(counts, sides, strict=True))
    return Row("a", "x" * letters, hint, "mixed", "", sum(counts) or 9, steps)


@given(st.lists(st.integers(3, 180), min_size=1, max_size=24))
def test_pages_hold_all_rows_and_none_more_than_a_stage_has_room_for(letters: list[int]) -> None:
    rows = [make_row(each) for each in letters]
    layout = lay_out(rows)
    assert sum(layout.pages) == len(rows)
    assert all(layout.pages)
    start = 0
    for page in layout.pages:
        high = sum(measure(row, layout.above) for row in rows[start : start + page])
        assert high <= ROOM + 0.2 or page == 1
        start += page


def test_pages_are_filled_evenly() -> None:
    assert divide([3.4] * 7) == (7,)
    assert divide([8.3] * 8) == (3, 3, 2)
    assert divide([5.7] * 7) == (4, 3)


@pytest.mark.parametrize(
    ("letters", "lines", "pages", "above"),
    [
        (BESIDE, 4, (4,), True),
        (BESIDE, 7, (7,), False),
        (BESIDE + 1, 7, (4, 3), True),
        (ABOVE, 7, (4, 3), True),
        (ABOVE, 8, (4, 4), True),
    ],
)
def test_words_stand_above_the_bars_unless_they_are_short_and_it_takes_more_pages(
    letters: int, lines: int, pages: tuple[int, ...], above: bool
) -> None:
    layout = lay_out([make_row(letters)] * lines)
    assert (layout.pages, layout.above) == (pages, above)


def test_a_hint_stands_in_the_same_line_above_and_in_one_of_its_own_beside() -> None:
    plain, told = make_row(20), make_row(20, "less is safer")
    assert measure(told, above=True) == measure(plain, above=True)
    assert measure(told, above=False) > measure(plain, above=False)


def test_the_longest_of_each_side_is_a_share_of_its_own_row() -> None:
    rows = [make_row(9, counts=(2, 1, 7)), make_row(9, counts=(12, 6, 2)), make_row(9)]
    assert find_longest(rows) == (0.6, 0.7, 0.3)
    assert find_longest([make_row(9, counts=(1, 9))])[2] == 0
    assert find_longest([make_row(9, counts=(20, 0, 0))]) == (1, 0.3, 0.15)
