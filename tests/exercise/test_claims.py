"""Keys and their marks: the same in Python as on every phone."""

from __future__ import annotations

import pytest

from kit.exercise.claims import fits_signs, hash_key, make_key

# Recorded with `printf %s aaa… | openssl dgst -sha256 -binary | basenc --base64url`.
KEY, MARK = "a" * 43, "ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA"


def test_a_mark_is_the_hash_of_the_letters_of_a_key() -> None:
    assert hash_key(KEY) == MARK


def test_no_key_is_drawn_twice_and_none_is_its_own_mark() -> None:
    keys = {make_key() for _ in range(50)}
    assert len(keys | {hash_key(key) for key in keys}) == 100
    assert all(fits_signs(key) and fits_signs(hash_key(key)) for key in keys)


@pytest.mark.parametrize("other", ["", "a" * 42, "a" * 44, "a" * 42 + "=", KEY + "\n", None, 7])
def test_what_is_no_key_is_found(other: object) -> None:
    assert not fits_signs(other)
