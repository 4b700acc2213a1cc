from __future__ import annotations

import pytest

import kit
from kit.errors import DefinitionError


def test_a_card_has_its_lines_and_no_data() -> None:
    card = kit.Card("I ask because …", " I am not after … ", title="Before you ask")
    assert card.lines == ["I ask because …", "I am not after …"]
    assert card.title == "Before you ask"


@pytest.mark.parametrize(
    ("lines", "title", "told"),
    [
        ([], "", "one to 5 lines, and this has 0"),
        (["a"] * 6, "", "this has 6"),
        (["a", " "], "", "Put a text in quotation marks"),
        ([3], "", "3 is not a line"),
        (["a" * 101], "", "longer than 100 characters. Shorten it"),
        (["a"], "t" * 81, "title is a text of at most 80"),
    ],
)
def test_a_card_that_cannot_be_read_is_refused(lines: list[str], title: str, told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        kit.Card(*lines, title=title)
