"""Half characters: whatever a text was cut inside of, what leaves a kernel can be written down."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kit.room.surrogates import mend

texts = st.text(st.characters(exclude_categories=[]), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)


@given(values)
def test_whatever_is_mended_can_be_sent(value: object) -> None:
    json.dumps(mend(value), ensure_ascii=False).encode("utf-8")


@given(st.text())
def test_whole_characters_stay_as_they_are(text: str) -> None:
    assert mend(text) == text


def test_a_half_character_becomes_a_sign_and_two_halves_the_character_they_are_of() -> None:
    assert mend("a\ud83d") == "a\ufffd"
    assert mend("\ude00b") == "\ufffdb"
    assert mend("\ud83d\ude00") == "\U0001f600"


def test_names_and_what_lies_deep_inside_are_mended_too() -> None:
    mended = mend({"na\ud83dme": [("x\ude00", 1), {"y": None}]})
    assert mended == {"na\ufffdme": [["x\ufffd", 1], {"y": None}]}
