import re

import pytest
from traitlets import TraitError

from kit.widgets.choice_input import ChoiceInput
from tests.widgets.conftest import Show

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


def test_trying_the_coin_shows_five_throws_and_tells_nobody(show: Show) -> None:
    options = [{"value": value, "label": value.capitalize()} for value in ("yes", "no")]
    widget = ChoiceInput(prompt="quiet", text="Did you?", options=options, coin=True, trial=True)
    page = show(widget)
    page.evaluate("sessionStorage.clear()")
    before = page.evaluate("JSON.stringify(window.state)")
    # Heads sends the truth; tails lets the second coin decide.
    fixed = "() => { crypto.getRandomValues = (into) => { into.set(%s); return into; } }"
    page.evaluate(fixed % "[1, 0, 2, 3, 0]")
    page.get_by_role("button", name="Try it").click()
    sent = page.get_by_role("listitem").all_inner_texts()
    assert sent == ["sends yes", "sends no", "sends yes", "sends yes", "sends no"]
    told = page.get_by_role("status").inner_text()
    assert "2 of 5 say the opposite, and nobody can tell which." in told
    assert "nothing of it has left this phone" in told
    page.evaluate(fixed % "[1, 1, 1, 1, 1]")
    page.get_by_role("button", name="Throw again").click()
    assert "turned none of them round" in page.get_by_role("status").inner_text()
    assert page.evaluate("window.sent") == []
    assert page.evaluate("JSON.stringify(window.state)") == before
    assert page.evaluate("sessionStorage.length") == 0
    assert page.get_by_role("radio", checked=True).count() == 0


def test_the_coin_cannot_be_tried_where_there_is_none_or_the_form_is_locked(show: Show) -> None:
    options = [{"value": "yes", "label": "Yes"}]
    page = show(ChoiceInput(prompt="quiet", text="Did you?", options=options, coin=True))
    button = page.get_by_role("button", name=re.compile("Try it|Throw again"))
    assert button.count() == 0
    page.evaluate("window.change({ trial: true })")
    button.click()
    assert page.get_by_role("listitem").count() == 5
    page.evaluate("window.change({ disabled: true })")
    assert button.count() == 0
    page.evaluate("window.change({ disabled: false })")
    assert page.get_by_role("listitem").count() == 0  # what was tried is gone
    page.evaluate("window.leave()")
    assert button.count() == 0
