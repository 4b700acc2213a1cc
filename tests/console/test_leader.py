"""The leader's words, as the facilitator writes them down."""

from __future__ import annotations

from typing import Any

from ipywidgets import Button

from kit.console.leader import ANOTHER, NOBODY, SOMEBODY, SPEAKS, SPOKEN
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.gate.promise import LEADER, describe_promise
from kit.session.session import Phase
from kit.store import Store
from tests.console.desk import Desk
from tests.pages import (
    fill,
    find,
    find_input,
    is_shown,
    read_errors,
    read_markup,
    read_notes,
)


def test_the_leaders_words_are_kept_as_they_are_written(desk: Desk) -> None:
    desk.write(name="Ada", act="  Ben stayed late.  ")
    assert desk.store.get_leader(desk.round.id) == {"name": "Ada", "act": "Ben stayed late."}
    assert find_input(desk.console, "act").value == "  Ben stayed late.  "


def test_a_page_loaded_again_shows_the_leaders_words_and_writes_nothing(desk: Desk) -> None:
    desk.write(name="Ada", act="Ben stayed late.")
    desk.controls.told.clear()
    again = desk.open_page()
    assert find_input(again, "name").value == "Ada"
    assert find_input(again, "act").value == "Ben stayed late."
    desk.press()
    assert desk.controls.told == []


def test_words_that_the_leader_has_written_elsewhere_are_there_and_can_be_replaced(
    desk: Desk,
) -> None:
    there = "The leader's words are there."
    assert there not in read_notes(desk.console)
    desk.write(name="Ada")  # a name alone says nothing yet
    assert there not in read_notes(desk.console)
    desk.store.set_leader(desk.round.id, {"name": "Ada", "act": "Ben stayed late."})
    desk.console.follow(desk.view)
    assert there in read_notes(desk.console)
    assert find_input(desk.console, "act").value == "Ben stayed late."
    desk.write(act="Told otherwise.")
    assert desk.store.get_leader(desk.round.id)["act"] == "Told otherwise."
    assert there in read_notes(desk.console)
    desk.write(act="")
    assert there not in read_notes(desk.console)


def test_the_leaders_words_can_be_taken_back(desk: Desk) -> None:
    desk.write(name="Ada", act="Ben stayed late.")
    desk.write(act="")
    desk.write(name="")
    assert find_input(desk.console, "name").value == ""
    assert not any(desk.store.get_leader(desk.round.id).values())


def test_an_older_page_does_not_put_back_what_was_changed_on_another(desk: Desk) -> None:
    desk.write(name="Ada", act="The first version.")
    other = desk.open_page()
    desk.write(other, act="The second version.")
    desk.press()
    assert desk.store.get_leader(desk.round.id)["act"] == "The second version."


def test_words_that_are_too_long_hold_the_round_until_they_are_shorter(desk: Desk) -> None:
    desk.write(name="Ada", act="x" * 201)
    assert "act" in read_errors(desk.console)
    desk.press()
    assert desk.phase is Phase.PREPARE
    assert find_input(desk.console, "act").value == "x" * 201
    desk.write(act="x" * 200)
    assert read_errors(desk.console) == {}
    desk.press()
    assert desk.view.phase is Phase.LEADER
    assert desk.store.get_leader(desk.round.id)["act"] == "x" * 200


def test_nobody_has_to_write_the_leaders_words_down(desk: Desk) -> None:
    desk.press()
    desk.press()
    assert desk.phase is Phase.OPEN
    assert desk.controls.told == []


def test_the_leaders_fields_are_there_until_the_form_opens(desk: Desk) -> None:
    shown = []
    for _ in range(3):
        shown.append(is_shown(desk.console, "act"))
        desk.press()
    assert shown == [True, True, False]


def test_words_that_cannot_be_kept_are_told(desk: Desk) -> None:
    desk.store.purge_session(desk.round.code)
    fill(desk.console, "act", value="Ben stayed late.")
    assert "not there any more" in " ".join(read_notes(desk.console))


def test_the_head_says_what_becomes_of_words_that_are_not_kept(store: Store) -> None:
    told = "Erased with the next exercise; the report says “told aloud”."
    for keep in (True, False):
        leader = Leader([Text("act", "One small act")], keep=keep)
        exercise = Exercise("any", prompts=[Text("why", "Why?")], leader=leader)
        assert (told in read_markup(Desk(store, exercise).console)) is not keep


def click(desk: Desk, words: str) -> None:
    next(each for each in find(desk.console, Button) if each.description == words).click()
    desk.console.follow(desk.view)


def list_buttons(desk: Desk) -> list[str]:
    own = {ANOTHER, NOBODY, SOMEBODY}
    return [each.description for each in find(desk.console, Button) if each.description in own]


def test_another_leader_has_empty_fields_and_no_guess(store: Store) -> None:
    leader = Leader([Text("act", "One small act")], guesses=["safe"])
    desk = Desk(store, Exercise("any", prompts=[Scale("safe", "How safe?")], leader=leader))
    words: dict[str, Any] = {"guess:safe": "4"}
    desk.write(name="Ada", act="Ben stayed late.", **words)
    assert list_buttons(desk) == [NOBODY]
    desk.press()
    assert list_buttons(desk) == [ANOTHER]
    click(desk, ANOTHER)
    assert SPEAKS.format(name="Ada") in read_notes(desk.console)
    assert [find_input(desk.console, each).value for each in ("name", "act")] == ["", ""]
    assert not is_shown(desk.console, "guess:safe")
    desk.write(name="Ben", act="I said nothing.")
    again = desk.open_page()
    assert find_input(again, "name").value == "Ben"
    assert desk.view.leader == {"name": "Ada", "act": "Ben stayed late.", "guess:safe": "4"}
    assert desk.view.more_leaders == ({"name": "Ben", "act": "I said nothing."},)
    desk.press()
    assert desk.phase is Phase.OPEN
    assert list_buttons(desk) == []


def test_who_has_spoken_is_named_before_another_speaks(desk: Desk) -> None:
    desk.press()
    click(desk, ANOTHER)
    assert "Write the name" in read_errors(desk.console)["name"]
    desk.write(name="Ada")
    assert read_errors(desk.console) == {}
    click(desk, ANOTHER)
    desk.write(name="Ben")
    click(desk, ANOTHER)
    assert SPOKEN.format(names="Ada, Ben") in read_notes(desk.console)


def test_a_team_without_a_leader_says_so_with_one_press_and_takes_it_back(desk: Desk) -> None:
    desk.write(name="Ada", act="Ben stayed late.")
    click(desk, NOBODY)
    assert list_buttons(desk) == [SOMEBODY]
    assert "Nobody goes first" in read_markup(desk.console)
    assert "Leader first" not in read_markup(desk.console)
    assert 'data-leaderless="yes"' in read_markup(desk.console)
    assert not is_shown(desk.console, "act")
    assert desk.view.leader == {}
    assert LEADER not in str(describe_promise(desk.view.exercise))
    click(desk, SOMEBODY)
    assert find_input(desk.console, "act").value == "Ben stayed late."
    assert is_shown(desk.console, "act")
    click(desk, NOBODY)
    desk.press()
    assert desk.phase is Phase.OPEN
    assert desk.store.get_leader(desk.round.id) == {}
