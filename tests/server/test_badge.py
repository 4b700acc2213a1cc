"""The facilitator's cookie: keys and their stamps, and nothing else is read from it."""

from __future__ import annotations

import pytest

from kit.server.badge import MOST, add_stamp, read_badge, write_badge

STAMP = "0123456789abcdef" * 2


def test_what_is_written_is_read() -> None:
    stamps = {"*": STAMP, "BCDFGHJK": STAMP[::-1]}
    assert read_badge(write_badge(stamps)) == stamps


@pytest.mark.parametrize("words", ["", "1", "*", f"*:{STAMP[:-1]}", f"bcd:{STAMP}", ".:."])
def test_what_is_no_badge_opens_nothing(words: str) -> None:
    assert read_badge(words) == {}


def test_a_key_that_is_shown_again_has_its_last_stamp() -> None:
    words = add_stamp(add_stamp("", "*", STAMP), "BCDF", STAMP)
    assert read_badge(add_stamp(words, "*", STAMP[::-1])) == {"BCDF": STAMP, "*": STAMP[::-1]}


def test_a_badge_fits_into_a_cookie() -> None:
    words = ""
    for number in range(3 * MOST):
        words = add_stamp(words, "B" * 8 + chr(65 + number % 26) + chr(65 + number // 26), STAMP)
    assert len(read_badge(words)) == MOST
    assert len(words) < 2500  # signed, in letters of its own, it stays below 4,000
