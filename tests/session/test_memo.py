"""A note between dashboards: one line, not too long."""

from __future__ import annotations

import pytest

from kit.errors import ResponseError
from kit.session.memo import EMPTY, MAX_LENGTH, Memo, clean_memo


def test_it_is_one_line_without_what_turns_words_around() -> None:
    assert clean_memo("  Slower.\n\n\u202eTable two\u202c ") == "Slower. Table two"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n ", EMPTY),
        ("x" * (MAX_LENGTH + 1), f"Please shorten this by 1 to {MAX_LENGTH} characters."),
        ("\u202e", EMPTY),
    ],
)
def test_what_cannot_be_shown_is_refused(text: str, words: str) -> None:
    with pytest.raises(ResponseError) as refused:
        clean_memo(text)
    assert str(refused.value) == words
    assert len(clean_memo("x" * MAX_LENGTH)) == MAX_LENGTH


def test_its_words_stand_in_no_log() -> None:
    assert "Slower" not in repr(Memo("Slower", "00ff"))
