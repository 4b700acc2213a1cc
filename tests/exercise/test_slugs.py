"""Which words may be the short name of an exercise."""

from __future__ import annotations

import pytest

from kit.exercise.slugs import is_slug


@pytest.mark.parametrize("name", ["welcome", "marble-jar", "a1-b2"])
def test_small_letters_digits_and_hyphens_make_a_short_name(name: str) -> None:
    assert is_slug(name)


@pytest.mark.parametrize("name", ["", "Welcome", "-a", "a-", "a--b", "a_b", "a b", None, 3, True])
def test_nothing_else_does(name: object) -> None:
    assert not is_slug(name)
