import pytest
from traitlets import TraitError

from kit.widgets.choice_input import ChoiceInput

OPTIONS = [
    {"value": "word", "label": "Kept their word", "letter": "A"},
    {"value": "help", "label": "Asked for help", "letter": "B"},
    {"value": "news", "label": "Told me the bad news", "letter": "C"},
]


def test_choices_are_kept_in_the_options_order_not_in_the_order_of_choosing() -> None:
    widget = ChoiceInput(options=OPTIONS, max_choices=3)
    widget.set_state({"value": ["news", "word"]})
    assert widget.value == ["word", "news"]


def test_a_choice_counts_once() -> None:
    assert ChoiceInput(options=OPTIONS, value=["help", "help"]).value == ["help"]


def test_a_choice_that_is_not_among_the_options_is_dropped() -> None:
    widget = ChoiceInput(options=OPTIONS, max_choices=3)
    widget.set_state({"value": ["gone", "help"]})
    assert widget.value == ["help"]


def test_options_and_value_may_be_given_in_any_order() -> None:
    assert ChoiceInput(value=["help"], options=OPTIONS).value == ["help"]


def test_too_many_choices_are_kept_so_that_the_form_can_say_so() -> None:
    widget = ChoiceInput(options=OPTIONS, max_choices=1)
    widget.value = ["word", "help"]
    assert widget.value == ["word", "help"]


@pytest.mark.parametrize("name", ["min_choices", "max_choices"])
def test_a_number_of_choices_is_never_below_its_least(name: str) -> None:
    with pytest.raises(TraitError, match=name):
        ChoiceInput(**{name: -1})
