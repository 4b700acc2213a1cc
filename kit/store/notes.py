"""Signed notes of an exercise: named, apart from everything that is anonymous, beside no seat."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, func, insert, select, update

from kit.errors import NotFoundError, PhaseError, ResponseError
from kit.exercise.lines import fold_line
from kit.language import N_, _
from kit.session.notes import MOST_NAMES, TOO_MANY, Note, NoteState
from kit.session.session import Phase, Round
from kit.store.commitments import ID_BYTES
from kit.store.erasure import erase_rows
from kit.store.part import Part
from kit.store.round_rows import find_last, load_round
from kit.store.schema import names, notes
from kit.store.sessions import get_live_session_row, get_session_row
from kit.store.stops import KEEP, check_going

MAX_NOTES = 200  # of one kind; nobody would read more
FULL = N_("There are {most} cards, and no more fit. Ask the facilitator to take one away.")
GONE = N_("This card is not there any more. There is nothing to do.")
OVER = N_("This exercise is over, so nothing more is signed here.")
NO_NAME = N_("This name is not on the facilitator's list. Write it as it stands there.")


class Notes(Part):
    """The part of the store that keeps signed notes, and the names they may be for.

    Both belong to the round in which the exercise began, and may change until all its parts are
    over.
    """

    def add_note(
        self, round_id: int, kind: str, words: Mapping[str, str], *, private: bool = False
    ) -> str:
        """Keep a signed note.

        Args:
            round_id: The round in which the exercise began.
            kind: Name of the note's kind.
            words: What stands on it, as `SignedNote.clean` gives it.
            private: Its writer says it; of its words only those that name whom it is for are kept.

        Returns:
            Its id, drawn by chance.

        Raises:
            NotFoundError: There is no such round, or its exercise has no such notes.
            PhaseError: The exercise or the session is over.
            PauseError: The session is stopped for a moment.
            ResponseError: There are as many notes as there may be.
        """
        note_id = secrets.token_hex(ID_BYTES)
        here = (notes.c.round_id == round_id) & (notes.c.kind == kind)
        count = select(func.count()).select_from(notes).where(here)
        with self.database.write() as connection:
            current = get_played(connection, round_id)
            check_going(get_session_row(connection, current.code), KEEP)
            to, held = _read_kind(current, kind)
            if connection.execute(count).scalar_one() >= MAX_NOTES:
                raise ResponseError(_(FULL, most=MAX_NOTES))
            kept = {to: words[to]} if private else dict(words)
            state = NoteState.PRIVATE if private else NoteState.HELD
            if not (private or held):
                state = _choose_state(connection, round_id, kept.get(to, ""))
            values = {"id": note_id, "round_id": round_id, "kind": kind, "words": kept}
            connection.execute(insert(notes), values | {"state": state.value})
        self.notices.publish(current.code, "notes")
        return note_id

    def list_notes(self, round_id: int) -> dict[str, Note]:
        """Read the notes of an exercise by their ids, in an order left to chance."""
        query = select(notes).where(notes.c.round_id == round_id).order_by(notes.c.id)
        with self.database.read() as connection:
            return {
                row.id: Note(row.kind, row.words, NoteState(row.state))
                for row in connection.execute(query)
            }

    def show_notes(self, round_id: int, note_ids: Collection[str], shown: bool) -> None:
        """Let the room read notes, or hide them again; all or none.

        A note for somebody who would rather not be on the wall is handed to them alone. One whose
        writer says it is left as it is.

        Raises:
            NotFoundError: There is no such round, or one of the notes is gone.
        """
        chosen = notes.c.id.in_(note_ids) & (notes.c.round_id == round_id)
        with self.database.write() as connection:
            current = load_round(connection, round_id)
            found = connection.execute(select(notes).where(chosen)).all()
            if len(found) != len(set(note_ids)):
                raise NotFoundError(_(GONE))
            for row in found:
                if row.state == NoteState.PRIVATE:
                    continue
                to, _held = _read_kind(current, row.kind)
                state = NoteState.HELD
                if shown:
                    state = _choose_state(connection, round_id, row.words.get(to, ""))
                change = update(notes).where(notes.c.id == row.id)
                connection.execute(change.values(state=state.value))
        self.notices.publish(current.code, "notes")

    def take_away_note(self, round_id: int, note_id: str) -> None:
        """Erase a note, and every copy of it.

        Raises:
            NotFoundError: There is no such round, or it has no such note.
        """
        chosen = (notes.c.id == note_id) & (notes.c.round_id == round_id)
        with self.database.write() as connection:
            current = load_round(connection, round_id)
            if not erase_rows(connection, notes, chosen):
                raise NotFoundError(_(GONE))
        self.database.scrub(patient=False)  # what lingers in the log goes with the next close
        self.notices.publish(current.code, "notes")

    def set_names(self, round_id: int, given: Sequence[str]) -> None:
        """Keep the names that notes may be for, in place of those before.

        Args:
            round_id: The round in which the exercise began.
            given: The names, each once. One that was there stays off the wall if it was.

        Raises:
            NotFoundError: There is no such round.
            PhaseError: The exercise or the session is over.
            ResponseError: They are too many.
        """
        if len(given) > MOST_NAMES:
            raise ResponseError(_(TOO_MANY, most=MOST_NAMES), prompt="names")
        with self.database.write() as connection:
            current = get_played(connection, round_id)
            before = _read_names(connection, round_id)
            kept = {fold_line(name): apart for name, apart in before.items()}
            erase_rows(connection, names, names.c.round_id == round_id)
            rows = [
                {"round_id": round_id, "name": name, "apart": kept.get(fold_line(name), False)}
                for name in given
            ]
            if rows:
                connection.execute(insert(names), rows)
        self.database.scrub(patient=False)
        self.notices.publish(current.code, "names")

    def list_names(self, round_id: int) -> dict[str, bool]:
        """Read the names that notes may be for, and whether each would rather be off the wall."""
        with self.database.read() as connection:
            return _read_names(connection, round_id)

    def set_apart(self, round_id: int, name: str, apart: bool) -> None:
        """Keep a name off the wall, or let it on again. Notes for it that are shown go off too.

        A note that was handed stays so until the facilitator shows it anew.

        Raises:
            NotFoundError: There is no such round, or no such name.
            PhaseError: The exercise or the session is over.
            PauseError: The session is stopped for a moment.
        """
        with self.database.write() as connection:
            current = get_played(connection, round_id)
            check_going(get_session_row(connection, current.code), KEEP)
            known = {fold_line(each): each for each in _read_names(connection, round_id)}
            if fold_line(name) not in known:
                raise NotFoundError(_(NO_NAME))
            own = (names.c.round_id == round_id) & (names.c.name == known[fold_line(name)])
            connection.execute(update(names).where(own).values(apart=apart))
            shown = notes.c.round_id == round_id, notes.c.state == NoteState.SHOWN.value
            for row in connection.execute(select(notes).where(*shown)).all() if apart else ():
                to, _held = _read_kind(current, row.kind)
                if fold_line(row.words.get(to, "")) == fold_line(name):
                    change = update(notes).where(notes.c.id == row.id)
                    connection.execute(change.values(state=NoteState.HANDED.value))
        self.notices.publish(current.code, "names")


def get_played(connection: Connection, round_id: int) -> Round:
    """Read the round in which an exercise began that the session still plays.

    Raises:
        NotFoundError: There is no such round.
        PhaseError: All parts of the exercise are over, or the session has ended.
    """
    current = load_round(connection, round_id)
    get_live_session_row(connection, current.code)
    last = find_last(connection, current.code)
    if last is None or last.number - last.part != current.number or last.phase is Phase.DONE:
        raise PhaseError(_(OVER))
    return current


def _read_kind(current: Round, name: str) -> tuple[str, bool]:
    """The field of a kind of notes that says whom one is for, and whether they are held."""
    kind = current.exercise.find_note(name) if current.exercise else None
    if kind is None:
        raise NotFoundError(_(GONE))
    return kind.names, kind.held


def _read_names(connection: Connection, round_id: int) -> dict[str, bool]:
    query = select(names).where(names.c.round_id == round_id).order_by(names.c.name)
    return {row.name: bool(row.apart) for row in connection.execute(query)}


def _choose_state(connection: Connection, round_id: int, name: str) -> NoteState:
    """What becomes of a note that is shown: it is handed where its name is off the wall."""
    apart = [fold_line(each) for each, off in _read_names(connection, round_id).items() if off]
    return NoteState.HANDED if name and fold_line(name) in apart else NoteState.SHOWN
