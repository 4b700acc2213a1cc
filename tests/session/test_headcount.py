"""What was typed as the number of people, and what more seats than that mean."""

from __future__ import annotations

import pytest

from kit.errors import ResponseError
from kit.session.headcount import describe_seats, read_people


def test_a_number_an_empty_field_and_anything_else_are_told_apart() -> None:
    assert read_people(" 12 ") == 12
    assert read_people("") is None
    for typed in ("twelve", "-3", "1.5", "12 people"):
        with pytest.raises(ResponseError, match="how many people"):
            read_people(typed)


def test_more_seats_than_people_are_told_and_nothing_else() -> None:
    assert describe_seats(14, 12).startswith("14 seats, 12 people: 2 seats are taken off")
    assert describe_seats(13, 12).startswith("13 seats, 12 people: 1 seat is taken off")
    assert describe_seats(12, 12) == describe_seats(3, None) == ""
