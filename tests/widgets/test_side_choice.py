"""Where somebody is: asked once with one tap, kept in the tab, told to nobody but the draw."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from traitlets import TraitError

from kit.widgets.side_choice import SideChoice
from tests.widgets.conftest import Show

KEPT = "Object.entries(sessionStorage).filter(([name]) => name.startsWith('kit-side'))"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_nobody_is_asked_where_all_are_in_one_room(show: Show) -> None:
    page = show(SideChoice())
    expect(page.locator("section")).to_be_hidden()
    assert page.evaluate(KEPT) == []


def test_one_tap_answers_and_the_next_page_does_not_ask_again(show: Show) -> None:
    page = show(SideChoice(asked=True))
    expect(page.get_by_role("heading", name="Where are you?")).to_be_visible()
    press(page, "In the call")
    expect(page.get_by_role("status")).to_have_text("You are in the call.")
    expect(page.get_by_role("button", name="Change")).to_be_focused()
    assert page.evaluate("window.state.side") == "call"
    page.reload()
    expect(page.get_by_role("status")).to_have_text("You are in the call.")
    assert page.evaluate("window.state.side") == "call"
    press(page, "Change")
    expect(page.get_by_role("button", name="In the room")).to_be_focused()
    assert page.evaluate(KEPT) == []


def test_the_tab_forgets_it_once_nobody_is_asked_any_more(show: Show) -> None:
    page = show(SideChoice(asked=True))
    press(page, "In the room")
    assert len(page.evaluate(KEPT)) == 1
    page.evaluate("window.change({ asked: false })")
    expect(page.locator("section")).to_be_hidden()
    assert page.evaluate(KEPT) == []
    assert page.evaluate("window.state.side") == ""


def test_what_is_no_side_is_not_taken_from_a_tab_or_a_page(show: Show) -> None:
    page = show(SideChoice(asked=True))
    page.evaluate("sessionStorage.setItem(`kit-side ${location.pathname}`, 'moon')")
    page.reload()
    expect(page.get_by_role("heading", name="Where are you?")).to_be_visible()
    with pytest.raises(TraitError):
        SideChoice(side="moon")
    rule = {"kind": "one", "choices": ["", "here", "call"]}
    assert SideChoice().describe_written() == {"side": rule}
