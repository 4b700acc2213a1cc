"""Signed notes in the store: apart, in no order, and gone with what nobody has seen."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from kit.errors import NotFoundError, PhaseError, ResponseError
from kit.exercise.notes import SignedNote
from kit.lifecycle import advance_round
from kit.session.notes import Note, NoteState
from kit.session.session import Phase, Round
from kit.store import Store
from kit.store import notes as stored
from tests.store.sample import find_bytes, prepare_round

FIELDS = [kit.Text("to", "To", max_length=40), kit.Text("for", "You", max_length=120)]
HELD = SignedNote("thanks", "Thanks", FIELDS, held=True, names="to")
LIVE = SignedNote("tending", "Tending", FIELDS)
PROMPTS = [kit.YesNo("new", "New?")]
EXERCISE = kit.Exercise("wall", prompts=PROMPTS, notes=[HELD, LIVE])
SECOND = kit.Exercise("wall-b", prompts=[kit.YesNo("old", "Old?")])
WORDS = {"to": "Ada", "for": "read-it-at-night"}
OTHER = {"to": "Ben", "for": "stayed-on-friday"}


@pytest.fixture
def current(store: Store) -> Round:
    return prepare_round(store, EXERCISE)


def reveal(store: Store, round_id: int) -> None:
    for phase in (Phase.PREPARE, Phase.OPEN, Phase.CLOSED):
        advance_round(store, round_id, phase)


def test_a_note_is_held_or_shown_as_its_kind_says(store: Store, current: Round) -> None:
    heard: list[tuple[str, str]] = []
    store.notices.listen(lambda *notice: heard.append(notice))
    held = store.add_note(current.id, "thanks", WORDS)
    live = store.add_note(current.id, "tending", WORDS)
    assert store.list_notes(current.id) == {
        held: Note("thanks", WORDS, NoteState.HELD),
        live: Note("tending", WORDS, NoteState.SHOWN),
    }
    assert heard == [(current.code, "notes")] * 2
    store.show_notes(current.id, [held], True)
    assert store.list_notes(current.id)[held].state is NoteState.SHOWN
    store.show_notes(current.id, [held], False)
    assert store.list_notes(current.id)[held].state is NoteState.HELD


def test_notes_lie_in_an_order_left_to_chance(store: Store, current: Round) -> None:
    signed = [store.add_note(current.id, "thanks", WORDS) for _ in range(12)]
    assert list(store.list_notes(current.id)) == sorted(signed) != signed


def test_of_a_private_note_only_whom_it_is_for_is_kept(
    path: Path, store: Store, current: Round
) -> None:
    note_id = store.add_note(current.id, "thanks", WORDS, private=True)
    assert store.list_notes(current.id) == {
        note_id: Note("thanks", {"to": "Ada"}, NoteState.PRIVATE)
    }
    store.show_notes(current.id, [note_id], True)
    assert store.list_notes(current.id)[note_id].state is NoteState.PRIVATE
    assert find_bytes(path, [b"read-it-at-night"]) == []


def test_a_name_off_the_wall_takes_its_cards_off(store: Store, current: Round) -> None:
    store.set_names(current.id, ["Ada", "Ben"])
    one = store.add_note(current.id, "thanks", WORDS)
    two = store.add_note(current.id, "thanks", OTHER)
    store.show_notes(current.id, [one, two], True)
    store.set_apart(current.id, " ada", True)
    assert store.list_names(current.id) == {"Ada": True, "Ben": False}
    states = {note_id: each.state for note_id, each in store.list_notes(current.id).items()}
    assert states == {one: NoteState.HANDED, two: NoteState.SHOWN}
    store.show_notes(current.id, [one], False)
    store.show_notes(current.id, [one], True)
    assert store.list_notes(current.id)[one].state is NoteState.HANDED
    store.set_names(current.id, ["ADA", "Chris"])  # who was off stays off
    assert store.list_names(current.id) == {"ADA": True, "Chris": False}
    with pytest.raises(NotFoundError, match="not on the facilitator's list"):
        store.set_apart(current.id, "Ben", True)


def test_a_name_is_off_the_wall_however_a_system_writes_its_umlaut(
    store: Store, current: Round
) -> None:
    store.set_names(current.id, ["Zo\u00eb"])
    store.set_apart(current.id, "Zoe\u0308", True)
    note = store.add_note(current.id, "thanks", {"to": "zoe\u0308", "for": "read-it-at-night"})
    store.show_notes(current.id, [note], True)
    assert store.list_notes(current.id)[note].state is NoteState.HANDED


def test_a_note_that_is_taken_away_is_in_no_file_any_more(
    path: Path, store: Store, current: Round
) -> None:
    note_id = store.add_note(current.id, "thanks", WORDS)
    kept = store.add_note(current.id, "thanks", OTHER)
    other = prepare_round(store, EXERCISE)
    for call in (store.take_away_note, lambda r, n: store.show_notes(r, [n], True)):
        with pytest.raises(NotFoundError):
            call(other.id, note_id)
    store.take_away_note(current.id, note_id)
    assert list(store.list_notes(current.id)) == [kept]
    assert find_bytes(path, [b"read-it-at-night"]) == []
    with pytest.raises(NotFoundError, match="not there any more"):
        store.take_away_note(current.id, note_id)


def test_the_end_of_the_exercise_erases_what_nobody_has_seen_and_the_names(
    path: Path, store: Store, current: Round
) -> None:
    store.set_names(current.id, ["Zenobia-of-the-list"])
    store.add_note(current.id, "thanks", WORDS)
    shown = store.add_note(current.id, "thanks", OTHER)
    store.show_notes(current.id, [shown], True)
    reveal(store, current.id)
    store.finish_round(current.id)
    assert list(store.list_notes(current.id)) == [shown]
    assert store.list_names(current.id) == {}
    assert find_bytes(path, [b"read-it-at-night", b"Zenobia"]) == []
    for act in (
        lambda: store.add_note(current.id, "thanks", WORDS),
        lambda: store.set_names(current.id, ["Ada"]),
    ):
        with pytest.raises(PhaseError, match="is over"):
            act()


def test_notes_outlive_the_first_part_and_not_the_last(store: Store) -> None:
    first = prepare_round(store, EXERCISE)
    store.set_definition(first.id, EXERCISE, [SECOND])
    held = store.add_note(first.id, "thanks", WORDS)
    reveal(store, first.id)
    second = store.begin_part(first.id)
    again = store.add_note(first.id, "thanks", OTHER)
    assert set(store.list_notes(first.id)) == {held, again}
    reveal(store, second.id)
    store.finish_round(second.id)
    assert store.list_notes(first.id) == {}


def test_the_end_of_the_session_erases_what_nobody_has_seen(
    path: Path, store: Store, current: Round
) -> None:
    store.add_note(current.id, "thanks", WORDS)
    shown = store.add_note(current.id, "tending", OTHER)
    store.end_session(current.code)
    assert list(store.list_notes(current.id)) == [shown]
    assert find_bytes(path, [b"read-it-at-night"]) == []
    assert store.purge_session(current.code)
    assert find_bytes(path, [b"stayed-on-friday"]) == []


def test_there_are_so_many_notes_and_no_more(
    store: Store, current: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "MAX_NOTES", 2)
    for _ in range(2):
        store.add_note(current.id, "thanks", WORDS)
    with pytest.raises(ResponseError, match="no more fit"):
        store.add_note(current.id, "thanks", WORDS)
    store.add_note(current.id, "tending", WORDS)
    with pytest.raises(NotFoundError):
        store.add_note(current.id, "unknown", WORDS)
    with pytest.raises(ResponseError, match="more than 200 names"):
        store.set_names(current.id, [f"name {n}" for n in range(201)])
