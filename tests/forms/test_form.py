"""The form in front of one person, from the promise to the result, over a real store."""

from __future__ import annotations

import gc
import logging
import secrets
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from ipywidgets import HTML

from kit.exercise.choice import Choice
from kit.exercise.claims import hash_key
from kit.exercise.exercise import Exercise, Submission
from kit.exercise.policy import AnonymityPolicy
from kit.exercise.responses import TextResponse
from kit.exercise.scale import Scale
from kit.exercise.text import Text
from kit.exercise.yes_no import YesNo
from kit.forms.form import PAUSE, Form
from kit.forms.states import RESTS, SEND_AGAIN, UNSENT
from kit.gate.claims import claim_sentence
from kit.gate.promise import describe_promise
from kit.gate.publication import close_round, find_own_submission, submit
from kit.gate.results import get_result
from kit.gate.sentences import list_texts, set_texts_shown
from kit.gate.unseen import leave_unseen
from kit.lifecycle import advance_round
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import get_view
from kit.widgets.break_clock import BreakClock
from kit.widgets.claim_fold import ClaimFold
from kit.widgets.countdown import Countdown
from kit.widgets.talk_clock import TalkClock
from tests.attacks.probe.sitecustomize import search
from tests.exercise.test_exercise import exercises
from tests.pages import (
    fill,
    find,
    find_button,
    find_input,
    is_shown,
    press,
    read_answers,
    read_errors,
    read_markup,
    read_notes,
    walk,
)
from tests.store.sample import MARKER, add_seats, make_exercise, prepare_round

RECEIVED = "Received. You can change your answer until the round closes."


class Person:
    """Somebody with a form in a room of twelve."""

    def __init__(self, store: Store, exercise: Exercise) -> None:
        self.store = store
        self.round = prepare_round(store, exercise)
        self.token, *self.others = add_seats(store, self.round.code, 12)
        self.now = 1000.0
        self.form = self.open_page()

    def open_page(self) -> Form:
        """The form as a page loaded now would have it."""
        exercise = self.round.exercise
        assert exercise is not None
        form = Form(exercise, self._send, clock=lambda: self.now)
        form.restore(find_own_submission(self.store, self.round.id, self.token))
        self.form = form
        self.look()
        return form

    def look(self) -> None:
        """The form hears how the round stands."""
        self.form.follow(get_view(self.store, self.round.id, Role.PARTICIPANT))

    def go_to(self, phase: Phase) -> None:
        """The facilitator goes on until a phase is reached."""
        current = self.store.get_round_by_id(self.round.id)
        while current.phase is not phase:
            current = advance_round(self.store, self.round.id, current.phase)
            self.look()

    def send(self, **answers: dict[str, Any]) -> None:
        """Fill in the form, press the button, and hear of the change that makes."""
        for prompt, state in answers.items():
            fill(self.form, prompt, **state)
        self.now += PAUSE  # the time it takes to read and to think
        press(self.form)
        self.look()

    def tap_again(self, later: float = 0.2) -> None:
        """Press once more, some seconds after the last press."""
        self.now += later
        press(self.form)
        self.look()

    def others_send(self, count: int) -> None:
        """Some of those answer who have not yet."""
        for _ in range(count):
            submit(self.store, self.round.id, self.others.pop(), {"safe": 1 + count % 5})
            self.look()

    @property
    def stored(self) -> Submission | None:
        """What the store holds of this person."""
        return find_own_submission(self.store, self.round.id, self.token)

    def _send(self, raw: Mapping[str, object]) -> Submission:
        return submit(self.store, self.round.id, self.token, raw)


@pytest.fixture
def person(store: Store) -> Person:
    return Person(store, make_exercise(leader=True))


ANSWERS: dict[str, dict[str, Any]] = {
    "kind": {"value": ["asked-for-help"]},
    "safe": {"value": 4},
    "quiet": {"value": ["no"]},
    "story": {"value": f"It was {MARKER}.", "share": True},
}
RAW = {
    "kind": ["asked-for-help"],
    "safe": 4,
    "quiet": False,
    "story": {"text": f"It was {MARKER}.", "share": True},
}


# Before it opens


def test_nothing_moves_any_more_once_the_form_can_be_filled_in(person: Person) -> None:
    form, told = person.form, []
    inputs = set(form._inputs.values())
    for widget in (*inputs, form._note, form._status, form._button, form._countdown):
        widget.observe(lambda change: told.append(change.owner))
    person.go_to(Phase.OPEN)
    first = next(place for place, owner in enumerate(told) if owner in inputs)
    assert len(told[:first]) > 1
    assert inputs.issuperset(told[first:])


@pytest.mark.parametrize(
    ("phase", "words"),
    [(Phase.PREPARE, "The form opens in a moment"), (Phase.LEADER, "The leader goes first")],
)
def test_before_it_opens_the_form_can_be_read_and_not_sent(
    person: Person, phase: Phase, words: str
) -> None:
    person.go_to(phase)
    form = person.form
    assert all(find_input(form, name).disabled for name in ANSWERS)
    assert is_shown(form, "safe")
    assert find_button(form) == ""
    assert [note for note in read_notes(form) if note.startswith(words)]
    assert find(form, Countdown)[0].ends_at == 0


def test_the_promise_stands_before_the_first_question(person: Person) -> None:
    promise = describe_promise(person.form._exercise)
    first = find(person.form, HTML)[0].value
    for line in (*promise.short, *promise.more):
        assert line.replace("'", "&#39;") in first
    assert first.index("Marble jar") < first.index(promise.short[0].split("'")[0])


def test_a_known_answer_is_told_at_once_and_stays_in_sight(person: Person) -> None:
    told = "One answer here is known to everybody, so we count one fewer."
    person.go_to(Phase.OPEN)
    assert told not in read_markup(person.form)
    person.store.set_known(person.round.id, 1, expected=0)
    person.look()
    assert f'<p class="kit-holds">{told}</p>' in read_markup(person.form)
    person.store.set_known(person.round.id, 0, expected=1)
    person.look()
    assert told not in read_markup(person.form)


def test_a_question_for_more_people_is_left_out_of_the_form(store: Store) -> None:
    exercise = Exercise(
        "any",
        prompts=[Scale("safe", "How safe?"), YesNo("quiet", "Did you?", randomised=True, least=13)],
    )
    person = Person(store, exercise)
    assert is_shown(person.form, "quiet")
    assert "is left out" not in read_markup(person.form)
    person.go_to(Phase.OPEN)
    assert not is_shown(person.form, "quiet")
    assert "is left out: it is asked only from 13 people on." in read_markup(person.form)
    add_seats(store, person.round.code, 30)  # a coin would be thrown now
    person.look()
    assert not is_shown(person.open_page(), "quiet")
    person.send(safe={"value": 4})
    assert person.stored == exercise.clean({"safe": 4})


def test_no_page_is_asked_for_the_coin_of_a_question_left_out(store: Store) -> None:
    exercise = Exercise(
        "any",
        prompts=[
            YesNo("quiet", "Did you?", randomised=True, least=40),
            Scale("safe", "How safe?"),
        ],
    )
    person = Person(store, exercise)
    add_seats(store, person.round.code, 20)
    person.go_to(Phase.OPEN)
    assert store.get_round_by_id(person.round.id).coin
    person.send(safe={"value": 4})
    assert person.stored == exercise.clean({"safe": 4})


@given(exercises())
def test_every_prompt_has_a_control_with_the_question_in_the_order_of_the_exercise(
    exercise: Exercise,
) -> None:
    form = Form(exercise, exercise.clean)
    controls = [each for each in walk(form) if getattr(each, "prompt", "")]
    assert [(each.prompt, each.text) for each in controls] == [
        (prompt.name, prompt.text) for prompt in exercise.prompts
    ]
    assert all(each.disabled for each in controls)


# Answering


def test_an_open_form_can_be_filled_in_and_sent_and_says_received(person: Person) -> None:
    person.go_to(Phase.OPEN)
    assert find_button(person.form) == "Send"
    assert not any(find_input(person.form, name).disabled for name in ANSWERS)
    assert find(person.form, Countdown)[0].ends_at > 0
    person.send(**ANSWERS)
    assert person.stored == person.form._exercise.clean(RAW)
    assert read_notes(person.form) == [RECEIVED]
    assert find_button(person.form) == "Change my answer"
    assert all(find_input(person.form, name).disabled for name in ANSWERS)


def test_an_empty_form_is_not_sent(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send()
    assert read_notes(person.form) == ["Answer at least one question before you send."]
    assert person.stored is None
    assert find_button(person.form) == "Send"
    assert not find_input(person.form, "safe").disabled


def test_a_text_over_its_limit_is_told_beside_it_and_kept_as_it_was_typed(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(safe={"value": 3}, story={"value": "x" * 203})
    assert read_errors(person.form) == {"story": "Please shorten this by 3 to 200 characters."}
    assert read_notes(person.form) == ["Not sent yet: one answer needs a look."]
    assert find_input(person.form, "story").value == "x" * 203
    assert person.stored is None
    person.send(story={"value": "x" * 200})
    assert read_errors(person.form) == {}
    assert read_notes(person.form) == [RECEIVED]


def test_a_choice_that_is_not_offered_is_not_taken(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(kind={"value": ["<script>", "nonsense"]})
    assert person.stored is None
    person.send(kind={"value": ["nonsense", "other"]})
    assert person.stored == person.form._exercise.clean({"kind": ["other"]})


def test_more_choices_than_allowed_are_told_beside_the_question(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(kind={"value": ["asked-for-help", "other"]})
    assert read_errors(person.form) == {"kind": "Choose at most 1."}
    assert person.stored is None


def test_a_choice_between_yes_and_no_is_taken_like_any_other(store: Store) -> None:
    agree = Choice("agree", "Do we agree?", ["Yes", "No"])
    person = Person(store, Exercise("agree", prompts=[agree]))
    person.go_to(Phase.OPEN)
    person.send(agree={"value": ["yes"]})
    assert read_errors(person.form) == {}
    assert person.stored == Submission({"agree": ("yes",)})


def test_pressing_send_while_the_round_closes_says_that_it_was_not_taken(person: Person) -> None:
    person.go_to(Phase.OPEN)
    close_round(person.store, person.round.id)  # the form has not heard of it yet
    fill(person.form, "safe", value=3)
    press(person.form)
    assert read_notes(person.form) == [
        "This round is closed, so your answer was not taken. Go on with the room."
    ]


def test_a_fault_is_told_in_a_calm_sentence_and_logged_under_its_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    exercise = make_exercise()

    def fail(_raw: Mapping[str, object]) -> Submission:
        raise ZeroDivisionError

    form = Form(exercise, fail)
    fill(form, "safe", value=3)
    with caplog.at_level(logging.ERROR, logger="kit"):
        press(form)
    (told,) = read_notes(form)
    number = told.removesuffix(".").split()[-1]
    assert "nothing is lost" in told
    assert number in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert find_input(form, "safe").value == 3


# Changing one's mind


def test_change_my_answer_unlocks_the_form_and_keeps_what_was_sent_until_send(
    person: Person,
) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    first = person.stored
    person.send()
    assert find_button(person.form) == "Send"
    assert not any(find_input(person.form, name).disabled for name in ANSWERS)
    assert read_answers(person.form)["safe"] == 4
    assert person.stored == first


def test_a_second_submission_takes_the_place_of_the_first(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.send()
    person.send(safe={"value": 1}, story={"value": ""})
    assert person.stored == person.form._exercise.clean({**RAW, "safe": 1, "story": ""})
    assert read_notes(person.form) == [RECEIVED]
    assert find_button(person.form) == "Change my answer"
    screen = get_result(person.store, person.store.get_round_by_id(person.round.id), Role.SCREEN)
    assert screen.progress == "1 of 12 finished"


def test_a_change_that_cannot_be_taken_leaves_what_was_sent_before(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    first = person.stored
    person.send()
    person.send(story={"value": "x" * 201})
    assert "story" in read_errors(person.form)
    assert person.stored == first
    assert find_button(person.form) == "Send"


def test_a_page_loaded_again_shows_what_was_sent(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    again = person.open_page()
    assert read_answers(again) == {name: state["value"] for name, state in ANSWERS.items()}
    assert find_input(again, "story").share
    assert find_button(again) == "Change my answer"
    assert read_notes(again) == [RECEIVED]


def test_an_answer_that_is_part_of_a_snapshot_stays_as_it_is(store: Store) -> None:
    person = Person(store, make_exercise(AnonymityPolicy(reveal="live")))
    store.set_people(person.round.code, 12)
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    assert read_notes(person.form) == [
        "Received. It is shown only together with 4 others or more. Until then you can change it."
    ]
    person.others_send(4)  # five answers are published at once
    assert get_view(store, person.round.id, Role.PARTICIPANT).snapshot is not None
    person.send()
    person.send(safe={"value": 1}, quiet={"value": []})
    assert person.stored == person.form._exercise.clean(RAW)
    assert read_answers(person.form)["safe"] == 4
    assert find_input(person.form, "quiet").value == ["no"]
    assert find_input(person.form, "safe").disabled
    assert "stays as it is" in " ".join(read_notes(person.form))
    assert find_button(person.form) == ""
    person.others_send(7)
    assert "stays as it is" in " ".join(read_notes(person.form))
    assert find_button(person.form) == ""


def test_a_press_that_comes_late_unlocks_no_answer_that_is_fixed(store: Store) -> None:
    person = Person(store, make_exercise(AnonymityPolicy(reveal="live")))
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.form.fix()
    person.look()
    person.now += PAUSE
    person.form._button.click()
    assert all(find_input(person.form, name).disabled for name in ANSWERS)
    assert "stays as it is" in " ".join(read_notes(person.form))


# Two taps at once


@pytest.mark.parametrize("later", [0.0, 0.2, PAUSE - 0.01])
def test_a_double_tap_on_send_is_one_press(person: Person, later: float) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.tap_again(later)
    assert read_notes(person.form) == [RECEIVED]
    assert find_button(person.form) == "Change my answer"
    assert find_input(person.form, "safe").disabled


def test_what_was_changed_between_two_taps_is_not_shown_as_if_it_had_been_sent(
    person: Person,
) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    fill(person.form, "safe", value=1)
    person.tap_again()
    assert person.form._inputs["safe"].value == ANSWERS["safe"]["value"]
    assert person.stored is not None
    assert person.stored.responses["safe"] == ANSWERS["safe"]["value"]


def test_after_a_pause_a_second_press_counts_whatever_was_tapped_between(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.tap_again(PAUSE / 2)
    person.tap_again(PAUSE / 2)
    assert read_notes(person.form) == ["Not sent yet: your earlier answer counts."]
    assert find_button(person.form) == "Send"


def test_a_double_tap_sends_no_name_that_nobody_has_looked_at(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(story={"value": NAMED, "share": True})
    person.tap_again()
    assert person.stored is None
    assert [note for note in read_notes(person.form) if "looks like a name" in note]
    person.tap_again(PAUSE)
    assert person.stored is not None


def test_who_is_quick_to_change_an_answer_is_not_kept_waiting(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.send()  # "Change my answer"
    fill(person.form, "safe", value=1)
    person.tap_again()
    assert person.stored == person.form._exercise.clean({**RAW, "safe": 1})


def test_a_press_that_sent_nothing_keeps_nobody_waiting(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send()
    assert read_notes(person.form) == ["Answer at least one question before you send."]
    fill(person.form, "safe", value=1)
    person.tap_again()
    assert person.stored is not None


# After the close


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.REVEALED, Phase.DONE])
def test_after_the_close_the_controls_are_empty_and_away(person: Person, phase: Phase) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.go_to(phase)
    assert read_answers(person.form) == {"kind": [], "safe": None, "quiet": [], "story": ""}
    assert not find_input(person.form, "story").share
    assert not is_shown(person.form, "safe")
    assert find_button(person.form) == ""
    assert find(person.form, Countdown)[0].ends_at == 0


def find_holders(backwards: list[str]) -> dict[str, list[str]]:
    """What holds each text, given backwards, among all objects of this process."""
    found = search([text[::-1] for text in backwards])
    gc.freeze()  # as it was before: see tests/conftest.py
    return {text[::-1]: holders for text, holders in found.items()}


def test_after_the_close_what_was_sent_is_nowhere_in_the_process(person: Person) -> None:
    kept, *backwards = (secrets.token_hex(8) for _ in range(4))  # the test itself holds none
    person.others.append(kept[::-1])
    person.go_to(Phase.OPEN)
    for text in backwards:
        person.send(story={"value": f"It was {text[::-1]}.", "share": True})
        person.send()  # "Change my answer"
    person.go_to(Phase.CLOSED)
    holders = find_holders([kept, *backwards])
    assert holders.pop(kept)
    assert holders == {text: [] for text in backwards}


def test_words_that_were_never_sent_are_forgotten_at_the_close(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(story={"value": f"{MARKER} " * 20})
    assert read_errors(person.form)
    person.go_to(Phase.CLOSED)
    assert read_answers(person.form)["story"] == ""
    assert read_errors(person.form) == {}
    assert read_notes(person.form) == ["The round is closed. It goes on here in a moment."]


def test_who_has_sent_is_told_that_it_was_received(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.go_to(Phase.CLOSED)
    assert read_notes(person.form) == [
        "Received. The round is closed. It goes on here in a moment."
    ]


def test_the_result_is_shown_at_the_reveal_and_not_before(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.others_send(7)
    person.go_to(Phase.CLOSED)
    assert "kit-table" not in read_markup(person.form)
    person.go_to(Phase.REVEALED)
    assert "How safe is it here?" in read_markup(person.form)
    assert "8 answers" in read_markup(person.form)
    assert MARKER not in read_markup(person.form)
    assert read_notes(person.form) == ["This is what the room said. No page shows who said what."]
    person.go_to(Phase.DONE)
    assert "kit-table" not in read_markup(person.form)
    [told] = read_notes(person.form)
    assert told == "This exercise is over. Thank you. It was the last one; you can close this page."


def test_too_few_answers_are_told_at_the_reveal(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.go_to(Phase.REVEALED)
    assert read_notes(person.form) == ["Not enough answers to protect you. Talk about it instead."]
    assert "kit-table" not in read_markup(person.form)


def test_who_was_changing_an_answer_at_the_close_is_not_told_about_it_for_ever(
    person: Person,
) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.send()
    person.go_to(Phase.REVEALED)
    assert [note for note in read_notes(person.form) if "Received" in note] == []


# Words that might lead to a person

NAMED = "Last week Anna Schmidt stayed late."


def test_a_name_is_asked_about_once_and_pressing_send_again_sends_it(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(story={"value": NAMED, "share": True})
    assert person.stored is None
    (asked,) = [note for note in read_notes(person.form) if "looks like" in note]
    assert asked.startswith("Not sent yet: \u201cAnna Schmidt\u201d looks like a name.")
    assert read_errors(person.form) == {}
    person.send()
    assert person.stored is not None
    assert RECEIVED in read_notes(person.form)


def test_beyond_what_a_question_takes_nobody_looks(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(story={"value": "x" * 2000 + NAMED})
    assert not [note for note in read_notes(person.form) if "looks like" in note]
    assert "shorten" in read_errors(person.form)["story"]


def test_a_sentence_that_was_mended_is_sent_at_once_and_a_new_name_asked_about(
    person: Person,
) -> None:
    person.go_to(Phase.OPEN)
    person.send(story={"value": NAMED})
    person.send(story={"value": "Last week somebody stayed late."})
    assert person.stored is not None
    person.send()  # "Change my answer"
    person.send(story={"value": "Write to anna@example.org"})
    assert any("an e-mail address" in note for note in read_notes(person.form))
    person.send()
    assert person.stored == person.form._exercise.clean({"story": "Write to anna@example.org"})


def test_what_looks_like_a_name_is_in_no_log(
    person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person.go_to(Phase.OPEN)
    person.send(story={"value": NAMED, "share": True})
    person.send()
    assert "Schmidt" not in caplog.text


# Sentences that are shown


def test_shown_sentences_stand_below_the_counts_as_letters(person: Person) -> None:
    person.go_to(Phase.OPEN)
    for place, token in enumerate(person.others):
        words = "<b>bold</b> & true" if place == 0 else f"words {place}"
        raw = {"kind": ["other"], "story": {"text": words, "share": True}}
        submit(person.store, person.round.id, token, raw)
    person.go_to(Phase.REVEALED)
    assert "words" not in read_markup(person.form)
    current = person.store.get_round_by_id(person.round.id)
    released = list_texts(person.store, current, Role.FACILITATOR)
    (bold,) = [each for each in released if "bold" in each.text]
    set_texts_shown(person.store, [bold.id], True)
    person.look()
    markup = read_markup(person.form)
    assert "<li>&lt;b&gt;bold&lt;/b&gt; &amp; true</li>" in markup
    assert markup.index("11 answers") < markup.index("bold")
    assert "words" not in markup
    set_texts_shown(person.store, [bold.id], False)
    person.look()
    assert "bold" not in read_markup(person.form)


# A sentence of one's own

ASKING = Exercise("ask", prompts=[Text("ask", "What?", may_be_claimed=True), Text("b", "Else?")])
OWN = hash_key("a" * 43)


def ask(store: Store) -> Person:
    """A round that is open, in which everybody else has sent a sentence."""
    person = Person(store, ASKING)
    person.go_to(Phase.OPEN)
    for place, token in enumerate(person.others):
        mark = hash_key(f"{place:043}")
        said = {"text": f"words {place}", "share": True, "mark": mark}
        submit(store, person.round.id, token, {"ask": said})
    return person


def test_the_mark_of_a_ticked_sentence_goes_out_with_it_and_the_close_forgets_it(
    store: Store,
) -> None:
    person = ask(store)
    person.send(ask={"value": "An hour.", "share": True, "mark": OWN})
    assert person.stored == Submission({"ask": TextResponse("An hour.", True, OWN)})
    again = find_input(person.open_page(), "ask")  # the page was loaded again
    assert (again.share, again.mark) == (True, OWN)
    person.go_to(Phase.CLOSED)
    assert again.mark == ""
    assert OWN not in str([vars(each) for each in walk(person.form, hidden=True)])


def test_every_phone_is_told_the_same_of_what_may_be_claimed(store: Store) -> None:
    person = ask(store)
    person.go_to(Phase.CLOSED)
    current = person.store.get_round_by_id(person.round.id)
    released = list_texts(store, current, Role.FACILITATOR)
    set_texts_shown(store, [each.id for each in released[:4]], True)
    (fold,) = find(person.form, ClaimFold)
    assert fold.sentences == []
    person.go_to(Phase.REVEALED)
    assert [each["text"] for each in fold.sentences] == [each.text for each in released[:4]]
    other = Form(ASKING, lambda raw: ASKING.clean(raw))
    other.follow(get_view(store, person.round.id, Role.PARTICIPANT))
    assert find(other, ClaimFold)[0].sentences == fold.sentences
    number = int(released[0].text.split()[1])
    claim_sentence(store, current.code, f"{number:043}", "<i>Ada</i>")
    person.look()
    assert released[0].text not in [each["text"] for each in fold.sentences]
    name = '<bdi class="kit-name">&lt;i&gt;Ada&lt;/i&gt;</bdi>'
    assert f"<li>{released[0].text}{name}</li>" in read_markup(person.form)
    assert "A name stands only where somebody put theirs." in " ".join(read_notes(person.form))
    person.go_to(Phase.DONE)
    assert fold.sentences == []


def test_when_enough_carry_a_name_the_others_are_offered_none(store: Store) -> None:
    person = ask(store)
    person.go_to(Phase.CLOSED)
    current = person.store.get_round_by_id(person.round.id)
    released = list_texts(store, current, Role.FACILITATOR)
    set_texts_shown(store, [each.id for each in released], True)
    person.go_to(Phase.REVEALED)
    (fold,) = find(person.form, ClaimFold)
    for place in range(len(released) - ASKING.policy.k):
        assert {each["open"] for each in fold.sentences} == {True}
        claim_sentence(store, current.code, f"{place:043}", "Ada")
        person.look()
    assert [each["open"] for each in fold.sentences] == [False] * ASKING.policy.k


def test_where_no_server_hears_the_page_or_nothing_may_be_claimed_there_is_no_fold() -> None:
    assert find(Form(ASKING, ASKING.clean, claims=False), ClaimFold) == []
    assert find(Form(make_exercise(), ASKING.clean), ClaimFold) == []


# A delicate question behind a coin


def test_in_a_break_a_phone_says_until_when_and_shows_no_result(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.others_send(8)
    person.go_to(Phase.REVEALED)
    (clock,) = find(person.form, BreakClock)
    assert (clock.ends_at, "8 answers" in read_markup(person.form)) == (0, True)
    person.store.begin_break(person.round.id, 1, 4_000_000_020.0)
    person.look()
    for _ in range(2):  # and again on a page that is loaded in the break
        (clock,) = find(person.form, BreakClock)
        assert clock.ends_at == 4_000_000_020.0
        words = "There is a break now. This page goes on when the room does."
        assert read_notes(person.form) == [words]
        assert "8 answers" not in read_markup(person.form)
        person.open_page()


def test_a_phone_tells_a_talk_in_every_phase_and_after_a_reload(person: Person) -> None:
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.REVEALED):
        person.go_to(phase)
        assert [clock.turns for clock in find(person.form, TalkClock)] == [[]]
        person.store.begin_talk(person.round.id, 2, 180)
        person.look()
        talk = person.store.get_round_by_id(person.round.id).talk
        assert talk is not None
        for _ in range(2):
            assert [clock.turns for clock in find(person.form, TalkClock)] == [[*talk.ends]]
            person.open_page()
        person.store.end_talk(person.round.id)
        person.look()
        assert [clock.turns for clock in find(person.form, TalkClock)] == [[]]


# A stop


PAUSED = "There is a short pause. Nothing is lost. This page goes on when the room does."


def stop(person: Person) -> None:
    person.store.stop_session(person.round.code)
    person.look()


def go_on(person: Person) -> None:
    code = person.round.code
    person.store.let_go_on(code, person.store.get_session(code).stopped_at)
    person.look()


@pytest.mark.parametrize("phase", [each for each in Phase if each is not Phase.DONE])
def test_in_every_phase_a_stopped_phone_says_so_and_is_afterwards_as_it_was(
    person: Person, phase: Phase
) -> None:
    if phase.is_over:
        person.go_to(Phase.OPEN)
        person.send(**ANSWERS)
        person.others_send(8)
    person.go_to(phase)
    before = [read_notes(person.form), find_button(person.form), read_markup(person.form)]
    stop(person)
    # And again on a page that is loaded meanwhile; after the close such a one knows of no answer.
    for _ in range(1 if phase.is_over else 2):
        (clock,) = find(person.form, Countdown)
        assert read_notes(person.form)[0] == PAUSED
        assert (find_button(person.form), clock.ends_at) == ("", 0)
        assert "9 answers" not in read_markup(person.form)
        assert find_input(person.form, "safe").disabled
        assert find_input(person.form, "safe").resting
        if not phase.is_over:
            person.open_page()
    go_on(person)
    assert [read_notes(person.form), find_button(person.form), read_markup(person.form)] == before
    assert find_input(person.form, "safe").disabled is (phase is not Phase.OPEN)
    assert not find_input(person.form, "safe").resting


def test_what_was_written_and_not_sent_is_there_after_a_stop(person: Person) -> None:
    person.go_to(Phase.OPEN)
    fill(person.form, "story", value="half a sentence")
    stop(person)
    fill(person.form, "safe", value=3)  # was on its way
    assert read_answers(person.form)["story"] == "half a sentence"
    go_on(person)
    assert (read_answers(person.form)["story"], read_answers(person.form)["safe"]) == (
        "half a sentence",
        3,
    )
    person.send()
    assert person.stored is not None
    assert read_notes(person.form) == [RECEIVED]


@pytest.mark.parametrize("heard", [True, False])
def test_a_press_that_meets_a_stop_sends_nothing_and_the_form_says_so(
    person: Person, heard: bool
) -> None:
    person.go_to(Phase.OPEN)
    fill(person.form, "safe", value=3)
    person.store.stop_session(person.round.code)
    if heard:
        person.look()
    person.form._button.click()  # hidden or not: by a script it can be pressed
    person.look()
    assert person.stored is None
    assert read_notes(person.form) == [PAUSED, UNSENT]
    assert read_answers(person.form)["safe"] == 3
    go_on(person)
    assert read_notes(person.form) == [SEND_AGAIN]
    person.send()
    assert (person.stored is not None, read_notes(person.form)) == (True, [RECEIVED])


def test_a_change_that_meets_a_stop_leaves_what_was_sent_and_can_be_sent_afterwards(
    person: Person,
) -> None:
    person.go_to(Phase.OPEN)
    person.send(safe={"value": 4})
    person.send()  # "Change my answer"
    fill(person.form, "safe", value=1)
    person.store.stop_session(person.round.code)
    person.now += PAUSE
    press(person.form)
    person.look()
    assert person.stored is not None
    assert person.stored.to_json()["safe"] == 4
    assert read_notes(person.form) == [PAUSED, f"{UNSENT} Your earlier answer counts."]
    person.form._back.click()
    assert read_answers(person.form)["safe"] == 1
    go_on(person)
    person.send()
    assert person.stored.to_json()["safe"] == 1


def test_a_press_on_change_that_meets_a_stop_changes_nothing(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(safe={"value": 4})
    stop(person)
    person.now += PAUSE
    person.form._button.click()
    assert read_notes(person.form) == [PAUSED, RESTS]
    go_on(person)
    assert (read_notes(person.form), find_button(person.form)) == ([RECEIVED], "Change my answer")


def test_a_phone_says_that_a_result_was_left_unseen(person: Person) -> None:
    person.go_to(Phase.OPEN)
    person.send(**ANSWERS)
    person.others_send(8)
    person.go_to(Phase.CLOSED)
    leave_unseen(person.store, person.round.id)
    person.look()
    assert read_notes(person.form) == [
        "This result is not shown to anybody, and it is erased. It goes on here in a moment."
    ]
    assert "answers" not in read_markup(person.form).partition("</section>")[2]


class Delicate(Person):
    """Somebody in a room of forty whose page answers when it is asked."""

    def __init__(self, store: Store) -> None:
        quiet = YesNo("quiet", "Did you keep quiet?", randomised=True)
        super().__init__(store, Exercise("quiet", prompts=[quiet, Text("why", "Why?")]))
        add_seats(store, self.round.code, 28)
        self.go_to(Phase.OPEN)

    def open_page(self) -> Form:
        form = super().open_page()
        self.asked: list[object] = []
        find_input(form, "quiet").send = lambda message, *_: self.asked.append(message)
        return form

    def tell(self, outcome: str) -> None:
        """The page tells what the coin made of the choice."""
        find_input(self.form, "quiet")._handle_custom_msg({"outcome": outcome}, [])
        self.look()


def test_the_page_is_asked_for_the_outcome_and_only_when_send_is_pressed(store: Store) -> None:
    person = Delicate(store)
    control = find_input(person.form, "quiet")
    assert control.coin
    assert person.asked == []
    person.send(why={"value": "A reason"})
    assert person.asked == [{"ask": "outcome"}]
    assert person.stored is None
    person.tell("yes")
    assert person.stored is not None
    assert person.stored.responses["quiet"] is True
    assert read_notes(person.form) == [RECEIVED]
    # Neither the choice nor the outcome is in what the page is told.
    assert control.value == []
    assert control.settled


def test_a_second_press_or_a_stray_message_sends_nothing_twice(store: Store) -> None:
    person = Delicate(store)
    person.tell("no")  # nobody has asked
    assert person.stored is None
    person.send()
    person.send()
    person.tell("no")
    first = person.stored
    assert first is not None
    person.tell("yes")
    assert person.stored == first
    assert find_button(person.form) == "Change my answer"


def test_a_double_tap_ends_with_what_the_coin_has_decided(store: Store) -> None:
    person = Delicate(store)
    person.send(why={"value": "A reason"})
    person.tap_again()
    person.tell("yes")
    person.tap_again()
    assert find_button(person.form) == "Change my answer"
    assert read_notes(person.form) == [RECEIVED]


def test_a_skipped_delicate_question_is_skipped(store: Store) -> None:
    person = Delicate(store)
    person.send(why={"value": "A reason"})
    person.tell("")
    assert person.stored is not None
    assert set(person.stored.responses) == {"why"}
    assert not find_input(person.form, "quiet").settled


def test_what_a_coin_has_made_of_an_answer_is_never_asked_for_again(store: Store) -> None:
    person = Delicate(store)
    person.send()
    person.tell("yes")
    for again in (person.form, person.open_page()):
        control = find_input(again, "quiet")
        assert (control.value, control.coin, control.settled) == ([], True, True)
    person.send()  # "Change my answer"
    person.send(why={"value": "On second thoughts"})
    assert person.asked == []
    assert person.stored is not None
    assert person.stored.responses["quiet"] is True
    assert person.stored.responses["why"] == TextResponse("On second thoughts")


def test_what_a_coin_has_made_of_an_answer_is_forgotten_at_the_close(store: Store) -> None:
    person = Delicate(store)
    person.send(why={"value": "x" * 2000})
    person.tell("yes")  # the reason is too long, so nothing was sent
    assert person.stored is None
    person.go_to(Phase.CLOSED)
    assert (person.form._coins._outcomes, person.form._responses) == ({}, {})


def test_what_a_coin_decides_after_the_close_is_kept_nowhere(store: Store) -> None:
    person = Delicate(store)
    person.send(why={"value": "A reason"})
    person.go_to(Phase.CLOSED)
    person.form._coins._asked.add("why")  # another question whose coin has not fallen yet
    person.tell("yes")
    assert person.stored is None
    assert person.form._coins._outcomes == {}


def test_who_keeps_the_earlier_answer_sends_nothing_that_a_coin_decides_later(
    store: Store,
) -> None:
    person = Delicate(store)
    person.send(why={"value": "A reason"})
    person.tell("")  # the delicate question was left out
    first = person.stored
    person.send()  # "Change my answer"
    person.send(why={"value": "Another"})
    person.form._back.click()
    person.tell("yes")
    assert person.stored == first
    assert find_input(person.form, "why").value == "A reason"


def test_in_a_small_room_a_delicate_question_is_an_ordinary_one(store: Store) -> None:
    quiet = YesNo("quiet", "Did you keep quiet?", randomised=True)
    person = Person(store, Exercise("quiet", prompts=[quiet]))
    person.go_to(Phase.OPEN)
    person.send(quiet={"value": ["no"]})
    assert not find_input(person.form, "quiet").coin
    assert person.stored is not None
    assert person.stored.responses["quiet"] is False
    assert find_input(person.open_page(), "quiet").value == ["no"]
