"""The facilitator's controls, over a real store: one next button, and the leader's words."""

# Holds kit/console/controls.py too: it names what can be done and does nothing.
# Holds kit/widgets/visibility.py too: what is away is seen on the page that it is away from.

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from kit.console.console import Console
from kit.exercise.policy import AnonymityPolicy
from kit.gate.publication import submit
from kit.session.session import Phase
from kit.store import Store
from kit.views.status import describe_next, describe_room
from kit.widgets.countdown import Countdown
from tests.console.desk import Desk
from tests.pages import (
    find,
    find_button,
    press,
    read_markup,
    read_notes,
)
from tests.store.sample import add_seats, make_exercise


def find_step(console: Console) -> str:
    """The step that is marked as the present one."""
    return "".join(re.findall(r"aria-current=.?step.?>([^<]*)", read_markup(console)))


# One button


def test_one_button_leads_through_all_phases(desk: Desk) -> None:
    seen = []
    while button := find_button(desk.console):
        seen.append((desk.phase.value, find_step(desk.console), button))
        desk.press()
    assert seen == [
        ("prepare", "Prepare", "Open"),
        ("leader", "Leader first", "Leader has gone first"),
        ("open", "Open", "Close"),
        ("closed", "Closed", "Reveal"),
        ("revealed", "Revealed", "Next exercise"),
    ]
    assert find_step(desk.console) == "Done"
    assert desk.store.get_round(desk.round.code).notebook == "welcome.ipynb"


def test_without_a_leader_open_unlocks_the_form_at_once(store: Store) -> None:
    desk = Desk(store, make_exercise())
    assert "Leader first" not in read_markup(desk.console)
    assert "Unlocks the form on every phone" in read_markup(desk.console)
    desk.press()
    assert desk.phase is Phase.OPEN
    assert find_button(desk.console) == "Close"


def test_a_line_says_what_the_button_will_do_in_every_phase(desk: Desk) -> None:
    said = []
    for _ in range(6):
        said.append(describe_next(desk.view))
        assert said[-1] in unescape(read_markup(desk.console))
        if find_button(desk.console):
            desk.press()
    assert len(set(said)) == 6
    assert said[4] == "Goes on to Welcome."


def test_the_last_exercise_says_that_it_is_the_last(desk: Desk) -> None:
    for _ in range(4):
        desk.press()
    assert "the last one" in describe_next(replace(desk.view, following=""))


def test_a_round_that_another_page_has_moved_on_is_told_and_not_moved_twice(desk: Desk) -> None:
    other = desk.open_page()
    desk.press()
    press(other)  # it has not heard yet
    assert desk.phase is Phase.LEADER
    assert read_notes(other)[-1].startswith("This round waits for the leader already.")
    other.follow(desk.view)
    assert not [note for note in read_notes(other) if "already" in note]


# What the facilitator sees


def test_who_has_joined_is_told_before_and_who_has_finished_after_the_opening(desk: Desk) -> None:
    said = [describe_room(desk.view)]
    for count in (1, 11):
        tokens = add_seats(desk.store, desk.round.code, count)
        said.append(describe_room(desk.view))
    desk.press()
    desk.press()
    for token in tokens[:7]:
        submit(desk.store, desk.round.id, token, {"safe": 3})
    desk.console.follow(desk.view)
    assert said == ["Nobody has joined", "1 person has joined", "12 people have joined"]
    assert read_notes(desk.console)[0] == "7 of 12 finished"
    desk.press()
    assert read_notes(desk.console) == ["7 answers"]


def test_a_live_round_still_says_how_many_have_finished(store: Store) -> None:
    desk = Desk(store, make_exercise(AnonymityPolicy(reveal="live")))
    tokens = add_seats(store, desk.round.code, 12)
    assert "Enter how many people are here" in " ".join(read_notes(desk.console))
    store.set_people(desk.round.code, 12)
    desk.press()
    for token in tokens[:7]:
        submit(store, desk.round.id, token, {"safe": 3})
    assert describe_room(desk.view) == "7 of 12 finished, 5 answers are shown"
    assert "Enter how many people are here" not in " ".join(read_notes(desk.console))


def test_too_few_answers_are_told_at_the_close(desk: Desk) -> None:
    for _ in range(3):
        desk.press()
    assert read_notes(desk.console) == ["Not enough answers to protect you. Talk about it instead."]


def test_the_timer_runs_only_while_the_round_is_open(desk: Desk) -> None:
    running = []
    for _ in range(5):
        running.append(find(desk.console, Countdown)[0].ends_at > 0)
        desk.press()
    assert running == [False, False, True, False, False]
