"""Where a group's energy goes, in words and numbers."""

from __future__ import annotations

from kit.charts.shares import describe_slope
from tests.drawings import make_means


def test_a_share_that_stays_is_told_as_staying() -> None:
    assert describe_slope(make_means(40, 40, 40, 30)) == (
        "Work that gives energy stays at 40 per cent; "
        "work that drains it falls from 40 to 30 per cent."
    )
