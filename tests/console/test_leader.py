"""The leader's words, as the facilitator writes them down."""

from __future__ import annotations

from kit.exercise.exercise import Exercise, Leader
from kit.exercise.text import Text
from kit.session.session import Phase
from kit.store import Store
from tests.console.desk import Desk
from tests.pages import (
    fill,
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
