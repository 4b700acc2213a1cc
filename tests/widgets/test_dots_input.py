from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kit.widgets.dots_input import DotsInput

pytestmark = pytest.mark.browser

Show = Callable[..., Page]
OPTIONS = [{"value": "time", "label": "time"}, {"value": "help", "label": "<i>help</i>"}]


def make() -> DotsInput:
    return DotsInput(prompt="matters", text="What matters most?", options=OPTIONS, dots=3)


def test_dots_are_given_and_taken_back_by_keys(show: Show) -> None:
    page = show(make(), viewport={"width": 320, "height": 640})
    expect(page.get_by_role("group", name="What matters most?")).to_be_visible()
    expect(page.get_by_text("0 of 3 dots given")).to_be_visible()
    more = page.get_by_role("button", name="One dot more: <i>help</i>")
    more.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.get_by_text("2 of 3 dots given")).to_be_visible()
    page.get_by_role("button", name="One dot more: time").click()
    assert page.evaluate("state.value") == ["time", "help", "help"]
    expect(page.get_by_text("3 of 3 dots given")).to_be_visible()
    # None is left; the button keeps its place and does nothing.
    more.focus()
    page.keyboard.press("Enter")
    expect(more).to_be_focused()
    expect(more).to_have_attribute("aria-disabled", "true")
    assert page.evaluate("state.value") == ["time", "help", "help"]
    page.get_by_role("button", name="One dot less: <i>help</i>").click()
    assert page.evaluate("state.value") == ["time", "help"]
    less = page.get_by_role("button", name="One dot less: time")
    less.click()
    less.press("Enter")
    assert page.evaluate("state.value") == ["help"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#place i").count() == 0


def test_what_was_sent_is_shown_and_locked(show: Show) -> None:
    page = show(make())
    page.evaluate("window.change({ value: ['time', 'time'], disabled: true })")
    expect(page.get_by_label("2 for time")).to_be_visible()
    expect(page.get_by_role("button", name="One dot more: time")).to_be_disabled()
    page.evaluate("window.change({ error: 'Give at most 3.' })")
    expect(page.get_by_role("alert")).to_have_text("Give at most 3.")


def test_a_page_may_write_as_many_options_as_there_are_dots() -> None:
    control = make()
    assert control.describe_written() == {
        "value": {
            "kind": "list",
            "of": {"kind": "one", "choices": ["time", "help"]},
            "longest": 3,
        }
    }
    control.value = ["help", "time", "help"]
    assert control.value == ["time", "help", "help"]
