"""Names that notes are for: read one a line, compared as people do, told by the alphabet."""

from __future__ import annotations

import pytest

from kit.errors import ResponseError
from kit.session.notes import Note, NoteState, list_unthanked, read_names


def test_names_are_read_one_a_line_and_each_once() -> None:
    assert read_names(" Ada \n\nBen\nada\n\u202eChris\x00") == ("Ada", "Ben", "Chris")
    with pytest.raises(ResponseError, match="by 1 to 40"):
        read_names("x" * 41)


def test_a_name_with_a_card_of_any_state_is_thanked() -> None:
    notes = [
        Note("thanks", {"to": " ben "}, NoteState.PRIVATE),
        Note("thanks", {"to": "Zoe"}, NoteState.HELD),
        Note("thanks", {}, NoteState.HELD),
    ]
    assert list_unthanked(["Zoe", "Dana", "Ben", "ada"], notes, "to") == ("ada", "Dana")


def test_what_is_held_or_private_is_seen_by_nobody_else() -> None:
    seen = [state for state in NoteState if Note("a", {}, state).is_seen]
    assert seen == [NoteState.SHOWN, NoteState.HANDED]
