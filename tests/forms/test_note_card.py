"""A signed note's card on a phone, signed into a real store."""

# Holds kit/forms/signed_card.py too: it is what this card and a commitment have in common.

from __future__ import annotations

from collections.abc import Mapping

import pytest
from ipywidgets import Button

import kit
from kit.exercise.notes import SignedNote
from kit.forms.note_card import (
    ANOTHER_NAME,
    HELD,
    KEEP_OFF,
    ON_AGAIN,
    SAID,
    SAY_IT,
    SIGN,
    NoteCard,
)
from kit.forms.signed_card import ANOTHER, MOST_SIGNED, OVER, TAKEN_AWAY, TAKEN_BACK, TIRED
from kit.lifecycle import advance_round
from kit.room.context import KernelContext
from kit.room.signed import Signed
from kit.session.notes import Note, NoteState
from kit.session.session import Phase, Role
from kit.store import Store
from tests.pages import fill, find, find_input, is_shown, read_errors, read_markup, read_notes
from tests.store.sample import prepare_round

THANKS = SignedNote(
    "thanks",
    "Thanks",
    [
        kit.Text("to", "To whom", max_length=40),
        kit.Text("for", "You", max_length=120),
        kit.Choice("kind", "What was it?", ["helped", "taught"]),
        kit.Text("from", "Your name", max_length=40),
    ],
    optional=["from"],
    held=True,
    most=2,
    names="to",
)
EXERCISE = kit.Exercise("wall", prompts=[kit.YesNo("new", "New?")], notes=[THANKS])
WORDS = {"to": "Ada", "for": "read <b>my</b> offer", "from": "Ben"}


class Phone:
    """Somebody with a card, in a session of a real store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.round = prepare_round(store, EXERCISE)
        place = KernelContext(self.round.code, Role.PARTICIPANT, "", "", "", self.round.id)
        self.signed = Signed(store, place)
        self.asked = 0
        self.card = NoteCard(THANKS, self.signed, self._ask)
        self.signed.watch(self.card.follow)

    @property
    def kept(self) -> list[Note]:
        return list(self.store.list_notes(self.round.id).values())

    def write(self, kind: str = "helped", **words: str) -> None:
        for name, text in (WORDS | words).items():
            fill(self.card, f"note-thanks-{name}", value=text)
        fill(self.card, "note-thanks-kind", value=[kind] if kind else [])

    def press(self, words: str) -> None:
        next(each for each in find(self.card, Button) if each.description == words).click()

    def list_buttons(self) -> set[str]:
        return {each.description for each in find(self.card, Button)}

    def _ask(self) -> None:
        self.asked += 1


def test_a_card_that_waits_comes_with_the_first_result(phone: Phone) -> None:
    waiting = NoteCard(THANKS, phone.signed, after_reveal=True)
    phone.signed.watch(waiting.follow)
    seen = []
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
        assert phone.store.get_round_by_id(phone.round.id).phase is phase
        seen.append(["kit-away" not in card._dom_classes for card in (phone.card, waiting)])
        if phase is not Phase.REVEALED:
            advance_round(phone.store, phone.round.id, phase)
    assert seen == [[True, False]] * 3 + [[True, True]]


@pytest.fixture
def phone(store: Store) -> Phone:
    return Phone(store)


def test_a_card_is_signed_and_stands_below_as_letters(phone: Phone) -> None:
    phone.write()
    phone.press(SIGN)
    assert read_notes(phone.card) == [HELD]
    words: Mapping[str, str] = WORDS | {"kind": "helped"}
    assert phone.kept == [Note("thanks", words, NoteState.HELD)]
    assert "read &lt;b&gt;my&lt;/b&gt; offer" in read_markup(phone.card)
    phone.press(ANOTHER)
    assert find_input(phone.card, "note-thanks-from").value == "Ben"
    assert find_input(phone.card, "note-thanks-kind").value == []
    assert find_input(phone.card, "note-thanks-for").value == ""


def test_while_the_session_is_stopped_nothing_is_signed_and_nothing_is_lost(phone: Phone) -> None:
    phone.write()
    phone.store.stop_session(phone.round.code)
    phone.press(SIGN)
    assert phone.kept == []
    phone.card.rest(True)
    assert phone.list_buttons() & {SIGN, SAY_IT} == set()
    assert find_input(phone.card, "note-thanks-to").disabled
    phone.store.let_go_on(phone.round.code, phone.store.get_session(phone.round.code).stopped_at)
    phone.card.rest(False)
    phone.press(SIGN)
    assert len(phone.kept) == 1


def test_what_is_wrong_is_told_beside_its_field_and_kept(phone: Phone) -> None:
    for words, name in (({"to": ""}, "to"), ({"for": "x" * 121}, "for")):
        phone.write(**words)
        phone.press(SIGN)
        assert list(read_errors(phone.card)) == [f"note-thanks-{name}"]
    phone.write(kind="")
    phone.press(SIGN)
    assert list(read_errors(phone.card)) == ["note-thanks-kind"]
    assert phone.kept == []


def test_words_that_are_said_and_not_shown_stay_on_the_phone(phone: Phone) -> None:
    phone.write()
    phone.press(SAY_IT)
    assert phone.kept == [Note("thanks", {"to": "Ada"}, NoteState.PRIVATE)]
    assert SAID in read_markup(phone.card)
    assert "my&lt;/b&gt; offer" in read_markup(phone.card)
    phone.press("Take back")
    assert phone.kept == []


def test_a_page_may_have_so_many_cards_and_sign_so_many_in_all(phone: Phone) -> None:
    for turn in range(2):
        phone.write()
        phone.press(SIGN)
        if not turn:
            phone.press(ANOTHER)
    assert ANOTHER not in phone.list_buttons()
    assert SAY_IT not in phone.list_buttons()
    for _ in range(MOST_SIGNED - 1):  # two of them are signed
        phone.press("Take back")
        phone.press(ANOTHER)
        phone.write()
        phone.press(SIGN)
    assert TIRED in read_notes(phone.card)
    assert len(phone.kept) == 1


def test_a_name_from_the_deck_does_not_overwrite_what_was_written(phone: Phone) -> None:
    phone.card.give("Chris")
    assert find_input(phone.card, "note-thanks-to").value == "Chris"
    phone.press(ANOTHER_NAME)
    assert phone.asked == 1
    phone.card.give("Dana")
    assert find_input(phone.card, "note-thanks-to").value == "Dana"
    fill(phone.card, "note-thanks-to", value="somebody who is not here")
    phone.card.give("Eli")
    assert find_input(phone.card, "note-thanks-to").value == "somebody who is not here"


def test_who_is_off_the_wall_is_given_their_cards_once_they_are_handed_over(phone: Phone) -> None:
    phone.store.set_names(phone.round.id, ["Ada"])
    phone.write(**{"for": "a-card-for-ada"})
    phone.press(SIGN)
    (note_id,) = phone.store.list_notes(phone.round.id)
    phone.press("Take back")
    phone.write(**{"for": "a-card-for-ada"})
    own = "note-thanks-off-the-wall"
    assert not is_shown(phone.card, own)
    phone.press(KEEP_OFF)
    fill(phone.card, own, value="nobody of that name")
    phone.press(KEEP_OFF)
    assert "not on the facilitator's list" in read_errors(phone.card)[own]
    fill(phone.card, own, value=" ada ")
    phone.press(KEEP_OFF)
    assert phone.store.list_names(phone.round.id) == {"Ada": True}
    other = {"to": "Ada", "for": "stayed-late"}
    note_id = phone.store.add_note(phone.round.id, "thanks", other)
    assert "stayed-late" not in read_markup(phone.card)  # held: not even for whom it is
    phone.store.show_notes(phone.round.id, [note_id], True)
    assert "stayed-late" in read_markup(phone.card)
    phone.press(ON_AGAIN)
    assert phone.store.list_names(phone.round.id) == {"Ada": False}
    assert "stayed-late" not in read_markup(phone.card)


def test_a_card_that_the_facilitator_takes_away_is_told_to_its_own_phone_alone(
    phone: Phone,
) -> None:
    other = NoteCard(THANKS, phone.signed)
    phone.signed.watch(other.follow)
    phone.write()
    phone.press(SIGN)
    (note_id,) = phone.store.list_notes(phone.round.id)
    phone.press(ANOTHER)
    phone.write(to="Chris")
    phone.store.take_away_note(phone.round.id, note_id)
    told = TAKEN_AWAY.format(title="Ada")
    assert read_notes(phone.card) == [told]
    assert read_notes(other) == []
    assert "read &lt;b&gt;my" not in read_markup(phone.card)
    assert find_input(phone.card, "note-thanks-to").value == "Chris"  # what is being written stays
    for kept in phone.store.list_notes(phone.round.id):
        phone.store.show_notes(phone.round.id, [kept], True)
    assert read_notes(phone.card) == [told]
    phone.press(SIGN)
    assert read_notes(phone.card) == [HELD]
    phone.press("Take back")  # by its own phone: nobody has taken it away
    assert read_notes(phone.card) == [TAKEN_BACK]


@pytest.mark.parametrize("ends", ["exercise", "session"])
def test_what_goes_by_itself_has_not_been_taken_away(phone: Phone, ends: str) -> None:
    phone.write()
    phone.press(SIGN)
    phone.press(ANOTHER)
    phone.write()
    phone.press(SAY_IT)
    if ends == "session":
        phone.store.end_session(phone.round.code)
    else:
        for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
            advance_round(phone.store, phone.round.id, phase)
    assert phone.kept == []
    assert read_notes(phone.card) == [OVER]


def test_once_the_exercise_is_over_nothing_is_signed(phone: Phone) -> None:
    phone.write()
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
        advance_round(phone.store, phone.round.id, phase)
    assert OVER in read_notes(phone.card)
    assert phone.list_buttons() == set()
    assert find_input(phone.card, "note-thanks-to").over
