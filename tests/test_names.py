"""One way to write calls: nouns with a capital letter, verbs in small ones; old names work on."""

from __future__ import annotations

import subprocess
import sys
from inspect import signature

import pytest

import kit
from kit.exercise.prompts import PROMPT_TYPES

VERBS = ("join", "read")
SHOWN_FIRST = {"results", "cards", "signed"}
STILL = {"Card", "Figures"}  # they show nothing of the room
PICTURES = [name for name in kit.__all__ if getattr(kit, name).__module__.startswith("kit.pict")]


@pytest.mark.parametrize("name", kit.__all__)
def test_a_name_is_a_noun_with_a_capital_letter_or_begins_with_a_verb(name: str) -> None:
    made = getattr(kit, name)
    noun = isinstance(made, type) or name in PICTURES
    assert name[0].isupper() == noun
    assert noun or name.partition("_")[0] in VERBS
    assert noun or made.__name__ == name


def test_what_is_asked_begins_with_its_name_and_its_words() -> None:
    for kind in PROMPT_TYPES.values():
        assert kit.__getattr__(kind.__name__) is kind
        assert list(signature(kind).parameters)[:2] == ["name", "text"]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_begins_with_what_it_shows_of_the_room(name: str) -> None:
    first = next(iter(signature(getattr(kit, name)).parameters))
    assert (first in SHOWN_FIRST) is (name not in STILL)


@pytest.mark.parametrize("old", kit.OLD_NAMES)
def test_an_old_name_works_and_tells_the_new_one(old: str) -> None:
    new = kit.OLD_NAMES[old]
    with pytest.warns(FutureWarning, match=rf"kit\.{old} is called kit\.{new} now\. Write the new"):
        assert getattr(kit, old) is getattr(kit, new)
    assert old not in kit.__all__
    assert new in kit.__all__


def test_an_old_name_is_told_with_the_line_in_which_it_stands() -> None:
    given = [sys.executable, "-c", "import kit\n\nfrom kit import bars"]
    told = subprocess.run(given, capture_output=True, text=True, check=True).stderr
    assert "<string>:3: FutureWarning: kit.bars is called kit.Bars now." in told


def test_a_name_in_other_capitals_is_answered_with_the_right_one() -> None:
    for wrong, right in {"choice": "Choice", "rows": "Rows", "marblejar": "MarbleJar"}.items():
        with pytest.raises(AttributeError, match=f"Did you mean '{right}'"):
            getattr(kit, wrong)
