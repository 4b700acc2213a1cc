"""Signed notes as one role may see them: the room those that are shown, the facilitator all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kit.errors import DefinitionError, NotFoundError, suggest
from kit.exercise.lines import fold_line
from kit.exercise.notes import SignedNote
from kit.language import _
from kit.session.notes import Note, NoteState, list_unthanked
from kit.session.session import Phase, Role, Round
from kit.store import Store
from kit.views.round import View, get_view


@dataclass(frozen=True)
class SignedNotes:
    """The signed notes of an exercise.

    Attributes:
        kinds: What may be signed.
        notes: The notes that this role may see, by their ids, in an order left to chance.
        names: Names that were entered, and whether each would rather be off the wall; for the
            facilitator.
        unthanked: Those of them for which there is no note, by the alphabet; for the facilitator.
        leader: What the leader has told, by prompt name.
        numbers: The numbers of the sentences on the screen, by prompt.
        ids: Of all notes there are, also of those that this role may not see.
        over: The exercise is over: nothing more is signed.
        revealed: The first result of the exercise has been shown.
    """

    kinds: tuple[SignedNote, ...] = ()
    notes: Mapping[str, Note] = field(default_factory=dict, repr=False)
    names: Mapping[str, bool] = field(default_factory=dict, repr=False)
    unthanked: tuple[str, ...] = field(default=(), repr=False)
    leader: Mapping[str, str] = field(default_factory=dict, repr=False)
    numbers: Mapping[str, Collection[int]] = field(default_factory=dict)
    ids: frozenset[str] = field(default=frozenset(), repr=False)
    over: bool = False
    revealed: bool = False

    def get_kind(self, name: str) -> SignedNote:
        """Find a kind of notes by its name.

        Raises:
            DefinitionError: The exercise has none of that name.
        """
        for kind in self.kinds:
            if kind.name == name:
                return kind
        msg = f"note {name!r}: this exercise has no such note."
        raise DefinitionError(msg + suggest(name, [each.name for each in self.kinds]))

    def of(self, kind: str) -> dict[str, Note]:
        """The notes of a kind, by their ids."""
        return {note_id: each for note_id, each in self.notes.items() if each.kind == kind}

    def list_kinds(self, note_ids: Collection[str]) -> list[SignedNote]:
        """The kinds of which there is one among some notes."""
        found = {each.kind for note_id, each in self.notes.items() if note_id in note_ids}
        return [kind for kind in self.kinds if kind.name in found]


@dataclass(frozen=True)
class Numbered:
    """A sentence on the screen with its number.

    Attributes:
        number: From 1.
        text: What it says.
        by: The leader's name, where it is the leader's; the one its writer has put below it; or "".
    """

    number: int
    text: str = field(repr=False)
    by: str = field(default="", repr=False)


def number_sentences(view: View, name: str) -> list[Numbered]:
    """The sentences of a prompt that the room sees, in the order of their numbers.

    What the leader has told to a prompt of the same name is the first.

    Args:
        view: What a role may see of the round; nothing is numbered before the reveal.
        name: The prompt's name.
    """
    if not view.phase.is_shown:
        return []
    leads = view.exercise.leader is not None and any(
        prompt.name == name for prompt in view.exercise.leader.prompts
    )
    shown = [
        Numbered(each.number + leads, each.text, each.name)
        for each in view.texts
        if each.shown and each.prompt == name
    ]
    if leads and view.leader.get(name):
        shown.append(Numbered(1, view.leader[name], view.leader.get("name") or _("The leader")))
    return sorted(shown, key=lambda each: each.number)


def find_first_part(store: Store, round_id: int) -> Round:
    """The round in which the exercise of a round began: itself, or the first of its parts.

    Raises:
        NotFoundError: There is no such round.
    """
    current = store.get_round_by_id(round_id)
    first = current.number - current.part
    return next(each for each in store.list_rounds(current.code) if each.number == first)


def read_notes(store: Store, round_id: int, role: Role) -> SignedNotes:
    """Read the signed notes of the exercise that a round plays.

    The screen and the phones are given what is shown, and what is handed to somebody neither.

    Raises:
        NotFoundError: There is no such round.
    """
    first = find_first_part(store, round_id)
    kinds = first.exercise.notes if first.exercise else ()
    if not kinds:
        return SignedNotes()
    every = store.list_notes(first.id)
    view = get_view(store, first.id, role)
    wanted = {each.number.prompt for each in kinds if each.number}
    steers = role is Role.FACILITATOR
    hidden = {NoteState.PRIVATE} if steers else {*NoteState} - {NoteState.SHOWN}
    names = store.list_names(first.id) if steers else {}
    named = next((each for each in kinds if each.names), None)
    thanked = [each for each in every.values() if named and each.kind == named.name]
    return SignedNotes(
        kinds,
        {note_id: each for note_id, each in every.items() if each.state not in hidden},
        names,
        list_unthanked(names, thanked, named.names) if named else (),
        view.leader,
        {name: {each.number for each in number_sentences(view, name)} for name in wanted},
        frozenset(every),
        _is_over(store, first),  # read last: while it is not so, no note had gone by itself
        view.phase.is_shown,
    )


def list_handed(store: Store, round_id: int, kind: SignedNote, name: str) -> list[Note]:
    """The notes that are handed to somebody who would rather not be on the wall.

    Args:
        store: The store.
        round_id: The round that is played.
        kind: The kind of notes.
        name: Whom they are for.
    """
    every = store.list_notes(find_first_part(store, round_id).id).values()
    return [
        each
        for each in every
        if each.state is NoteState.HANDED
        and each.kind == kind.name
        and fold_line(each.words.get(kind.names, "")) == fold_line(name)
    ]


def _is_over(store: Store, first: Round) -> bool:
    """Whether all parts of the exercise that began in a round are over, or the session is."""
    try:
        last, ended = store.get_round(first.code), store.get_session(first.code).ended
    except NotFoundError:
        return True
    return ended or last.number - last.part != first.number or last.phase is Phase.DONE
