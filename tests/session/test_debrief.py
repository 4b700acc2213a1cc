"""What a room said, as it is written down: three lines, and nothing that is empty."""

from __future__ import annotations

import pytest

from kit.errors import ResponseError
from kit.session.debrief import FIELD, MAX_LENGTH, Debrief, clean_debrief


def test_lines_are_kept_without_what_is_empty() -> None:
    assert (
        clean_debrief("  We were  loud.\n\n \n\u05d0\u05de\u05e8\u05e0\u05d5\r\n")
        == "We were loud.\n\u05d0\u05de\u05e8\u05e0\u05d5"
    )
    assert clean_debrief(" \n\t\u200b") == ""
    assert clean_debrief("a\u202eb\x00c") == "abc"


@pytest.mark.parametrize(
    ("text", "told"), [("x" * (MAX_LENGTH + 1), "300 characters"), ("a\nb\nc\nd", "three lines")]
)
def test_what_is_too_long_is_refused_beside_its_field(text: str, told: str) -> None:
    with pytest.raises(ResponseError, match=told.replace("three", "3")) as refused:
        clean_debrief(text)
    assert refused.value.prompt == FIELD
    assert clean_debrief("a\nb\nc") == "a\nb\nc"
    assert clean_debrief("x" * MAX_LENGTH) == "x" * MAX_LENGTH


def test_it_is_open_while_something_is_written_that_nobody_has_kept() -> None:
    assert not Debrief().is_open
    assert Debrief(draft="a").is_open
    assert Debrief(draft="a", asked="a", kept="a").is_open
    assert not Debrief(draft=" a\n", kept="a").is_open
    assert Debrief(draft="", kept="a").is_open
    assert "a word" not in repr(Debrief("a word", "a word", "a word"))
