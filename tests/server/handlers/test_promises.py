"""What a leader has promised: the cards with their name, and nobody else's."""

from __future__ import annotations

import re
from datetime import date

import pytest

import kit
from kit.exercise.exercise import Exercise, Leader
from kit.exercise.notes import SignedNote
from kit.server.handlers.promises import SignedCards, read_cards
from kit.session.commitments import Commitment
from kit.store import Store
from tests.server.visitor import Visitor

EXERCISE = Exercise(
    "give",
    prompts=[kit.Text("ask", "I need …")],
    leader=Leader([kit.Text("act", "One")]),
    notes=[
        SignedNote(
            "help",
            "I can help",
            [
                kit.Text("what", "I can …", max_length=100),
                kit.Text("owner", "Your name", max_length=40),
            ],
            held=True,
        )
    ],
)
OWN = Commitment("Ada", "ask first", "on Monday", "Ben")
OTHERS = Commitment("Eve", "call the supplier", "on Friday", "Dana")


def play(store: Store, name: str = "Ada") -> str:
    """A session in which two have signed, and a leader of a name has gone first."""
    code = store.add_session("Team <Blue>", ["marble_jar.ipynb"]).code
    current = store.add_round(code, "marble_jar.ipynb")
    store.set_definition(current.id, EXERCISE)
    store.set_leader(current.id, {"name": name, "act": "Told."} if name else {})
    for card in (OWN, OTHERS):
        store.add_commitment(code, card)
    shown = store.add_note(current.id, "help", {"what": "on Tuesday", "owner": "ADA "})
    store.add_note(current.id, "help", {"what": "not yet seen", "owner": "Ada"})
    store.show_notes(current.id, [shown], True)
    return code


def test_the_cards_of_a_name_are_found_and_no_others(store: Store) -> None:
    found = read_cards(store, play(store))
    assert found.names == ("Ada", "Eve")
    assert found.leaders == ("Ada",)
    own = found.of("ada ")
    assert own.commitments == (OWN,)
    assert own.notes == (("I can help", {"I can …": "on Tuesday", "Your name": "ADA "}),)
    assert found.of("Nobody") == SignedCards(leaders=("Ada",))


def test_the_leaders_cards_are_there_at_once(facilitator: Visitor, store: Store) -> None:
    code = play(store)
    store.set_next(code, date(2099, 2, 28))
    page = facilitator.get(f"/facilitate/{code}/promises")
    assert page.status == 200
    assert "ask first" in page.words
    assert "By when: on Monday" in page.words
    assert "I can …: on Tuesday" in page.words
    assert "not yet seen" not in page.words
    assert "call the supplier" not in page.words
    assert "The team meets again on 28 February 2099." in page.words
    assert f'href="/facilitate/{code}/promises"' not in facilitator.get("/facilitate").text
    store.end_session(code)
    assert f'href="/facilitate/{code}/promises"' in facilitator.get("/facilitate?all=1").text


def test_another_name_can_be_chosen_and_is_text(facilitator: Visitor, store: Store) -> None:
    code = play(store, name="")
    page = facilitator.get(f"/facilitate/{code}/promises")
    assert "No name is chosen yet." in page.words
    assert re.findall(r'name="name" value="([^"]*)"', page.text) == ["Ada", "Eve"]
    chosen = facilitator.get(f"/facilitate/{code}/promises?name=Eve")
    assert "call the supplier" in chosen.words
    hostile = facilitator.get(f"/facilitate/{code}/promises?name=%3Cb%3E")
    assert "No card is signed with this name." in hostile.words
    assert "<b>" not in hostile.text


def test_it_opens_with_the_key_alone(visitor: Visitor, store: Store) -> None:
    code = play(store)
    refused = visitor.get(f"/facilitate/{code}/promises")
    assert (refused.status, "ask first" in refused.text) == (403, False)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("2020-01-01", "The team meets again after this session."),
        ("31.1.2099", "Write the day as 2027-01-31"),
        ("2099-02-30", "Write the day as 2027-01-31"),
        ("x" * 4000, "Write the day as 2027-01-31"),
    ],
)
def test_what_is_no_day_to_meet_is_told(
    facilitator: Visitor, store: Store, given: str, told: str
) -> None:
    code = play(store)
    page = facilitator.post(f"/facilitate/{code}/mail", {"next_on": given})
    assert (page.status, told in page.words) == (400, True)
    assert store.get_session(code).next_on == ""


def test_a_day_that_is_kept_is_in_the_mail_and_in_a_calendar_file(
    facilitator: Visitor, visitor: Visitor, store: Store
) -> None:
    code = play(store)
    assert facilitator.get(f"/facilitate/{code}/next.ics").status == 404
    address = f"/facilitate/{code}/mail"
    assert visitor.post(address, {"next_on": "2099-02-28"}).status == 403
    kept = facilitator.post(address, {"next_on": "2099-02-28"})
    assert (kept.status, kept.headers["Location"]) == (303, address)
    page = facilitator.get(address)
    assert 'value="2099-02-28"' in page.text
    assert "cards again on 28 February 2099" in page.words
    assert f'href="/facilitate/{code}/next.ics"' in page.text
    told, written = facilitator.download(f"/facilitate/{code}/next.ics")
    assert told == 'attachment; filename="next.ics"'
    assert b"DTSTART;VALUE=DATE:20990228\r\n" in written
    assert visitor.get(f"/facilitate/{code}/next.ics").status == 403
    facilitator.post(address, {"next_on": ""})
    assert store.get_session(code).next_on == ""
