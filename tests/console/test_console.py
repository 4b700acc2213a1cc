"""The facilitator's controls, over a real store: one next button, and the leader's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import unescape

import pytest

from kit.console.console import Console
from kit.exercise.exercise import Exercise
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.text import Text
from kit.gate.publication import submit
from kit.room.context import KernelContext
from kit.room.controls import RoundControls
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import View, get_view
from kit.views.status import describe_next, describe_room, render_steps, render_title
from kit.widgets.countdown import Countdown
from kit.widgets.text_desk import TextDesk
from tests.pages import (
    fill,
    find,
    find_button,
    find_input,
    is_shown,
    press,
    read_errors,
    read_markup,
    read_notes,
)
from tests.store.sample import NOTEBOOK, add_seats, make_exercise

JOIN = "http://192.0.2.7:8866/join/BCDFGH"


class HeardControls(RoundControls):
    """The controls, with a list of what the leader has told through them."""

    def __init__(self, store: Store, place: KernelContext, get_view: Callable[[], View]) -> None:
        super().__init__(store, place, get_view)
        self.told: list[Mapping[str, str]] = []

    def tell_leader(self, told: Mapping[str, str]) -> None:
        self.told.append(told)
        super().tell_leader(told)


class Desk:
    """A facilitator's page, in a session of two exercises."""

    def __init__(self, store: Store, exercise: Exercise) -> None:
        self.store = store
        session = store.add_session("Team", [NOTEBOOK, "welcome.ipynb"])
        self.round = store.add_round(session.code, NOTEBOOK)
        store.set_definition(self.round.id, exercise)
        place = KernelContext(
            session.code, Role.FACILITATOR, "", "", NOTEBOOK, round_id=self.round.id
        )
        self.controls = HeardControls(store, place, lambda: self.view)
        self.console = self.open_page()

    def open_page(self) -> Console:
        """The controls as a page loaded now would have them."""
        exercise = self.store.get_round_by_id(self.round.id).exercise
        assert exercise is not None
        console = Console(exercise, self.controls, join_url=JOIN)
        console.follow(self.view)
        return console

    @property
    def view(self) -> View:
        return get_view(self.store, self.round.id, Role.FACILITATOR)

    @property
    def phase(self) -> Phase:
        return self.view.phase

    def press(self) -> None:
        """Press the button; the page hears of the change."""
        press(self.console)
        self.console.follow(self.view)

    def write(self, console: Console | None = None, **words: str) -> None:
        """Write the leader's words; every page hears of each change."""
        for prompt, text in words.items():
            fill(console or self.console, prompt, value=text)
            self.console.follow(self.view)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, make_exercise(leader=True))


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
    desk.press()
    for token in tokens[:7]:
        submit(store, desk.round.id, token, {"safe": 3})
    assert describe_room(desk.view).startswith("7 of 12 finished")


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


def test_the_title_and_the_address_are_shown_as_they_were_typed() -> None:
    exercise = Exercise("jar", title="<script>alert(1)</script>", prompts=[Text("a", "Why?")])
    assert "<script" not in render_title(exercise, 'http://x/"<b>')
    assert "<b>" not in render_title(exercise, 'http://x/"<b>')
    assert "join at" not in render_title(exercise, "")


@pytest.mark.parametrize("phase", list(Phase))
def test_exactly_one_step_is_marked(phase: Phase) -> None:
    markup = render_steps(phase, leader_first=True)
    assert markup.count("aria-current") == 1
    assert markup.count("<li") == 6


# The leader's words


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


# Sentences


def let_write(desk: Desk, count: int, ticked: int) -> None:
    """Open the round; people write, and some of them allow that it is shown."""
    while desk.phase is not Phase.OPEN:
        desk.press()
    for place, token in enumerate(add_seats(desk.store, desk.round.code, count)):
        words = {"text": f"words {place}", "share": place < ticked}
        submit(desk.store, desk.round.id, token, {"safe": 3, "story": words})


def find_desk(console: Console) -> list[TextDesk]:
    """The list of sentences, where it is on the page."""
    return find(console, TextDesk)


def send(console: Console, **wish: object) -> None:
    """Press a button of the list, as a browser sends it."""
    find_desk(console)[0]._handle_custom_msg(wish, [])


def test_sentences_are_folded_away_until_the_close(desk: Desk) -> None:
    assert find_desk(desk.console) == []
    let_write(desk, 9, ticked=9)
    assert find_desk(desk.console) == []
    desk.press()
    (listed,) = find_desk(desk.console)
    assert listed.title == "What happened?"
    assert len(listed.items) == 9
    assert not any(item["shown"] for item in listed.items)
    assert "appears with the reveal" in listed.note


def test_a_sentence_is_shown_and_hidden_with_a_press(desk: Desk) -> None:
    let_write(desk, 9, ticked=8)
    desk.press()
    ids = [item["id"] for item in find_desk(desk.console)[0].items]
    for wish, shown in (({"ids": ids, "shown": True}, 8), ({"ids": ids[:3], "shown": False}, 5)):
        send(desk.console, **wish)
        desk.console.follow(desk.view)
        assert sum(item["shown"] for item in find_desk(desk.console)[0].items) == shown
    send(desk.console, ids=[999], shown=True)
    assert read_notes(desk.console) == ["9 answers"]


@pytest.mark.parametrize(
    "ticked",
    [7, 1, 0],
)
def test_why_there_is_no_sentence_is_told_after_the_close_and_never_how_many_there_were(
    desk: Desk, ticked: int
) -> None:
    let_write(desk, 9, ticked)
    assert find_desk(desk.console) == []
    desk.press()
    (listed,) = find_desk(desk.console)
    assert listed.note.startswith("Fewer than 8 sentences may be shown, and it takes 8")
    assert listed.items == []


def test_where_nothing_is_shown_the_number_of_sentences_is_not_told_either(desk: Desk) -> None:
    let_write(desk, 4, ticked=4)
    desk.press()
    (listed,) = find_desk(desk.console)
    assert listed.note.startswith("Too few answered")
    assert "4" not in listed.note


def test_without_a_sentence_to_show_there_is_no_list(store: Store) -> None:
    exercise = Exercise("any", prompts=[Text("own", "For yourself?", may_be_shown=False)])
    desk = Desk(store, exercise)
    desk.press()
    desk.press()
    assert desk.phase is Phase.CLOSED
    assert find_desk(desk.console) == []
