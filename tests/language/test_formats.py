from __future__ import annotations

from datetime import date

import pytest

from kit.language import use_language
from kit.language.formats import format_day, join_choices, join_list

PARTS = ["jar", "map", "wall"]


@pytest.mark.parametrize(
    ("tag", "day", "three", "choice"),
    [
        ("en", "3 May 2027", "jar, map and wall", "jar, map or wall"),
        ("en-XA", "3 May 2027", "jar, map and wall", "jar, map or wall"),
        ("de", "3. Mai 2027", "jar, map und wall", "jar, map oder wall"),  # codespell:ignore
        ("fr", "3 mai 2027", "jar, map et wall", "jar, map ou wall"),
        ("es", "3 de mayo de 2027", "jar, map y wall", "jar, map o wall"),
        ("pt-BR", "3 de maio de 2027", "jar, map e wall", "jar, map ou wall"),
    ],
)
def test_a_day_a_list_and_a_choice(tag: str, day: str, three: str, choice: str) -> None:
    with use_language(tag):
        assert format_day(date(2027, 5, 3)) == day
        assert join_list(PARTS) == three
        assert join_choices(PARTS) == choice


@pytest.mark.parametrize("tag", ["en", "de"])
def test_a_list_of_one_and_of_none(tag: str) -> None:
    with use_language(tag):
        for join in (join_list, join_choices):
            assert join(["jar"]) == "jar"
            assert join([]) == ""
    assert join_list(PARTS[:2]) == "jar and map"
    assert join_choices(PARTS[:2]) == "jar or map"
