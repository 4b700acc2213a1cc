"""Kinds of signed notes: what a trainer may define, and what a phone may write."""

from __future__ import annotations

from typing import Any

import pytest

import kit
from kit.errors import DefinitionError, ResponseError

TO = kit.Text("to", "To whom", max_length=40)
KIND = kit.Choice("kind", "What?", ["helped", "taught"])
NUMBER = kit.SentenceNumber("number", "Its number", "ask")
THANKS = kit.SignedNote("thanks", "Thanks", [TO, KIND, NUMBER], optional=["kind"], names="to")


def build(**settings: Any) -> kit.SignedNote:
    return kit.SignedNote(**({"name": "thanks", "title": "Thanks", "fields": [TO]} | settings))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"name": "Thanks"}, "small letters"),
        ({"title": " "}, "title is missing"),
        ({"fields": []}, "fields is a list"),
        ({"fields": "to"}, "fields is a list"),
        ({"fields": [kit.YesNo("new", "New?")]}, "fields is a list"),
        ({"fields": [kit.Text(f"t{n}", "T", max_length=9) for n in range(7)]}, "too many"),
        ({"fields": [TO, TO]}, "two fields are called 'to'"),
        ({"fields": [kit.Text("to", "To")]}, "is one line. Write max_length=140"),
        ({"fields": [TO, kit.Choice("a", "A", ["b", "c"], max_choices=2)]}, "one is chosen"),
        ({"fields": [TO, NUMBER, kit.SentenceNumber("n", "N", "ask")]}, "one SentenceNumber"),
        ({"fields": [KIND]}, "at least one Text"),
        ({"optional": ["to"]}, "at least one Text"),
        ({"optional": ["too"]}, "Did you mean 'to'"),
        ({"names": "from"}, "names='from' is no Text"),
        ({"held": 1}, "neither True nor False"),
        ({"most": 6}, "whole number from 1 to 5"),
    ],
)
def test_a_kind_that_could_not_be_signed_is_refused(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(DefinitionError, match=words):
        build(**settings)


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        (THANKS, "notes is a list"),
        ([build(), build()], "two notes are called 'thanks'"),
        ([THANKS], "'ask' is no Text that is shown"),
        ([build(names="to"), build(name="other", names="to")], "one of the notes has names"),
    ],
)
def test_an_exercise_refuses_notes_that_do_not_go_together(notes: Any, words: str) -> None:
    with pytest.raises(DefinitionError, match=words):
        kit.Exercise("wall", prompts=[kit.YesNo("new", "New?")], notes=notes)


def test_notes_belong_to_the_first_part() -> None:
    first = kit.Exercise("one", prompts=[kit.YesNo("new", "New?")])
    second = kit.Exercise("two", prompts=[kit.YesNo("old", "Old?")], notes=[build()])
    with pytest.raises(DefinitionError, match="notes belong to the first part"):
        kit.join(first, second)


def test_what_is_written_is_taken_in_the_order_of_the_fields() -> None:
    raw = {"number": " 2 ", "to": " Ada\n", "kind": ["taught"], "other": "x"}
    assert list(THANKS.clean(raw, {"ask": {2}}).items()) == [
        ("to", "Ada"),
        ("kind", "taught"),
        ("number", "2"),
    ]
    assert THANKS.clean({"to": "Ada", "number": "2"}, {"ask": {2}}) == {"to": "Ada", "number": "2"}
    assert THANKS.clean({"to": "Ada"}, {}, private=True) == {"to": "Ada"}


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({"to": "\x00 \u202e", "number": "1"}, "to"),
        ({"to": "x" * 41, "number": "1"}, "to"),
        ({"to": "Ada", "kind": ["lied"], "number": "1"}, "kind"),
        ({"to": "Ada", "number": "2"}, "number"),
        ({"to": "Ada", "number": "\u0661"}, "number"),
        ({"to": "Ada"}, "number"),
        ({"to": ["Ada"], "number": "1"}, "to"),
    ],
)
def test_what_cannot_be_taken_is_told_by_its_field_and_not_repeated(
    raw: dict[str, object], name: str
) -> None:
    with pytest.raises(ResponseError) as caught:
        THANKS.clean(raw, {"ask": {1}})
    assert caught.value.prompt == name
    assert "Ada" not in str(caught.value)
