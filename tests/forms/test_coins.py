"""Coins before delicate questions: asked for once, heard once, forgotten at the close."""

from __future__ import annotations

from typing import Any

import pytest

from kit.exercise.yes_no import YesNo
from kit.forms.coins import Coins
from kit.forms.inputs import build_input


class Page:
    """Two delicate questions, and what the page is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.told = 0
        self.controls = {name: self._build(name) for name in ("one", "two")}
        self.coins = Coins(self.controls, self._hear, lambda _error: None)

    def tell(self, name: str, outcome: object) -> None:
        self.controls[name]._handle_custom_msg({"outcome": outcome}, [])

    def _build(self, name: str) -> Any:
        control = build_input(YesNo(name, "Did you?", randomised=True))
        control.send = lambda *_: self.asked.append(name)
        return control

    def _hear(self) -> None:
        self.told += 1


@pytest.fixture
def page() -> Page:
    page = Page()
    page.coins.set_up(used=True, settled={})
    return page


def test_only_coins_that_have_not_fallen_are_asked_for(page: Page) -> None:
    page.coins.set_up(used=True, settled={"one": True})
    assert page.coins.throw()
    assert page.asked == ["two"]
    page.coins.set_up(used=False, settled={"one": True})
    assert not page.coins.throw()
    assert not any(control.coin or control.settled for control in page.controls.values())


def test_the_first_coin_may_be_tried_until_it_has_fallen(page: Page) -> None:
    def list_trials() -> list[str]:
        return [name for name, control in page.controls.items() if control.trial]

    assert list_trials() == ["one"]
    page.coins.set_up(used=True, settled={"one": True})
    assert list_trials() == []
    page.coins.set_up(used=True, settled={}, left_out=("one",))
    assert list_trials() == ["two"]
    page.coins.set_up(used=False, settled={})
    assert list_trials() == []


def test_what_the_last_coin_tells_goes_on_and_once_only(page: Page) -> None:
    page.coins.throw()
    page.coins.throw()  # a second press asks again
    page.tell("one", "yes")
    assert page.told == 0
    page.tell("two", "no")
    page.tell("one", "no")
    page.tell("two", "yes")
    assert page.told == 1
    assert [page.coins.find_outcome(name) for name in ("one", "two")] == [True, False]


@pytest.mark.parametrize("outcome", ["", None, "maybe", ["yes"]])
def test_whatever_else_a_page_tells_is_no_answer(page: Page, outcome: object) -> None:
    page.coins.throw()
    page.tell("one", outcome)
    assert page.coins.find_outcome("one") is None


def test_who_does_not_wait_any_more_hears_nothing(page: Page) -> None:
    page.coins.throw()
    page.coins.stop()
    page.tell("one", "yes")
    page.tell("two", "yes")
    assert page.told == 0


def test_after_the_close_no_outcome_is_kept(page: Page) -> None:
    page.coins.throw()
    page.tell("one", "yes")
    page.coins.close()
    page.tell("two", "yes")
    assert page.told == 1  # who has pressed Send is told that it was too late
    assert [page.coins.find_outcome(name) for name in ("one", "two")] == [None, None]
