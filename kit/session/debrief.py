"""What a room said after a picture, as the facilitator writes it down and the room confirms it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kit.errors import ResponseError
from kit.exercise.lines import check_length, tidy_line
from kit.language import N_, _

FIELD = "debrief"
MOST_LINES = 3
MAX_LENGTH = 300
TOO_MANY = N_("At most {most} lines. Leave out what matters least.")


@dataclass(frozen=True)
class Debrief:
    """The words of one round.

    Attributes:
        draft: What is written, for the facilitator alone.
        asked: What the screen shows with the question whether it is right; "" for nothing.
        kept: What the room has confirmed: it stands in the report. "" for nothing.
    """

    draft: str = field(default="", repr=False)
    asked: str = field(default="", repr=False)
    kept: str = field(default="", repr=False)

    @property
    def is_open(self) -> bool:
        """Whether something is written that nobody has kept."""
        return bool(self.asked) or split_lines(self.draft) != split_lines(self.kept)


def clean_debrief(text: str) -> str:
    """Give what was written as it is kept: its lines, without what is empty.

    Raises:
        ResponseError: It is too long, or has too many lines.
    """
    lines = split_lines(text)
    words = "\n".join(lines)
    check_length(words, MAX_LENGTH, FIELD)
    if len(lines) > MOST_LINES:
        raise ResponseError(_(TOO_MANY, most=MOST_LINES), prompt=FIELD)
    return words


def split_lines(text: str) -> list[str]:
    """The lines of a text, without the empty ones and without signs that turn words around."""
    return [line for each in text.splitlines() if (line := tidy_line(each))]
