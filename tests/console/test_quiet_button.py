"""The dashboard's small buttons."""

from __future__ import annotations

from kit.console.quiet_button import make_button
from kit.errors import KitError, PhaseError


def test_a_press_does_its_one_thing() -> None:
    done: list[int] = []
    button = make_button("Go", lambda: done.append(1), lambda _error: None, "What it is for")
    button.click()
    assert done == [1]
    assert (button.description, button.tooltip) == ("Go", "What it is for")
    assert "kit-quiet-button" in button._dom_classes


def test_what_goes_wrong_is_shown() -> None:
    told: list[KitError] = []

    def fail() -> None:
        msg = "Not now."
        raise PhaseError(msg)

    make_button("Go", fail, told.append).click()
    assert [str(each) for each in told] == ["Not now."]
    make_button("Go", lambda: 1 / 0, told.append).click()
    assert "That did not work; nothing is lost." in str(told[1])
