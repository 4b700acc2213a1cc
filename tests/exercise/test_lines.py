"""Words on one line: what is dropped, and what stays in every script."""

from __future__ import annotations

import pytest

from kit.errors import ResponseError
from kit.exercise.lines import check_length, tidy_line

HEBREW = "\u05e2\u05d3\u05d4"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (" a \n b\t\x00c ", "a b c"),
        (f"\u202e{HEBREW}\u2066 x", f"{HEBREW} x"),
        ("\u2028\u2029", ""),
        ("\u200d\u200f", ""),
        ("\ud800", ""),
        (None, ""),
        (["a"], ""),
        ("\u0905\u0928\u0941", "\u0905\u0928\u0941"),
    ],
)
def test_a_line_holds_nothing_that_no_name_needs(raw: object, line: str) -> None:
    assert tidy_line(raw) == line


def test_a_long_line_is_told_by_how_much() -> None:
    check_length("x" * 40, 40, "to")
    with pytest.raises(ResponseError, match="by 2 to 40") as caught:
        check_length("x" * 42, 40, "to")
    assert caught.value.prompt == "to"
