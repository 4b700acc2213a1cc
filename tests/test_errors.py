"""What a trainer reads when a setting is wrong."""

import inspect

import pytest

from kit import errors
from kit.errors import DefinitionError, KitError, ResponseError, suggest
from kit.exercise.choice import Choice
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.scale import Scale


def test_every_error_of_the_kit_may_be_shown_to_a_person() -> None:
    children = [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, Exception)
    ]
    assert len(children) == 17
    assert all(issubclass(child, KitError) and child.__doc__ for child in children)


def test_a_response_error_names_its_prompt_and_else_the_whole_form() -> None:
    assert ResponseError("Choose yes or no.", prompt="quiet").prompt == "quiet"
    assert ResponseError("Answer at least one question.").prompt == ""


def test_a_near_miss_is_named_and_otherwise_the_choices_are_listed() -> None:
    assert suggest("knid", ["kind", "act"]) == " Did you mean 'kind'?"
    assert suggest("xyz", ["kind", "act"]) == " The choices are 'kind', 'act'."
    assert suggest("xyz", []) == ""


def test_a_misspelt_setting_is_answered_with_the_right_one() -> None:
    with pytest.raises(DefinitionError) as caught:
        Choice("kind", "What?", ["one", "two"], max_choise=2)  # type: ignore[call-arg]
    assert str(caught.value) == (
        "prompt 'kind': 'max_choise' is not a setting of Choice. Did you mean 'max_choices'?"
    )


def test_a_missing_setting_is_named_with_the_way_to_write_it() -> None:
    with pytest.raises(
        DefinitionError, match=r"^prompt 'kind': 'options' is missing\. Write kit\.Ch"
    ):
        Choice("kind", "What?")  # type: ignore[call-arg]
    with pytest.raises(DefinitionError, match=r"^'name' and 'text' are missing"):
        Scale()  # type: ignore[call-arg]


def test_a_value_too_many_or_given_twice_is_answered_with_a_sentence() -> None:
    with pytest.raises(DefinitionError, match=r"needs its name\. Write kit\.Scale\(name, text, "):
        Scale("costly", "How costly?", 1, 5)  # type: ignore[call-arg, arg-type]
    with pytest.raises(DefinitionError, match="'text' is given twice"):
        Scale("costly", "How costly?", text="How?")  # type: ignore[misc]


def test_a_policy_without_a_name_is_explained_too() -> None:
    with pytest.raises(
        DefinitionError, match=r"^'textk' is not a setting of AnonymityPolicy\. Did"
    ):
        AnonymityPolicy(textk=9)  # type: ignore[call-arg]


def test_an_editor_still_sees_the_settings() -> None:
    assert list(inspect.signature(Scale).parameters)[:2] == ["name", "text"]
    assert "high_label" in inspect.signature(Scale).parameters
