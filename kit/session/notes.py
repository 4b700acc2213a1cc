"""Signed notes as values: what stands on a card, and who is given it to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kit.exercise.lines import check_length, fold_line, tidy_line
from kit.language import N_

LONGEST_NAME = 40
MOST_NAMES = 200
TOO_MANY = N_("These are more than {most} names. Keep those of the people in the room.")


class NoteState(StrEnum):
    """Who is given a note to read."""

    HELD = "held"  # the facilitator
    SHOWN = "shown"  # everybody, and it stands in the report
    HANDED = "handed"  # the one it is for, who would rather not be on the wall; and the report
    PRIVATE = "private"  # nobody: its writer says it; only for whom there is one is known


SEEN = (NoteState.SHOWN.value, NoteState.HANDED.value)


@dataclass(frozen=True)
class Note:
    """A signed note.

    Attributes:
        kind: Name of its kind.
        words: What stands in its fields, in their order; empty ones are left out.
        state: Who is given it to read.
    """

    kind: str
    words: Mapping[str, str] = field(repr=False)
    state: NoteState

    @property
    def is_seen(self) -> bool:
        """Whether somebody besides the facilitator is given it to read."""
        return self.state.value in SEEN


def read_names(text: str) -> tuple[str, ...]:
    """Read names, one a line; an empty line is none, and the same name twice is one.

    Raises:
        ResponseError: A name is too long.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        name = tidy_line(line)
        check_length(name, LONGEST_NAME, "names")
        if name:
            found.setdefault(fold_line(name), name)
    return tuple(found.values())


def list_unthanked(names: Iterable[str], notes: Iterable[Note], field_name: str) -> tuple[str, ...]:
    """The names for which there is no card, by the alphabet.

    Args:
        names: All names that were entered.
        notes: Every note of the kind, private ones too.
        field_name: The field that says whom a note is for.
    """
    named = {fold_line(each.words.get(field_name, "")) for each in notes}
    return tuple(sorted((each for each in names if fold_line(each) not in named), key=fold_line))
