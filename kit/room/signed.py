"""The signed notes of an exercise as a notebook holds them, followed live."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from kit.exercise.notes import SignedNote
from kit.room.context import KernelContext
from kit.room.feed import Feed
from kit.session.notes import Note, read_names
from kit.session.session import Role, check_role
from kit.store import Store
from kit.views.notes import SignedNotes, find_first_part, list_handed, read_notes

DEAF = ("progress", "seats", "pairs", "apart", "commitments", "picture", "deal", "debrief", "memo")


class Signed:
    """The signed notes of an exercise: hand it to `kit.Notes` or `kit.Market`.

    The room sees those that are shown. The facilitator alone shows, hides and takes away.
    """

    def __init__(self, store: Store, place: KernelContext) -> None:
        self._store = store
        self._place = place
        self._first = find_first_part(store, place.round_id).id
        self._feed = Feed(store, place.code, self._read, deaf_to=DEAF)

    def __repr__(self) -> str:
        return f"<Signed notes for the {self._place.role.value}>"

    @property
    def steers(self) -> bool:
        """Whether this page may show notes and take them away."""
        return self._place.role is Role.FACILITATOR

    @property
    def now(self) -> SignedNotes:
        """The notes as they were read last."""
        return self._feed.view

    def watch(self, watcher: Callable[[SignedNotes], None]) -> Callable[[], None]:
        """Call `watcher` with the notes now and after every change; returns what ends it."""
        return self._feed.watch(watcher)

    def sign(self, kind: SignedNote, words: Mapping[str, object], *, private: bool = False) -> str:
        """Keep what a phone has written.

        Args:
            kind: The kind of notes.
            words: What was written, by field.
            private: Its writer will say it: only whom it is for is kept.

        Returns:
            The note's id.

        Raises:
            ResponseError: A line is missing or too long; names the field.
            PhaseError: The exercise is over.
        """
        cleaned = kind.clean(words, self._read().numbers, private=private)
        return self._store.add_note(self._first, kind.name, cleaned, private=private)

    def take_back(self, note_id: str) -> None:
        """Erase a note that the calling phone has signed.

        Raises:
            NotFoundError: There is no such note.
        """
        self._store.take_away_note(self._first, note_id)

    def show(self, note_ids: Collection[str], shown: bool) -> None:
        """Let the room read notes, or hide them again.

        Raises:
            RoleError: This page is not the facilitator's.
            NotFoundError: One of the notes is gone.
        """
        check_role(self._place.role, Role.FACILITATOR)
        kinds = self.now.list_kinds(note_ids)
        seen = {each.kind for each in self.now.notes.values() if each.is_seen}
        self._store.show_notes(self._first, note_ids, shown)
        for kind in kinds:
            if shown and kind.name not in seen:  # the first of them take the stage
                self._store.set_picture(self._place.round_id, kind.title)

    def take_away(self, note_id: str) -> None:
        """Erase a note.

        Raises:
            RoleError: This page is not the facilitator's.
            NotFoundError: There is no such note.
        """
        check_role(self._place.role, Role.FACILITATOR)
        self._store.take_away_note(self._first, note_id)

    def set_names(self, text: str) -> None:
        """Keep the names that notes may be for, one a line.

        Raises:
            RoleError: This page is not the facilitator's.
            ResponseError: A name is too long, or they are too many.
            PhaseError: The exercise is over.
        """
        check_role(self._place.role, Role.FACILITATOR)
        self._store.set_names(self._first, read_names(text))

    def list_names(self) -> tuple[str, ...]:
        """The names that were entered."""
        return tuple(self._store.list_names(self._first))

    def deal(self) -> None:
        """Have every phone show one of the names.

        Raises:
            RoleError: This page is not the facilitator's.
        """
        check_role(self._place.role, Role.FACILITATOR)
        self._store.notices.publish(self._place.code, "deal")

    def set_apart(self, name: str, apart: bool) -> None:
        """Keep a name off the wall, or let it on again.

        Raises:
            NotFoundError: The name was not entered.
            PhaseError: The exercise is over.
        """
        self._store.set_apart(self._first, name, apart)

    def list_handed(self, kind: SignedNote, name: str) -> list[Note]:
        """The notes that are handed to somebody who would rather not be on the wall."""
        return list_handed(self._store, self._first, kind, name)

    def close(self) -> None:
        """Stop following."""
        self._feed.close()

    def _read(self) -> SignedNotes:
        return read_notes(self._store, self._place.round_id, self._place.role)
