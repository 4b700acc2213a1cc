"""Known answers on the dashboard: said, said once more, and taken back before the close."""

from __future__ import annotations

from ipywidgets import Button

from kit.console.known import ONE, ONE_MORE, TAKE_BACK, KnownAnswers
from kit.session.session import MOST_KNOWN, Phase
from tests.console.desk import Desk
from tests.pages import find, read_notes


def list_buttons(desk: Desk) -> dict[str, Button]:
    (box,) = find(desk.console, KnownAnswers)
    return {each.description: each for each in find(box, Button)}


def click(desk: Desk, words: str) -> None:
    list_buttons(desk)[words].click()
    desk.console.follow(desk.view)


def test_an_answer_is_known_more_than_once_and_taken_back(desk: Desk) -> None:
    assert list(list_buttons(desk)) == [ONE]
    click(desk, ONE)
    assert desk.view.round.known == 1
    assert "One answer here is known: we count one fewer before anything is shown." in read_notes(
        desk.console
    )
    click(desk, ONE_MORE)
    click(desk, ONE_MORE)
    assert desk.view.round.known == MOST_KNOWN
    assert list(list_buttons(desk)) == [TAKE_BACK]
    click(desk, TAKE_BACK)
    assert desk.view.round.known == 2
    assert list(list_buttons(desk)) == [ONE_MORE, TAKE_BACK]


def test_a_page_that_is_loaded_again_finds_what_was_said(desk: Desk) -> None:
    click(desk, ONE)
    desk.console = desk.open_page()
    assert list(list_buttons(desk)) == [ONE_MORE, TAKE_BACK]
    assert desk.view.round.known == 1


def test_two_facilitators_who_press_at_once_have_said_it_once(desk: Desk) -> None:
    here, other = list_buttons(desk)[ONE], desk.open_page()
    (box,) = find(other, KnownAnswers)
    find(box, Button)[0].click()
    desk.console.follow(desk.view)  # the page's kernel has heard, and then the press arrives
    here.click()
    assert desk.view.round.known == 1
    assert "Somebody else has just changed how many answers are known. Look again." in read_notes(
        desk.console
    )


def test_the_close_takes_the_buttons_away(desk: Desk) -> None:
    click(desk, ONE)
    while desk.phase is not Phase.CLOSED:
        desk.press()
    assert not find(desk.console, KnownAnswers)
