"""A commitment's card on a phone: what is wrong is told beside its line, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ipywidgets import Button

from kit.errors import KitError, NotFoundError
from kit.forms.commitment_card import MOST_CARDS, SIGN, Card, render_card
from kit.forms.signed_card import ANOTHER, OVER, RESTS, TAKEN_BACK
from kit.lifecycle import advance_round
from kit.session.commitments import Commitment
from kit.session.session import Phase, Role
from kit.store import Store
from kit.views.round import get_view
from tests.pages import fill, find, find_input, is_shown, read_errors, read_markup, read_notes
from tests.store.sample import prepare_round

WORDS = {"what": "ask early", "by": "Friday", "notice": "Ben", "owner": "Ada"}


class Phone:
    """Somebody with a card, in a session of a real store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.round = prepare_round(store)
        self.card = Card("<b>Commitments</b>", self._sign, self._take_back)

    @property
    def kept(self) -> list[Commitment]:
        return list(self.store.list_commitments(self.round.code).values())

    def write(self, **words: str) -> None:
        for name, text in (WORDS | words).items():
            fill(self.card, f"commitment-{name}", value=text)

    def press(self, words: str) -> None:
        next(each for each in find(self.card, Button) if each.description == words).click()

    def _sign(self, card: Commitment) -> str:
        return self.store.add_commitment(self.round.code, card)

    def _take_back(self, card_id: str) -> None:
        self.store.take_away_commitment(self.round.code, card_id)


@pytest.fixture
def phone(store: Store) -> Phone:
    return Phone(store)


def test_a_card_that_waits_comes_with_the_first_result_and_stays(phone: Phone) -> None:
    cards = [phone.card, Card("Corners", phone._sign, phone._take_back, after_reveal=True)]
    seen = []
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
        view = get_view(phone.store, phone.round.id, Role.PARTICIPANT)
        assert view.phase is phase
        for card in cards:
            card.follow(view)
        seen.append(["kit-away" not in card._dom_classes for card in cards])
        if phase is not Phase.REVEALED:
            advance_round(phone.store, phone.round.id, phase)
    assert seen == [[True, False]] * 3 + [[True, True]]
    second = replace(view, round=replace(view.round, phase=Phase.OPEN, part=1))
    cards[1].follow(second)
    assert "kit-away" not in cards[1]._dom_classes


@pytest.mark.parametrize("name", WORDS)
def test_a_line_that_is_empty_or_too_long_is_told_beside_it_and_kept(
    phone: Phone, name: str
) -> None:
    for text in ("", "x" * 500):
        phone.write(**{name: text})
        phone.press(SIGN)
        assert list(read_errors(phone.card)) == [f"commitment-{name}"]
        assert find_input(phone.card, f"commitment-{name}").value == text
    assert phone.kept == []
    phone.write()
    phone.press(SIGN)
    assert read_errors(phone.card) == {}
    assert len(phone.kept) == 1


def test_after_signing_the_name_stays_and_the_rest_is_empty(phone: Phone) -> None:
    phone.write()
    phone.press(SIGN)
    assert not is_shown(phone.card, "commitment-what")
    phone.press(ANOTHER)
    values = {name: find_input(phone.card, f"commitment-{name}").value for name in WORDS}
    assert values == {"owner": "Ada", "what": "", "by": "", "notice": ""}


def test_a_card_that_the_facilitator_took_away_first_is_taken_back_all_the_same(
    phone: Phone,
) -> None:
    phone.write()
    phone.press(SIGN)
    (card_id,) = phone.store.list_commitments(phone.round.code)
    phone.store.take_away_commitment(phone.round.code, card_id)
    phone.press("Take back")
    assert read_notes(phone.card) == [TAKEN_BACK]
    assert "ask early" not in read_markup(phone.card)


def test_what_the_store_refuses_is_told_and_nothing_that_was_typed_is_lost(phone: Phone) -> None:
    phone.store.end_session(phone.round.code)
    phone.write()
    phone.press(SIGN)
    assert read_notes(phone.card) != []
    assert find_input(phone.card, "commitment-what").value == "ask early"
    assert phone.kept == []


def test_while_the_session_is_stopped_nothing_is_signed_and_nothing_is_lost(phone: Phone) -> None:
    code = phone.round.code

    def look() -> None:
        phone.card.follow(get_view(phone.store, phone.round.id, Role.PARTICIPANT))

    phone.write()
    phone.store.stop_session(code)
    phone.press(SIGN)  # the page has not heard of it yet
    look()
    assert phone.kept == []
    assert RESTS in read_notes(phone.card)
    field = find_input(phone.card, "commitment-what")
    assert (field.value, field.disabled, field.resting) == ("ask early", True, True)
    assert [each.description for each in find(phone.card, Button)] == []
    phone.store.let_go_on(code, phone.store.get_session(code).stopped_at)
    look()
    assert (field.value, field.disabled, field.resting) == ("ask early", False, False)
    phone.press(SIGN)
    assert len(phone.kept) == 1
    assert RESTS not in read_notes(phone.card)


def test_once_the_exercise_is_over_nothing_is_signed_and_what_was_signed_stands(
    phone: Phone,
) -> None:
    phone.write()
    phone.press(SIGN)
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
        advance_round(phone.store, phone.round.id, phase)
    phone.card.follow(get_view(phone.store, phone.round.id, Role.PARTICIPANT))
    assert read_notes(phone.card) == [OVER]
    assert [each.description for each in find(phone.card, Button)] == ["Take back"]
    assert "ask early" in read_markup(phone.card)


def test_a_phone_signs_a_few_cards_and_may_sign_again_after_taking_one_back(phone: Phone) -> None:
    for number in range(MOST_CARDS):
        if number:
            phone.press(ANOTHER)
        phone.write(what=f"card {number}")
        phone.press(SIGN)
    assert ANOTHER not in [each.description for each in find(phone.card, Button)]
    phone.press("Take back")
    assert len(phone.kept) == MOST_CARDS - 1
    phone.press(ANOTHER)


def test_what_people_write_stands_in_a_card_as_letters() -> None:
    shown = render_card(Commitment("<i>Ada</i>", "ask & tell", "<u>May</u>", "Ben"))
    assert "&lt;i&gt;Ada" in shown
    assert "ask &amp; tell" in shown
    assert "<u>" not in shown


def test_a_fault_of_the_store_is_no_error_of_the_page() -> None:
    def refuse(_card: Commitment) -> str:
        msg = "The disk is full."
        raise KitError(msg)

    def miss(_card_id: str) -> None:
        raise NotFoundError

    card = Card("Cards", refuse, miss)
    for name, text in WORDS.items():
        fill(card, f"commitment-{name}", value=text)
    next(each for each in find(card, Button) if each.description == SIGN).click()
    assert read_notes(card) == ["The disk is full."]
