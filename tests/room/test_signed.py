"""Signed notes in a session of a real store: who sees what, and who may do what."""

# Holds kit/views/notes.py too: what a role may see is what its room gives it.
# Holds kit/pictures/notes.py too: it is a wall that follows a room's notes.
# Holds kit/pictures/market.py too: it follows the same notes beside the sentences.
# Holds kit/console/notes_desk.py too: the facilitator's list of the same notes.
# Holds kit/console/fold.py too: it folds the box of names away.

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ipywidgets import Button

import kit
from kit.console.notes_desk import NamesBox, NotesDesk
from kit.errors import DefinitionError, ResponseError, RoleError
from kit.exercise.notes import Field, SignedNote
from kit.gate.publication import submit
from kit.gate.sentences import set_texts_shown
from kit.lifecycle import advance_round
from kit.pictures.market import market
from kit.pictures.notes import notes
from kit.room.context import KernelContext
from kit.room.ownership import Seat, acting
from kit.room.room import Room
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.views.notes import read_notes
from kit.widgets.note import Note
from tests.pages import fill, find
from tests.pages import read_notes as read_lines
from tests.store.sample import add_seats, prepare_round

FIELDS: list[Field] = [
    kit.Text("to", "To whom", max_length=40),
    kit.Text("for", "You", max_length=120),
    kit.Choice("sort", "What was it?", ["helped", "taught"]),
]
HELD = SignedNote("thanks", "Thanks", FIELDS, held=True, names="to")
HELP = SignedNote(
    "help",
    "Help",
    [
        kit.SentenceNumber("number", "Its number", "ask"),
        kit.Text("what", "I can", max_length=100),
        kit.Text("owner", "Your name", max_length=40),
    ],
)
EXERCISE = kit.Exercise(
    "wall",
    prompts=[kit.Text("ask", "What do you need?")],
    leader=kit.Leader([kit.Text("ask", "What I need")]),
    notes=[HELD, HELP],
)
WORDS = {"to": "Ada", "for": "told the truth", "sort": "taught"}


class Session:
    """The rooms of one session."""

    def __init__(self, store: Store, current: Round) -> None:
        self.store, self.round = store, current
        self.rooms: list[Room] = []

    def enter(self, role: Role) -> Room:
        place = KernelContext(self.round.code, role, "", "", "wall.ipynb", self.round.id)
        self.rooms.append(Room(self.store, place, EXERCISE))
        return self.rooms[-1]


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    begun = Session(store, prepare_round(store, EXERCISE))
    yield begun
    for room in begun.rooms:
        room.results.close()
        room.signed.close()
        room._dealing.close()


def press(box: Any, words: str) -> None:
    next(each for each in find(box, Button) if each.description == words).click()


def test_what_is_held_reaches_the_dashboard_alone(session: Session) -> None:
    phone, screen = session.enter(Role.PARTICIPANT), session.enter(Role.SCREEN)
    desk_room = session.enter(Role.FACILITATOR)
    wall = notes(screen.signed, "thanks")
    desk = NotesDesk(EXERCISE.notes, desk_room.signed)
    desk_room.signed.watch(desk.follow)
    note_id = phone.signed.sign(HELD, WORDS)
    private = phone.signed.sign(HELD, WORDS, private=True)
    for role in (Role.PARTICIPANT, Role.SCREEN):
        assert read_notes(session.store, session.round.id, role).notes == {}
    (items,) = [each.items for each in desk._lists.values()]
    assert items == [{"id": note_id, "text": "Ada / told the truth / taught", "shown": False}]
    assert wall.cards == []
    assert wall.message

    decide: Any = desk._lists["thanks"]._handle_custom_msg
    decide({"ids": [note_id, private, "other"], "shown": True}, [])
    assert [card["id"] for card in wall.cards] == [note_id]
    assert wall.cards[0]["mark"] == {"letter": "B", "label": "taught", "colour": "amber"}
    assert [line["part"] for line in wall.cards[0]["lines"]] == ["name", "words"]
    assert session.store.get_round_by_id(session.round.id).picture == "Thanks"
    decide({"ids": [note_id], "shown": False}, [])
    assert wall.cards == []
    decide({"ids": [note_id], "away": True}, [])
    assert list(session.store.list_notes(session.round.id)) == [private]


def test_only_the_facilitator_steers(session: Session) -> None:
    phone = session.enter(Role.PARTICIPANT).signed
    note_id = phone.sign(HELD, WORDS)
    acts: list[Callable[[], None]] = [
        lambda: phone.show([note_id], True),
        lambda: phone.take_away(note_id),
        lambda: phone.set_names("Ada"),
        phone.deal,
    ]
    for act in acts:
        with pytest.raises(RoleError):
            act()
    with pytest.raises(RoleError, match=r"room.notes\(\) belongs into a cell tagged"):
        session.enter(Role.SCREEN).notes("thanks")
    with acting(Seat("one", "token")), pytest.raises(DefinitionError, match="Did you mean 'th"):
        session.enter(Role.PARTICIPANT).notes("thank")


def test_the_leaders_card_is_gold_and_comes_first(session: Session) -> None:
    session.store.set_leader(session.round.id, {"name": "Zoe", "ask": "A map"})
    screen, phone = session.enter(Role.SCREEN), session.enter(Role.PARTICIPANT)
    wall = notes(screen.signed, "thanks", leader="ask")
    desk = session.enter(Role.FACILITATOR).signed
    desk.show([phone.signed.sign(HELD, WORDS)], True)
    assert [card["gold"] for card in wall.cards] == [False]  # the leader has not spoken
    advance_round(session.store, session.round.id, Phase.PREPARE)
    assert [card["gold"] for card in wall.cards] == [True, False]
    assert [line["text"] for line in wall.cards[0]["lines"]] == ["A map", "Zoe, the leader"]


def test_names_without_a_card_are_told_by_the_alphabet_and_nothing_else(session: Session) -> None:
    phone, room = session.enter(Role.PARTICIPANT).signed, session.enter(Role.FACILITATOR)
    box = NamesBox(room.signed.set_names, room.signed.deal)
    room.signed.watch(box.follow)
    press(box, "Deal names")
    assert read_lines(box) == ["Enter the names first."]
    fill(box, "names", value="Zoe\nBen\nAda\nben")
    press(box, "Keep these names")
    assert "No card yet: Ada, Ben, Zoe." in read_lines(box)
    phone.sign(HELD, WORDS)
    phone.sign(HELD, WORDS | {"to": "ZOE"}, private=True)
    assert "No card yet: Ben." in read_lines(box)
    phone.set_apart("ben", True)
    assert "Not on the wall: Ben. Nobody asks why." in read_lines(box)
    phone.sign(HELD, WORDS | {"to": "Ben"})
    assert "There is a card for every name." in read_lines(box)
    for role in (Role.PARTICIPANT, Role.SCREEN):
        seen = read_notes(session.store, session.round.id, role)
        assert (seen.names, seen.unthanked) == ({}, ())


def test_a_market_puts_each_card_beside_its_number(session: Session) -> None:
    store, current = session.store, session.round
    store.set_leader(current.id, {"name": "Zoe", "ask": "A map"})
    for phase in (Phase.PREPARE, Phase.LEADER):
        advance_round(store, current.id, phase)
    screen, phone = session.enter(Role.SCREEN), session.enter(Role.PARTICIPANT)
    picture = market(screen.results, "ask", screen.signed, "help")
    for number, token in enumerate(add_seats(store, current.code, 8)):
        submit(store, current.id, token, {"ask": {"text": f"need {number}", "share": True}})
    for phase in (Phase.OPEN, Phase.CLOSED):
        advance_round(store, current.id, phase)
    assert [(row["number"], row["by"]) for row in picture.rows] == [(1, "Zoe")]
    ids = [row.id for row in store.list_texts(current.id)]
    set_texts_shown(store, [ids[5]], True)
    set_texts_shown(store, [ids[1], ids[0]], True)
    set_texts_shown(store, [ids[5]], False)
    shown = {row.number: row.text for row in store.list_texts(current.id) if row.shown}
    # A number stays with its sentence, also while another one is hidden.
    assert [row["number"] for row in picture.rows] == [1, 3, 4]
    assert [row["text"] for row in picture.rows[1:]] == [shown[2], shown[3]]
    set_texts_shown(store, [ids[5]], True)
    assert [row["number"] for row in picture.rows] == [1, 2, 3, 4]
    set_texts_shown(store, [ids[5]], False)
    words = {"what": "on Tuesday at four", "owner": "Ben"}
    for wrong in ("2", "5", "0", "x", ""):
        with pytest.raises(ResponseError) as caught:
            phone.signed.sign(HELP, {"number": wrong, **words})
        assert caught.value.prompt == "number"
    phone.signed.sign(HELP, {"number": "4", **words})
    assert [len(row["cards"]) for row in picture.rows] == [0, 0, 1]
    assert picture.note == "1 of 3 has a card"
    with pytest.raises(DefinitionError, match="its cards name no sentence"):
        market(screen.results, "ask", screen.signed, "thanks")


def test_a_phone_has_its_name_from_the_deck_and_the_card_is_filled(session: Session) -> None:
    room, desk = session.enter(Role.PARTICIPANT), session.enter(Role.FACILITATOR).signed
    with acting(Seat("one", "token")):
        card = room.notes("thanks")
    desk.set_names("Ada")
    assert "Another name" not in [each.description for each in find(card, Button)]
    desk.deal()
    assert any("From the deck: Ada." in note.text for note in find(card, Note))
    assert card._inputs["to"].value == "Ada"
    for phase in (Phase.PREPARE, Phase.LEADER, Phase.OPEN, Phase.CLOSED, Phase.REVEALED):
        advance_round(session.store, session.round.id, phase)
    assert not any("Ada" in note.text for note in find(card, Note))
