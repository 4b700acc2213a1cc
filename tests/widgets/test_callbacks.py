"""What happens when a callback fails: the person reads a sentence, the log has the rest."""

from __future__ import annotations

import logging

import pytest
from ipywidgets import Button, IntText

from kit.errors import KitError, ResponseError
from kit.widgets.callbacks import guard


def test_a_callback_that_works_gets_its_arguments_and_shows_nothing() -> None:
    got: list[object] = []
    shown: list[KitError] = []
    guard(lambda *arguments: got.extend(arguments), shown.append)(1, "two")
    assert (got, shown) == ([1, "two"], [])


def test_what_a_person_may_read_is_shown_as_it_stands_and_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    error = ResponseError("Choose from the list.", prompt="kind")

    def fail() -> None:
        raise error

    shown: list[KitError] = []
    guard(fail, shown.append)()
    assert shown == [error]
    assert caplog.text == ""


def test_a_fault_of_ours_becomes_a_calm_sentence_with_the_number_it_is_logged_under(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shown: list[KitError] = []
    with caplog.at_level(logging.ERROR, logger="kit"):
        guard(lambda: 1 / 0, shown.append)()
    (told,) = shown
    assert "ZeroDivisionError" not in str(told)
    assert "division by zero" not in str(told)
    number = str(told).removesuffix(".").split()[-1]
    assert f"Fault {number}" in caplog.text
    assert "division by zero" in caplog.text


def test_two_faults_have_two_numbers() -> None:
    shown: list[KitError] = []
    careful = guard(lambda: 1 / 0, shown.append)
    careful()
    careful()
    assert len({str(error) for error in shown}) == 2


def test_what_ends_the_program_is_not_held_back() -> None:
    def leave() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guard(leave, lambda _error: None)()


@pytest.mark.parametrize("kind", ["click", "change"])
def test_a_failing_widget_callback_is_shown(kind: str) -> None:
    shown: list[KitError] = []
    careful = guard(lambda _what: 1 / 0, shown.append)
    if kind == "click":
        button = Button()
        button.on_click(careful)
        button.click()
    else:
        number = IntText()
        number.observe(careful, ["value"])
        number.value = 3
    assert len(shown) == 1
