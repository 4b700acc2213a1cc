"""Where a group's energy goes, in words and numbers."""

from __future__ import annotations

import pytest

from kit.charts.shares import describe_slope, list_share_rows, list_shares
from tests.drawings import KINDS, make_means


def test_a_share_that_stays_is_told_as_staying() -> None:
    assert describe_slope(make_means(40, 40, 40, 30)) == (
        "Work that gives energy stays at 40 per cent; "
        "work that drains it falls from 40 to 30 per cent."
    )


def test_the_three_parts_of_a_time_make_a_whole() -> None:
    shares = list_shares(make_means(35, 45, 40, 30))
    assert shares == [(35, 45), (25, 25), (40, 30)]
    assert [sum(each) for each in zip(*shares, strict=True)] == [100, 100]
    assert list_share_rows(make_means(0, 60, 100, 0)) == [
        ["Gives energy", "0 %", "60 %"],
        ["Neutral", "0 %", "40 %"],
        ["Drains energy", "100 %", "0 %"],
    ]


def test_a_result_that_is_no_map_has_no_shares() -> None:
    with pytest.raises(KeyError):
        list_shares(KINDS)
