"""What was typed as the number of people, and what more seats than that mean."""

from __future__ import annotations

import pytest

from kit.errors import ResponseError
from kit.session.headcount import describe_absent, describe_seats, read_people


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


def test_a_number_has_four_digits_at_most_and_only_digits_that_count() -> None:
    assert read_people("9999") == 9999
    for typed in ("10000", "00001", "²", "1e3", "+5"):
        with pytest.raises(ResponseError) as refused:
            read_people(typed)
        assert refused.value.prompt == "people"
        assert typed not in str(refused.value)


def test_empty_seats_are_counted_in_words() -> None:
    assert describe_absent(1) == "Drop 1 seat that nobody sits in"
    assert describe_absent(3) == "Drop 3 seats that nobody sits in"
