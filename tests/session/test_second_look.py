"""A second look at words that might lead to a person: asked about once, and forgotten."""

from __future__ import annotations

import pytest

from kit.session.second_look import Hesitation, SecondLook

NAMED = "Yesterday Anna Schmidt called."


def test_a_word_is_asked_about_once() -> None:
    look = SecondLook()
    with pytest.raises(Hesitation, match="\u201cAnna Schmidt\u201d looks like a name"):
        look.check(["nothing here", NAMED])
    look.check([NAMED, NAMED])
    with pytest.raises(Hesitation) as asked:
        look.check([NAMED, "Write to anna@example.org"])
    assert "Anna Schmidt" not in str(asked.value)


def test_what_was_considered_is_forgotten_and_in_no_log() -> None:
    look = SecondLook()
    with pytest.raises(Hesitation):
        look.check([NAMED])
    assert "Schmidt" not in repr(look)
    look.forget()
    assert look._considered == set()
